// 对照原文：宽屏上讲话在左，由每一句做成的条目在右；指到条目，它所据的字句亮起来，指到字句也一样。

(() => {
  'use strict';

  const article = document.querySelector('.md-content__inner');
  const first = document.querySelector('.hb-unit');
  if (!article || !first || document.querySelector('.hb-single')) return;
  const boxes = Array.from(document.querySelectorAll('.hb-unit__links')).filter((box) => box instanceof HTMLDetailsElement);
  const wide = matchMedia('(min-width: 60em)');
  /** @type {Element[]} */
  let lit = [];

  /** @param {boolean} isBeside */
  function arrange(isBeside) {
    document.body.classList.toggle('hb-beside', isBeside);
    for (const box of boxes) box.open = isBeside;
    button.setAttribute('aria-pressed', String(isBeside));
  }

  /** @param {Element[]} elements */
  function light(elements) {
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

  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'hb-button hb-beside__switch';
  button.textContent = '对照条目';
  button.title = '在每一句旁边列出由它做成的条目';
  button.addEventListener('click', () => arrange(!document.body.classList.contains('hb-beside')));
  first.before(button);
  arrange(wide.matches);
  wide.addEventListener('change', () => arrange(wide.matches));
  for (const name of ['pointerover', 'focusin']) {
    article.addEventListener(name, (event) => {
      if (event.target instanceof Element) light(counterparts(event.target));
    });
  }
})();
