// 页面同人说话：一句过一会儿就没有的话，一个要人定的问题，一个交给人保存的文件。

/**
 * @typedef {object} TalkApi
 * @property {(words: string) => void} say something that goes after a while
 * @property {(dialog: HTMLDialogElement, look: string) => Ask} createAsk `look` is what the page's classes begin with
 * @property {(name: string, type: string, content: string | Uint8Array<ArrayBuffer>) => void} save a file, for the reader to keep
 */

/** @typedef {(title: string, words: readonly string[], action: string, act: () => void) => void} Ask */

(() => {
  'use strict';

  const scope = /** @type {ApartScope} */ (globalThis);
  const apart = /** @type {ApartNamespace} */ (scope.apart = scope.apart || {});
  const { one, element, button } = /** @type {ElementsApi} */ (apart.elements);
  const SHOWN = 6000;
  // By then every browser has taken what it saves.
  const SAVED = 10_000;
  let timer = 0;

  /** @param {string} words */
  function say(words) {
    const place = one('[data-said]');
    place.textContent = words;
    clearTimeout(timer);
    timer = window.setTimeout(() => place.replaceChildren(), SHOWN);
  }

  /**
   * @param {HTMLDialogElement} dialog
   * @param {string} look
   * @returns {Ask}
   */
  function createAsk(dialog, look) {
    return (title, words, action, act) => {
      const heading = element('h2', title);
      heading.id = `${look}-dialog-title`;
      const buttons = element('p');
      buttons.className = `${look}-buttons`;
      buttons.append(
        button(action, () => {
          dialog.close();
          act();
        }),
        button('不了', () => dialog.close()),
      );
      dialog.replaceChildren(heading, ...words.map((text) => element('p', text)), buttons);
      dialog.showModal();
    };
  }

  /**
   * @param {string} name
   * @param {string} type
   * @param {string | Uint8Array<ArrayBuffer>} content
   */
  function save(name, type, content) {
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob([content], { type }));
    link.download = name;
    link.click();
    window.setTimeout(() => URL.revokeObjectURL(link.href), SAVED);
  }

  apart.talk = { say, createAsk, save };
})();
