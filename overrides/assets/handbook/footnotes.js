// 打印时，条目所据的原句不在每个条目里各印一遍，而是集中到页末作脚注，条目里写注号和所据的原话。

(() => {
  'use strict';

  /** @type {Element[]} */
  let added = [];

  /**
   * @param {string} name
   * @param {string} className
   * @param {string} text
   */
  function element(name, className, text) {
    const made = document.createElement(name);
    made.className = className;
    made.textContent = text;
    return made;
  }

  function add() {
    const article = document.querySelector('.md-content__inner') || document.querySelector('main');
    if (!article || added.length) return;
    const notes = element('ol', 'hb-footnotes', '');
    /** @type {Map<string, number>} */
    const numbers = new Map();
    for (const box of document.querySelectorAll('.hb-source')) {
      const quotations = Array.from(box.querySelectorAll('blockquote'));
      const words = quotations.map((quotation) => noteOf(quotation, notes, numbers)).join('');
      const note = element('p', 'hb-note', words);
      box.after(note);
      added.push(note);
    }
    if (!numbers.size) return;
    const title = element('p', 'hb-footnotes__title', '原文');
    article.append(title, notes);
    added.push(title, notes);
    document.body.classList.add('hb-on-paper');
  }

  /**
   * The words of an entry's quotation with the number of its footnote, which is made if it is new.
   * @param {Element} quotation
   * @param {Element} notes
   * @param {Map<string, number>} numbers
   */
  function noteOf(quotation, notes, numbers) {
    const id = quotation.querySelector('footer a')?.textContent || '';
    const place = quotation.querySelector('footer span')?.textContent || '';
    if (!numbers.has(id)) {
      numbers.set(id, numbers.size + 1);
      notes.append(element('li', '', `${id}　${quotation.querySelector('p')?.textContent}（${place}）`));
    }
    const quoted = Array.from(quotation.querySelectorAll('mark'), (mark) => `“${mark.textContent}”`).join('');
    return `据原文〔${numbers.get(id)}〕${id}${quoted ? `：${quoted}` : ''}。`;
  }

  function remove() {
    for (const one of added) one.remove();
    added = [];
    document.body.classList.remove('hb-on-paper');
  }

  window.addEventListener('beforeprint', add);
  window.addEventListener('afterprint', remove);
})();
