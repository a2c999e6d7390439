// 对照原文：按下按钮，宽屏上原文在左，由每一句做成的条目在右；指到条目，它所据的字句亮起来，指到字句也一样。

(() => {
  'use strict';

  const article = document.querySelector('.md-content__inner');
  const button = document.querySelector('[data-beside]');
  if (!article || !(button instanceof HTMLButtonElement)) return;
  const boxes = Array.from(document.querySelectorAll('.hb-unit__links')).filter((box) => box instanceof HTMLDetailsElement);
  const reading = /** @type {HandbookWindow} */ (window).handbook?.reading;
  /** @type {Element[]} */
  let lit = [];
  let litBy = '';

  /** @param {boolean} isBeside */
  function arrange(isBeside) {
    document.body.classList.toggle('hb-beside', isBeside);
    for (const box of boxes) box.open = isBeside;
    button?.setAttribute('aria-pressed', String(isBeside));
  }

  /**
   * A mouse that rests while the page scrolls below it points at nothing, and takes nothing away.
   * @param {Element[]} elements
   * @param {string} by the event that points at them
   */
  function light(elements, by) {
    if (!elements.length && by !== litBy) return;
    litBy = by;
    for (const element of lit) element.classList.remove('hb-lit');
    for (const element of elements) element.classList.add('hb-lit');
    lit = elements;
  }

  /**
   * What belongs to the element: to a link the words that its entry stands for, and the other way.
   * @param {Element} element
   */
  function counterparts(element) {
    const unit = element.closest('.hb-unit');
    const link = element.closest('.hb-unit__links a');
    const words = element.closest('[data-for]');
    if (link instanceof HTMLAnchorElement && unit) {
      return [link, ...unit.querySelectorAll(`[data-for~="${CSS.escape(link.hash.slice(1))}"]`)];
    }
    const ids = (words?.getAttribute('data-for') || '').split(' ');
    const links = Array.from(unit ? unit.querySelectorAll('.hb-unit__links a') : []);
    return words ? [words, ...links.filter((other) => ids.includes(/** @type {HTMLAnchorElement} */ (other).hash.slice(1)))] : [];
  }

  button.addEventListener('click', () => {
    const isBeside = !document.body.classList.contains('hb-beside');
    reading?.set('view', isBeside ? 'beside' : 'plain');
    arrange(isBeside);
  });
  if (reading?.get('view') === 'beside') arrange(true);
  for (const name of ['pointerover', 'focusin']) {
    article.addEventListener(name, (event) => {
      if (event.target instanceof Element) light(counterparts(event.target), name);
    });
  }
})();
