// 页面上的小件：找一个，做一个带字的，做一个按钮。写上去的只是文字，不当 HTML。

/**
 * @typedef {object} ElementsApi
 * @property {(selector: string) => HTMLElement} one the page has it: the template says so
 * @property {(name: string, words?: string) => HTMLElement} element
 * @property {(words: string, act: () => void) => HTMLButtonElement} button
 */

/**
 * What pages that stand by themselves share.
 * @typedef {{ elements?: ElementsApi, talk?: TalkApi, csv?: CsvApi, createCopy?: CopyMaker, keeping?: KeepingApi, createKeepingPanel?: KeepingPanelMaker }} ApartNamespace
 * @typedef {typeof globalThis & { apart?: ApartNamespace }} ApartScope
 */

(() => {
  'use strict';

  const scope = /** @type {ApartScope} */ (globalThis);
  const apart = /** @type {ApartNamespace} */ (scope.apart = scope.apart || {});

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

  apart.elements = { one, element, button };
})();
