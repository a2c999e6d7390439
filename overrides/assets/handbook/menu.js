// 窄屏的菜单：没有脚本时是一个 label；有脚本时换成按钮，键盘够得到，也说得出开着还是关着。

(() => {
  'use strict';

  const label = document.querySelector('[data-drawer-label]');
  const toggle = document.querySelector('input[data-md-toggle=drawer]');
  const drawer = document.querySelector('.hb-side--nav');
  if (label && toggle instanceof HTMLInputElement && drawer) connect(makeButton(label), toggle, drawer);

  /** @param {Element} replaced */
  function makeButton(replaced) {
    const button = document.createElement('button');
    button.type = 'button';
    button.className = replaced.className;
    button.title = '菜单';
    button.dataset.drawerOpen = '';
    button.setAttribute('aria-label', '菜单');
    button.append(...replaced.childNodes);
    replaced.replaceWith(button);
    return button;
  }

  /**
   * @param {HTMLButtonElement} button
   * @param {HTMLInputElement} checkbox which the style follows
   * @param {Element} menu
   */
  function connect(button, checkbox, menu) {
    const say = () => button.setAttribute('aria-expanded', String(checkbox.checked));
    say();
    checkbox.addEventListener('change', () => {
      if (!checkbox.checked && menu.contains(document.activeElement)) button.focus();
      say();
    });
    button.addEventListener('click', () => {
      checkbox.click();
      const here = menu.querySelector('[aria-current]') || menu.querySelector('a');
      if (checkbox.checked && here instanceof HTMLElement) here.focus();
    });
    document.addEventListener('keydown', (event) => {
      if (event.key === 'Escape' && checkbox.checked && !event.isComposing) checkbox.click();
    });
    // Beyond its last link lies the page, which the menu covers; the search gives the focus back.
    menu.addEventListener('focusout', (event) => {
      const next = /** @type {FocusEvent} */ (event).relatedTarget;
      if (checkbox.checked && next instanceof Element && !menu.contains(next) && !next.closest('dialog')) checkbox.click();
    });
  }
})();
