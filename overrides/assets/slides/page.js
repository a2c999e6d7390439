// 放映：显示哪一张，键、按钮、触摸，网址，全屏，备注。

(() => {
  'use strict';

  const scope = /** @type {SlidesScope} */ (globalThis);
  const { one } = /** @type {ElementsApi} */ (scope.apart?.elements);
  const slides = /** @type {Required<SlidesNamespace>} */ (scope.slides);
  const { deck, questions } = slides;

  const AWAKE = 2_500; // how long the bar stays after the mouse has moved, in full screen
  const SWIPE = 60;
  const body = document.body;
  const sheets = /** @type {HTMLElement[]} */ (Array.from(document.querySelectorAll('[data-sheet]')));
  const asks = sheets.map((sheet) => Boolean(sheet.dataset.answer));
  const isDesk = location.hash === '#speaker';
  let place = { at: deck.numberIn(location.hash, sheets.length) || 1, isAnswered: false };
  let typed = '';

  /** @type {SlidesDesk} */
  const desk = { sheets, isDesk, place: () => place, show, say };
  const speaker = slides.createSpeaker(desk);
  const dialogs = slides.createDialogs(desk);
  const timer = slides.createTimer();

  /** @param {string} words */
  function say(words) {
    one('[data-said]').textContent = words;
  }

  /** @param {number} at */
  function nameOf(at) {
    return sheets[at - 1]?.querySelector('h2')?.textContent?.replace(/\s+/g, ' ').trim() || '';
  }

  /**
   * @param {SlidePlace} wanted
   * @param {boolean} isTold by the other window, which need not hear of it
   */
  function show(wanted, isTold = false) {
    const hadFocus = sheets[place.at - 1]?.contains(document.activeElement);
    const isOther = wanted.at !== place.at;
    const isNews = isOther || wanted.isAnswered !== place.isAnswered;
    place = wanted;
    draw();
    if (!isNews) return;
    if (isOther) window.scrollTo(0, 0);
    if (hadFocus) focusOn(sheets[place.at - 1]);
    announce();
    if (!isTold) speaker.tell();
  }

  function draw() {
    const current = /** @type {HTMLElement} */ (sheets[place.at - 1]);
    for (const sheet of sheets) sheet.classList.toggle('is-current', sheet === current);
    if (asks[place.at - 1]) questions.show(current, place.isAnswered);
    one('[data-place]').textContent = `${place.at}／${sheets.length}`;
    if (isDesk) {
      one('[data-next]').textContent = asks[place.at - 1] && !place.isAnswered ? '这一题的答案' : nextName();
      return;
    }
    if (deck.numberIn(location.hash, sheets.length) !== place.at) history.replaceState(null, '', `#${place.at}`);
  }

  function nextName() {
    return place.at < sheets.length ? `${place.at + 1}　${nameOf(place.at + 1)}` : '没有了，这是最后一张';
  }

  function announce() {
    const sheet = sheets[place.at - 1];
    if (place.isAnswered) say(`答案：${sheet?.dataset.answer}`);
    else say(`第 ${place.at} 张，共 ${sheets.length} 张：${nameOf(place.at)}`);
  }

  /** @param {HTMLElement | undefined} sheet what is gone must not keep the focus */
  function focusOn(sheet) {
    if (!sheet) return;
    sheet.tabIndex = -1;
    sheet.focus({ preventScroll: true });
  }

  const forward = () => show(deck.forward(place, asks));
  const back = () => show(deck.back(place, asks));
  /** @param {number} at */
  const go = (at) => show({ at: deck.within(at, sheets.length), isAnswered: false });

  // --- notes, the lecturer's window, full screen ------------------------------------------------

  /** @param {boolean} isShown */
  function showNotes(isShown) {
    body.classList.toggle('is-noted', isShown);
    one('[data-notes-switch]').setAttribute('aria-pressed', String(isShown));
    makeNotesReachable();
  }

  /** What scrolls can be scrolled with keys. */
  function makeNotesReachable() {
    for (const notes of Array.from(document.querySelectorAll('[data-notes]'))) {
      notes.setAttribute('tabindex', '0');
    }
  }

  function openSpeaker() {
    if (isDesk) return;
    if (speaker.open()) return;
    showNotes(true);
    say('浏览器拦下了新窗口，备注改在幻灯下面显示。允许这个文件弹出窗口以后，再按 s。');
    showTyped('浏览器拦下了讲者的窗口，备注显示在下面；允许弹出窗口以后再按 s');
  }

  function switchFull() {
    if (document.fullscreenElement) void document.exitFullscreen();
    else document.documentElement.requestFullscreen?.().catch(() => say('浏览器不让全屏，可以按 F11'));
  }

  let sleeping = 0;
  function wake() {
    body.classList.add('is-awake');
    window.clearTimeout(sleeping);
    sleeping = window.setTimeout(() => body.classList.remove('is-awake'), AWAKE);
  }

  document.addEventListener('fullscreenchange', () => {
    const isFull = Boolean(document.fullscreenElement);
    body.classList.toggle('is-full', isFull);
    one('[data-full]').setAttribute('aria-pressed', String(isFull));
  });
  document.addEventListener('pointermove', wake);

  // --- keys -------------------------------------------------------------------------------------

  /** @param {string} words */
  function showTyped(words) {
    const box = one('[data-typed]');
    box.textContent = words;
    box.hidden = !words;
  }

  /** @type {Map<string, () => void>} */
  const MOVES = new Map([
    ['ArrowRight', forward],
    ['PageDown', forward],
    ['ArrowLeft', back],
    ['PageUp', back],
    ['Home', () => go(1)],
    ['End', () => go(sheets.length)],
  ]);
  /** @type {Map<string, () => void>} those that the reading settings can switch off */
  const SINGLE = new Map([
    ['s', openSpeaker],
    ['n', () => { if (!isDesk) showNotes(!body.classList.contains('is-noted')); }],
    ['f', () => { if (!isDesk) switchFull(); }],
    ['o', dialogs.overview],
    ['?', dialogs.help],
    ['？', dialogs.help],
  ]);

  /** @param {Element | null} element */
  function isTyping(element) {
    return element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement || element instanceof HTMLSelectElement;
  }

  /** @param {Element | null} element what takes blanks and Enter for itself */
  function isControl(element) {
    return Boolean(element?.closest('button, a, summary'));
  }

  /** @param {Element | null} element whether the up and down keys move something in it */
  function scrolls(element) {
    return element instanceof HTMLElement && element.matches('[data-notes]') && element.scrollHeight > element.clientHeight + 1;
  }

  /** @returns {boolean} whether the page itself scrolls: then up and down are for that */
  function pageScrolls() {
    return document.documentElement.scrollHeight > window.innerHeight + 1 && getComputedStyle(body).overflowY !== 'hidden';
  }

  /** @param {KeyboardEvent} event */
  function actOf(event) {
    const focused = document.activeElement;
    if (event.key === 'Enter' && typed) return goToTyped;
    if (event.key === 'Escape' && (typed || !one('[data-typed]').hidden)) return clearTyped;
    if (event.key === ' ') return isControl(focused) ? null : event.shiftKey ? back : forward;
    if (event.shiftKey && event.key !== '?' && event.key !== '？') return null;
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      if (scrolls(focused) || pageScrolls()) return null;
      return event.key === 'ArrowDown' ? forward : back;
    }
    if (MOVES.has(event.key)) return MOVES.get(event.key);
    if (scope.handbook?.reading?.get('keys') === 'no-keys') return null;
    if (/^\d$/.test(event.key)) return () => typeDigit(event.key);
    return SINGLE.get(event.key.toLowerCase());
  }

  /** @param {string} key */
  function typeDigit(key) {
    typed = deck.typed(typed, key);
    showTyped(`到第 ${typed} 张：按 Enter`);
    say(`到第 ${typed} 张，按 Enter`);
  }

  function clearTyped() {
    typed = '';
    showTyped('');
  }

  function goToTyped() {
    const at = Number(typed);
    clearTyped();
    go(at);
  }

  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || dialogs.areOpen()) return;
    if (isTyping(document.activeElement)) return;
    const act = actOf(event);
    if (!act) return;
    event.preventDefault();
    if (!/^\d$/.test(event.key) && event.key !== 'Enter') clearTyped();
    act();
  });

  // --- buttons, touch, addresses ----------------------------------------------------------------

  /** @type {{ x: number, y: number } | null} */
  let touched = null;
  one('[data-deck]').addEventListener('pointerdown', (event) => {
    touched = event.pointerType === 'touch' && event.isPrimary ? { x: event.clientX, y: event.clientY } : null;
  });
  one('[data-deck]').addEventListener('pointerup', (event) => {
    if (!touched) return;
    const [x, y] = [event.clientX - touched.x, event.clientY - touched.y];
    touched = null;
    if (Math.abs(x) < SWIPE || Math.abs(x) < 2 * Math.abs(y)) return;
    (x < 0 ? forward : back)();
  });
  one('[data-deck]').addEventListener('pointercancel', () => { touched = null; });

  window.addEventListener('hashchange', () => {
    const at = deck.numberIn(location.hash, sheets.length);
    if (at) go(at);
  });

  one('[data-back]').addEventListener('click', back);
  one('[data-forward]').addEventListener('click', forward);
  one('[data-overview]').addEventListener('click', dialogs.overview);
  one('[data-help]').addEventListener('click', dialogs.help);
  one('[data-speaker]').addEventListener('click', openSpeaker);
  one('[data-full]').addEventListener('click', switchFull);
  one('[data-notes-switch]').addEventListener('click', () => showNotes(!body.classList.contains('is-noted')));

  // --- the lecturer's window --------------------------------------------------------------------

  function startDesk() {
    body.classList.add('is-desk');
    document.title = `讲者 · ${document.title}`;
    one('[data-desk]').hidden = false;
    makeNotesReachable();
    const run = one('[data-timer-run]');
    const tick = () => {
      const words = timer.shown(performance.now());
      if (one('[data-timer]').textContent !== words) one('[data-timer]').textContent = words;
    };
    run.addEventListener('click', () => {
      if (timer.isRunning()) timer.stop(performance.now());
      else timer.run(performance.now());
      run.textContent = timer.isRunning() ? '停表' : '走表';
    });
    one('[data-timer-reset]').addEventListener('click', () => {
      timer.reset(performance.now());
      tick();
    });
    timer.run(performance.now());
    window.setInterval(tick, 250);
  }

  sheets.forEach((sheet, at) => {
    if (asks[at]) questions.prepare(sheet);
  });
  if (isDesk) startDesk();
  draw();
})();
