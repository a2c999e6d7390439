// 页面上的小事：链接指到折叠框里面时打开它，打印时打开所有折叠框，菜单按钮可用键盘。

(() => {
  'use strict';

  // ---- folded boxes ----

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

  // ---- the menu of a narrow screen ----

  /** A label cannot be reached with the keyboard and says nothing; where scripts run, a button can. */
  function makeMenuButton() {
    const label = document.querySelector('[data-drawer-label]');
    const toggle = document.querySelector('input[data-md-toggle=drawer]');
    if (!label || !(toggle instanceof HTMLInputElement)) return;
    const button = document.createElement('button');
    button.type = 'button';
    button.className = label.className;
    button.title = '菜单';
    button.dataset.drawerOpen = '';
    button.setAttribute('aria-label', '菜单');
    button.append(...label.childNodes);
    label.replaceWith(button);
    connectMenu(button, toggle);
  }

  /**
   * The theme shows one level at a time: that of the page where we are.
   * @param {Element} drawer
   */
  function firstLinkIn(drawer) {
    const active = Array.from(drawer.querySelectorAll('.md-nav--primary .md-nav__item--active')).pop();
    const links = active?.parentElement?.querySelectorAll(':scope > li > a, :scope > li > .md-nav__container > a');
    const shown = Array.from(links || []).find((link) => link.getClientRects().length > 0);
    return /** @type {HTMLAnchorElement | null} */ (shown || drawer.querySelector('a'));
  }

  /**
   * @param {HTMLButtonElement} button
   * @param {HTMLInputElement} toggle the theme's own, which its style follows
   */
  function connectMenu(button, toggle) {
    const say = () => button.setAttribute('aria-expanded', String(toggle.checked));
    const drawer = document.querySelector('.md-sidebar--primary');
    say();
    toggle.addEventListener('change', () => {
      if (!toggle.checked && drawer?.contains(document.activeElement)) button.focus();
      say();
    });
    button.addEventListener('click', () => {
      toggle.click();
      if (toggle.checked && drawer) firstLinkIn(drawer)?.focus();
    });
    document.addEventListener('keydown', (event) => {
      if (event.key === 'Escape' && toggle.checked && !event.isComposing) toggle.click();
    });
  }

  window.addEventListener('hashchange', () => {
    goOn(location.hash);
    reveal(location.hash);
  });
  document.addEventListener('click', onClick);
  window.addEventListener('beforeprint', unfoldForPrint);
  window.addEventListener('afterprint', foldAfterPrint);
  makeMenuButton();
  goOn(location.hash);
  reveal(location.hash);
})();
