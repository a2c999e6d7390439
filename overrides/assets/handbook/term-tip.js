// 就地解释：指到、聚焦或点按正文里一个有解释的词，就在旁边显示它的释义。
// 文字取自搜索的数据；取不到时，那个词只是一个普通的链接。

(() => {
  'use strict';

  const handbook = /** @type {HandbookWindow} */ (window).handbook || {};

  // A pointer that only passes by opens nothing, and one on its way from the word to the tip, which
  // is a few pixels off, closes nothing. In milliseconds.
  const BEFORE_SHOWING = 150;
  const BEFORE_HIDING = 300;
  // In pixels: between the word and the tip, and between the tip and the edge of the window.
  const GAP = 4;
  const MARGIN = 8;
  // The beginning of an explanation, and not all of it: so many sentences, if they are short enough.
  const MOST_SENTENCES = 3;
  const MOST_CHARACTERS = 160;
  const SENTENCE = /[^。！？]*[。！？]+[”’）》]*\s*/g;

  const TEXT = {
    /** @param {string} name */
    more: (name) => `看${name} 全文`,
    continued: '……',
  };

  const tip = document.createElement('div');
  /** The link whose tip is shown, or will be once the data are there. @type {HTMLAnchorElement | null} */
  let current = null;
  // A finger leaves nothing: what it has opened stays until something else is touched.
  let isTapped = false;
  let lastPointer = '';
  let timer = 0;

  // ---- what it says ----

  /**
   * @param {SearchData} data
   * @param {string} id
   */
  function entryOf(data, id) {
    const found = data.documents.find((document) => document.id === id);
    const [kind = '', label = ''] = (found && data.places[found.in]) || [];
    return found && { id, label, title: found.title || '', text: found.text || '', body: data.explained[kind] || '' };
  }

  /** @param {string} id */
  async function load(id) {
    try {
      const data = await handbook.searchLoad?.load();
      return data && entryOf(data, id);
    } catch {
      return undefined; // no data: the link leads to the entry all the same
    }
  }

  /** @param {string} text */
  function beginning(text) {
    const sentences = text.match(SENTENCE) || [text];
    let found = '';
    for (const sentence of sentences.slice(0, MOST_SENTENCES)) {
      if (found && found.length + sentence.length > MOST_CHARACTERS) break;
      found += sentence;
    }
    return found.trim() + (found.length < text.length ? TEXT.continued : '');
  }

  /**
   * @param {string} className
   * @param {string} text
   * @param {'p' | 'span'} [name]
   */
  function element(className, text, name = 'p') {
    const made = document.createElement(name);
    made.className = className;
    made.textContent = text;
    return made;
  }

  /**
   * @param {NonNullable<ReturnType<typeof entryOf>>} entry
   * @param {string} address
   */
  function fill(entry, address) {
    const title = element('hb-tip__title', ` ${entry.title}`);
    title.prepend(element('hb-id', entry.id, 'span'));
    const more = document.createElement('a');
    more.href = address;
    more.textContent = TEXT.more(`${entry.label} ${entry.id}`);
    more.tabIndex = -1; // the word itself leads there
    const last = element('hb-tip__more', '');
    last.append(more);
    const text = entry.text ? [element('hb-label', entry.body), element('hb-tip__text', beginning(entry.text))] : [];
    tip.replaceChildren(title, ...text.filter((part) => part.textContent), last);
  }

  // ---- where it stands ----

  /** Below the word if there is room, else above it; where neither has enough, it scrolls. */
  function place() {
    if (!current || tip.hidden) return;
    tip.style.cssText = '';
    const word = current.getBoundingClientRect();
    const { left, top, width, height } = tip.getBoundingClientRect();
    const below = window.innerHeight - word.bottom - GAP - MARGIN;
    const above = word.top - GAP - MARGIN;
    const isBelow = height <= below || below >= above;
    const shown = Math.min(height, isBelow ? below : above);
    const rightmost = document.documentElement.clientWidth - MARGIN - width;
    tip.style.maxHeight = `${shown}px`;
    tip.style.left = `${Math.max(MARGIN, Math.min(word.left, rightmost)) - left}px`;
    tip.style.top = `${(isBelow ? word.bottom + GAP : word.top - GAP - shown) - top}px`;
  }

  // ---- showing and hiding ----

  /**
   * @param {HTMLAnchorElement} link
   * @param {() => void} [instead] what to do if there is nothing to show
   */
  async function show(link, instead) {
    if (current === link) return;
    hide();
    current = link;
    const entry = await load(link.hash.slice(1));
    if (current !== link) return;
    if (!entry) {
      hide();
      instead?.();
      return;
    }
    fill(entry, link.href);
    tip.hidden = false;
    link.setAttribute('aria-describedby', tip.id);
    place();
  }

  function hide() {
    clearTimeout(timer);
    current?.removeAttribute('aria-describedby');
    current = null;
    isTapped = false;
    tip.hidden = true;
  }

  /** @param {() => void} action */
  function later(action, delay = BEFORE_HIDING) {
    clearTimeout(timer);
    timer = window.setTimeout(action, delay);
  }

  function hideUnlessHeld() {
    const isPointedAt = tip.matches(':hover') || current?.matches(':hover');
    if (!isTapped && !isPointedAt && !current?.matches(':focus-visible')) hide();
  }

  // ---- what the reader does ----

  /**
   * @param {EventTarget | null} target
   * @returns {HTMLAnchorElement | null}
   */
  function termAt(target) {
    return target instanceof Element ? target.closest('a.hb-term') : null;
  }

  /** @param {EventTarget | null} target */
  function isInTip(target) {
    return target instanceof Node && tip.contains(target);
  }

  /** @param {PointerEvent} event */
  function onPointerOver(event) {
    const link = event.pointerType === 'mouse' ? termAt(event.target) : null;
    if (link) later(() => void show(link), BEFORE_SHOWING);
  }

  /** @param {Event} event */
  function onLeaving(event) {
    if (termAt(event.target) || isInTip(event.target)) later(hideUnlessHeld);
  }

  /** @param {FocusEvent} event */
  function onFocus(event) {
    const link = termAt(event.target);
    if (link?.matches(':focus-visible')) void show(link);
    else if (!isInTip(event.target)) hideUnlessHeld(); // at once, for it may lie over what has the focus now
  }

  /** @param {PointerEvent} event */
  function onPointerUp(event) {
    lastPointer = event.pointerType;
    if (current && !isInTip(event.target) && termAt(event.target) !== current) hide();
  }

  /** @param {KeyboardEvent} event */
  function onKey(event) {
    lastPointer = ''; // the click that Enter makes is no tap
    if (event.key === 'Escape') hide();
  }

  /**
   * The first tap shows the tip, the second follows the link.
   * @param {MouseEvent} event
   */
  function onClick(event) {
    const link = termAt(event.target);
    const isTap = lastPointer === 'touch' || lastPointer === 'pen';
    if (link && isTap && (link !== current || tip.hidden)) {
      event.preventDefault();
      void show(link, () => location.assign(link.href));
      isTapped = true;
    } else if (event.target instanceof Element && event.target.closest('a')) hide();
  }

  tip.id = 'hb-term-tip';
  tip.className = 'hb-tip md-typeset';
  tip.setAttribute('role', 'tooltip');
  tip.hidden = true;
  if (document.querySelector('a.hb-term')) {
    (document.querySelector('main') || document.body).append(tip);
    document.addEventListener('pointerover', onPointerOver);
    document.addEventListener('pointerout', onLeaving);
    document.addEventListener('focusin', onFocus);
    document.addEventListener('focusout', onLeaving);
    document.addEventListener('pointerup', onPointerUp);
    document.addEventListener('keydown', onKey, true);
    document.addEventListener('click', onClick);
    window.addEventListener('resize', place);
  }
})();
