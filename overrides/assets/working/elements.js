// 页面上的小件：找一个，做一个带字的，做一个按钮。写上去的只是文字，不当 HTML。

/**
 * @typedef {object} WorkingElementsApi
 * @property {(selector: string) => HTMLElement} one the page has it: the template says so
 * @property {(name: string, words?: string) => HTMLElement} element
 * @property {(words: string, act: () => void) => HTMLButtonElement} button
 */

(() => {
  'use strict';

  const scope = /** @type {WorkingScope} */ (globalThis);
  const working = /** @type {WorkingNamespace} */ (scope.working = scope.working || {});

  /** @param {string} selector */
  function one(selector) {
    return /** @type {HTMLElement} */ (document.querySelector(selector));
  }

  /**
   * @param {string} name
   * @param {string} words
   */
  function element(name, words = '') {
    const made = document.createElement(name);
    made.textContent = words;
    return made;
  }

  /**
   * @param {string} words
   * @param {() => void} act
   */
  function button(words, act) {
    const made = document.createElement('button');
    made.type = 'button';
    made.className = 'hb-button';
    made.textContent = words;
    made.addEventListener('click', act);
    return made;
  }

  working.elements = { one, element, button };
})();
