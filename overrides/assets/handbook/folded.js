// 折叠框：链接指到里面时打开它，打印时打开全部；指到搬走的条目时接着走。

(() => {
  'use strict';

  /** @param {string} hash with its # */
  function targetOf(hash) {
    try {
      return document.getElementById(decodeURIComponent(hash.slice(1)));
    } catch {
      return null; // not an encoding of anything
    }
  }

  /**
   * Opens what hides the target, and goes to it again, since opening moved the page.
   * @param {string} hash
   */
  function reveal(hash) {
    const target = hash.length > 1 ? targetOf(hash) : null;
    let moved = false;
    for (let box = target?.closest('details'); box; box = box.parentElement?.closest('details')) {
      moved = moved || !box.open;
      box.open = true;
    }
    if (target && moved) target.scrollIntoView();
  }

  /**
   * Goes on from an address that shipped once and where now only a line says what became of it.
   * @param {string} hash
   */
  function goOn(hash) {
    const target = hash.length > 1 ? targetOf(hash) : null;
    const page = target ? null : document.querySelector('[data-moved-page] a');
    const link = target?.matches('[data-moved]') ? target.querySelector('a') : page;
    if (link instanceof HTMLAnchorElement) location.replace(link.href + (page ? hash : ''));
  }

  /**
   * A link to where the address already points changes nothing that hashchange would tell of.
   * @param {MouseEvent} event
   */
  function onClick(event) {
    const link = event.target instanceof Element ? event.target.closest('a') : null;
    if (link && link.hash && link.hash === location.hash && link.pathname === location.pathname) reveal(link.hash);
  }

  /** @type {HTMLDetailsElement[]} */
  let openedForPrint = [];

  function unfoldForPrint() {
    openedForPrint = Array.from(document.querySelectorAll('details')).filter((box) => !box.open);
    for (const box of openedForPrint) box.open = true;
  }

  function foldAfterPrint() {
    for (const box of openedForPrint) box.open = false;
    openedForPrint = [];
  }

  window.addEventListener('hashchange', () => {
    goOn(location.hash);
    reveal(location.hash);
  });
  document.addEventListener('click', onClick);
  window.addEventListener('beforeprint', unfoldForPrint);
  window.addEventListener('afterprint', foldAfterPrint);
  goOn(location.hash);
  reveal(location.hash);
})();
