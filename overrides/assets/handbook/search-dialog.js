// 搜索的对话框：打开、输入、在结果间走动、关闭。怎样排序、怎样显示结果都不在这里。
// 读者输入的一切都用 textContent 放进页面，从不当作 HTML。

(() => {
  'use strict';

  const scope = /** @type {HandbookWindow} */ (window);
  scope.handbook = scope.handbook || {};
  const handbook = scope.handbook;

  const SVG = 'http://www.w3.org/2000/svg';

  const TEXT = {
    name: '搜索手册',
    field: '搜索：编号、词语或原文中的几个字',
    placeholder: '编号、词语或原文中的几个字',
    hint: '可以输入编号、词语，或者原文中的几个字。',
    loading: '正在载入搜索数据……',
    close: '关闭',
    keys: '↑ ↓ 选择　Enter 打开　Tab 到筛选，← → 换一类　Esc 关闭',
    /** @param {string} path */
    failed: (path) =>
      `搜索数据没有载入（${path}），现在不能搜索。如果是离线包，请确认已经全部解压、文件没有缺少，然后重新打开本页；目录和各页内容照常可读。`,
  };

  const view = createView();
  let composing = false;
  let shown = '';
  let pressedOutside = false;

  // ---- the elements ----

  /**
   * @template {keyof HTMLElementTagNameMap} K
   * @param {K} name
   * @param {string} className
   * @param {string} [text]
   * @returns {HTMLElementTagNameMap[K]}
   */
  function element(name, className, text = '') {
    const made = document.createElement(name);
    made.className = className;
    made.textContent = text;
    return made;
  }

  function createView() {
    const dialog = element('dialog', 'hb-search');
    const body = element('div', 'hb-search__body');
    const input = createInput();
    const close = element('button', 'hb-search__close', TEXT.close);
    const status = element('p', 'hb-search__status');
    const scroller = element('div', 'hb-search__scroller');
    const results = createResults();

    dialog.setAttribute('aria-label', TEXT.name);
    close.type = 'button';
    status.setAttribute('role', 'status');

    scroller.append(results.content);
    body.append(createBar(input, close), status, results.filters, scroller, createKeys());
    dialog.append(body);
    return { dialog, input, close, status, scroller, results };
  }

  function createResults() {
    if (!handbook.searchResults) throw new Error('assets/handbook/search-results.js');
    return handbook.searchResults.createResults(ask);
  }

  function createInput() {
    const input = element('input', 'hb-search__input');
    input.id = 'hb-search-input';
    input.type = 'search';
    input.autocomplete = 'off';
    input.spellcheck = false;
    input.placeholder = TEXT.placeholder;
    input.setAttribute('autocapitalize', 'off');
    input.setAttribute('enterkeyhint', 'search');
    return input;
  }

  /**
   * @param {HTMLInputElement} input
   * @param {HTMLButtonElement} close
   */
  function createBar(input, close) {
    const bar = element('div', 'hb-search__bar');
    const label = element('label', 'hb-search__label', TEXT.field);
    label.htmlFor = input.id;
    bar.append(createIcon(), label, input, close);
    return bar;
  }

  function createIcon() {
    const icon = document.createElementNS(SVG, 'svg');
    const glass = document.createElementNS(SVG, 'circle');
    const handle = document.createElementNS(SVG, 'path');
    icon.setAttribute('class', 'hb-search__icon');
    icon.setAttribute('viewBox', '0 0 24 24');
    icon.setAttribute('aria-hidden', 'true');
    for (const [name, value] of [['cx', '10'], ['cy', '10'], ['r', '6']]) {
      glass.setAttribute(String(name), String(value));
    }
    handle.setAttribute('d', 'M14.5 14.5 20 20');
    icon.append(glass, handle);
    return icon;
  }

  function createKeys() {
    const keys = element('p', 'hb-search__keys', TEXT.keys);
    keys.setAttribute('aria-hidden', 'true');
    return keys;
  }

  // ---- opening and closing ----

  function open() {
    if (!view.dialog.open) view.dialog.showModal();
    view.input.focus();
    view.input.select();
    void prepare();
  }

  async function prepare() {
    const index = handbook.searchIndex;
    if (!index) return fail('assets/handbook/search-index.js');
    if (!index.isReady()) say(TEXT.loading);
    try {
      await index.load();
      update();
    } catch (error) {
      fail(error instanceof Error ? error.message : String(error));
    }
  }

  /** @param {string} path */
  function fail(path) {
    say(TEXT.failed(path));
    view.status.classList.add('hb-search__status--failed');
  }

  function close() {
    forgetQuestion();
    // The browser gives the focus back to where it was when the dialog opened. If that was
    // nowhere, the hidden field would keep it for a moment, and swallow the next key.
    view.dialog.close();
    view.dialog.classList.remove('hb-search--asked');
    if (view.dialog.contains(document.activeElement)) view.input.blur();
  }

  /** The question is answered: reloading the page must not ask it again. */
  function forgetQuestion() {
    const url = new URL(location.href);
    if (!url.searchParams.has('q')) return;
    url.searchParams.delete('q');
    try {
      history.replaceState(history.state, '', url);
    } catch {
      // Some browsers refuse this on file://; then the address keeps its ?q=, which harms nobody.
    }
  }

  // ---- searching ----

  function update() {
    const index = handbook.searchIndex;
    const text = view.input.value.trim();
    if (composing || !index || !index.isReady()) return;
    view.status.classList.remove('hb-search__status--failed');
    if (!text) return clear();
    if (text === shown) return;
    shown = text;
    view.scroller.hidden = false;
    say(view.results.show(index.search(text), text));
    view.scroller.scrollTop = 0;
  }

  function clear() {
    shown = '';
    view.results.clear();
    say(TEXT.hint);
  }

  /** @param {string} question */
  function ask(question) {
    view.input.value = question;
    view.input.focus();
    update();
  }

  /** @param {string} text */
  function say(text) {
    if (view.status.textContent !== text) view.status.textContent = text;
  }

  // ---- keys inside the dialog ----

  /** @param {KeyboardEvent} event */
  function onDialogKey(event) {
    // What is typed here is not for the page behind.
    event.stopPropagation();
    if (isComposing(event)) return;
    if (isOpenChord(event)) return handled(event, open);
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const action = actionFor(event);
    if (action) handled(event, action);
    else if (isTyped(event)) view.input.focus();
  }

  /**
   * @param {KeyboardEvent} event
   * @returns {(() => void) | undefined}
   */
  function actionFor(event) {
    const inList = view.results.content.contains(/** @type {Node} */ (event.target));
    const inField = event.target === view.input;
    if (event.key === 'Escape') return close;
    if (event.key === 'ArrowDown') return () => move(1);
    if (event.key === 'ArrowUp') return () => move(-1);
    if (event.key === 'Home' && inList) return () => view.results.stops()[0]?.focus();
    if (event.key === 'End' && inList) return () => view.results.stops().pop()?.focus();
    if (event.key === 'Enter' && inField) return () => view.results.stops()[0]?.click();
    return undefined;
  }

  /**
   * @param {Event} event
   * @param {() => void} action
   */
  function handled(event, action) {
    event.preventDefault();
    action();
  }

  /** @param {number} step */
  function move(step) {
    const stops = [view.input, ...view.results.stops()];
    const at = stops.findIndex((stop) => stop === document.activeElement);
    // From the filters, which are none of them, as from the field that they stand under.
    stops[Math.min(stops.length - 1, Math.max(0, Math.max(0, at) + step))]?.focus();
  }

  /**
   * Typing while a hit has the focus goes on with the question.
   * @param {KeyboardEvent} event
   */
  function isTyped(event) {
    const printable = event.key.length === 1 && event.key !== ' ';
    return view.results.content.contains(/** @type {Node} */ (event.target)) && (printable || event.key === 'Backspace');
  }

  // ---- keys outside it ----

  /** @param {KeyboardEvent} event */
  function onPageKey(event) {
    if (event.defaultPrevented || isComposing(event) || isOtherDialogOpen()) return;
    if (isOpenChord(event) || (isOpenKey(event) && !isTypingIn(event.target))) handled(event, open);
  }

  /** @param {KeyboardEvent} event */
  function isComposing(event) {
    // Some input methods send the key that ends a composition with isComposing off, as 229.
    return composing || event.isComposing || event.keyCode === 229;
  }

  /** @param {KeyboardEvent} event */
  function isOpenChord(event) {
    return (event.ctrlKey !== event.metaKey) && !event.altKey && !event.shiftKey && event.key.toLowerCase() === 'k';
  }

  /** @param {KeyboardEvent} event */
  function isOpenKey(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return false;
    // Whoever speaks to the computer, or hits keys by accident, can do without single keys.
    if (handbook.reading?.get('keys') === 'no-keys') return false;
    // On some keyboards “/” needs Shift.
    return event.key === '/' || (!event.shiftKey && ['f', 's'].includes(event.key.toLowerCase()));
  }

  /** @param {EventTarget | null} target */
  function isTypingIn(target) {
    if (!(target instanceof HTMLElement)) return false;
    if (target instanceof HTMLInputElement) return !['button', 'checkbox', 'radio', 'reset', 'submit'].includes(target.type);
    return target.isContentEditable || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement;
  }

  function isOtherDialogOpen() {
    return Array.from(document.querySelectorAll('dialog')).some((dialog) => dialog.open && dialog !== view.dialog);
  }

  // ---- following a hit ----

  /**
   * On the page where we are nothing is loaded, so the dialog has to get out of the way itself;
   * the browser then goes to the anchor as with any link.
   * @param {MouseEvent} event
   */
  function onListClick(event) {
    const link = event.target instanceof Element ? event.target.closest('a') : null;
    const elsewhere = event.ctrlKey || event.metaKey || event.shiftKey || event.altKey;
    if (link && !elsewhere && link.pathname === location.pathname) close();
  }

  // ---- wiring ----

  function listen() {
    const { dialog, input, results } = view;
    input.addEventListener('input', update);
    input.addEventListener('compositionstart', () => {
      composing = true;
    });
    input.addEventListener('compositionend', () => {
      composing = false;
      update();
    });
    dialog.addEventListener('keydown', onDialogKey);
    // Esc that gives up a half-typed word must not also close.
    dialog.addEventListener('cancel', (event) => handled(event, () => composing || close()));
    dialog.addEventListener('pointerdown', (event) => {
      pressedOutside = event.target === dialog;
    });
    dialog.addEventListener('click', (event) => {
      // Not when a selection dragged out of the field merely ends outside.
      if (pressedOutside && event.target === dialog) close();
    });
    view.close.addEventListener('click', close);
    results.content.addEventListener('click', onListClick);
    document.addEventListener('keydown', onPageKey);
  }

  function listenToButtons() {
    for (const button of document.querySelectorAll('button[data-search-open]')) {
      button.addEventListener('click', open);
    }
  }

  /** `?q=…` in the address of any page asks at once. */
  function askFromAddress() {
    const question = new URLSearchParams(location.search).get('q');
    if (question === null) return;
    view.input.value = question;
    // The hits are on their way: their place is kept, so that nothing moves when they come.
    view.dialog.classList.add('hb-search--asked');
    view.scroller.hidden = true;
    open();
  }

  document.body.append(view.dialog);
  say(TEXT.hint);
  listen();
  listenToButtons();
  askFromAddress();
})();
