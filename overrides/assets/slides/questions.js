// 试题：听的人选哪个，就点哪个；下一步出答案，刚才选的也标出来。

/**
 * @typedef {object} SlidesQuestionsApi
 * @property {(sheet: HTMLElement) => void} prepare
 * @property {(sheet: HTMLElement, isAnswered: boolean) => void} show
 */

(() => {
  'use strict';

  const scope = /** @type {SlidesScope} */ (globalThis);
  const slides = /** @type {SlidesNamespace} */ (scope.slides = scope.slides || {});

  /** @param {HTMLElement} sheet */
  function options(sheet) {
    return Array.from(sheet.querySelectorAll('button[data-option]'));
  }

  /** @param {HTMLElement} sheet */
  function prepare(sheet) {
    const isSingle = sheet.querySelector('[data-question]')?.hasAttribute('data-single');
    for (const option of options(sheet)) {
      option.addEventListener('click', (event) => {
        const isChosen = option.getAttribute('aria-pressed') !== 'true';
        if (isSingle) options(sheet).forEach((each) => each.setAttribute('aria-pressed', 'false'));
        option.setAttribute('aria-pressed', String(isChosen));
        // After a click with the mouse the keys are for the slides again.
        if (event instanceof MouseEvent && event.detail && option instanceof HTMLElement) option.blur();
      });
    }
  }

  /**
   * @param {HTMLElement} sheet
   * @param {boolean} isAnswered
   */
  function show(sheet, isAnswered) {
    sheet.classList.toggle('is-answered', isAnswered);
    for (const option of options(sheet)) {
      const answer = sheet.querySelector(`[data-answered="${option.getAttribute('data-option')}"] [data-chosen]`);
      if (answer instanceof HTMLElement) answer.hidden = option.getAttribute('aria-pressed') !== 'true';
    }
  }

  slides.questions = { prepare, show };
})();
