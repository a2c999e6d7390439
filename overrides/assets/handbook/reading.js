// 读者自己定的字号、字体、颜色和单键：在画出页面之前套用，所以由每一页在正文之前直接载入。
// 换设置的面板在 reading-panel.js。

/**
 * @typedef {'size' | 'face' | 'colour' | 'contrast' | 'keys' | 'view'} ReadingName
 * @typedef {{
 *   choices: Readonly<Record<ReadingName, readonly string[]>>,
 *   get: (name: ReadingName) => string,
 *   set: (name: ReadingName, value: string) => void,
 *   carried: () => string,
 * }} HandbookReading
 */

(() => {
  'use strict';

  const scope = /** @type {HandbookWindow} */ (window);
  scope.handbook = scope.handbook || {};

  const KEY = 'handbook-reading';
  // The first of each is what holds where nothing was chosen.
  const choices = {
    size: ['16', '18', '20'],
    face: ['sans', 'serif'],
    colour: ['auto', 'light', 'dark'],
    contrast: ['normal', 'high'],
    keys: ['keys', 'no-keys'],
    view: ['plain', 'beside'], // of the speech: beside.js
  };
  const names = /** @type {ReadingName[]} */ (Object.keys(choices));
  const dark = matchMedia('(prefers-color-scheme: dark)');
  let chosen = carriedIn() || stored();

  /**
   * The choices among some words; a word that is none is passed over.
   * @param {string[]} words
   * @returns {Partial<Record<ReadingName, string>>}
   */
  function choicesIn(words) {
    const found = /** @type {Partial<Record<ReadingName, string>>} */ ({});
    for (const name of names) {
      const value = words.find((word) => choices[name].includes(word));
      if (value) found[name] = value;
    }
    return found;
  }

  /** What the link that led here carried; a page that is only loaded again keeps its own. */
  function carriedIn() {
    const words = new URLSearchParams(location.search).get('reading');
    const entry = performance.getEntriesByType('navigation')[0];
    if (!words || (entry instanceof PerformanceNavigationTiming && entry.type === 'reload' && Object.keys(stored()).length)) return null;
    const found = choicesIn(words.split('.'));
    store(found);
    return found;
  }

  function stored() {
    return storedIn(() => localStorage) || storedIn(() => sessionStorage) || {};
  }

  /** @param {() => Storage} get which a browser may refuse to this page */
  function storedIn(get) {
    try {
      const words = get().getItem(KEY);
      return words === null ? null : choicesIn(words.split('.'));
    } catch {
      return null;
    }
  }

  /** @param {Partial<Record<ReadingName, string>>} values */
  function store(values) {
    // An overloaded Chromium now and then forgets the first; the second lasts as long as the window.
    for (const get of [() => localStorage, () => sessionStorage]) {
      try {
        get().setItem(KEY, wordsOf(values));
      } catch {
        // It holds for this page, and for those that its links lead to.
      }
    }
  }

  /** @param {Partial<Record<ReadingName, string>>} values */
  function wordsOf(values) {
    return names.map((name) => values[name]).filter((value, at) => value && value !== choices[/** @type {ReadingName} */ (names[at])][0]).join('.');
  }

  /** @param {ReadingName} name */
  function get(name) {
    return chosen[name] || String(choices[name][0]);
  }

  /**
   * @param {ReadingName} name
   * @param {string} value one of its choices
   */
  function set(name, value) {
    chosen = { ...chosen, [name]: value };
    store(chosen);
    apply();
  }

  function apply() {
    const isDark = get('colour') === 'dark' || (get('colour') === 'auto' && dark.matches);
    const root = document.documentElement.dataset;
    root.hbSize = get('size');
    root.hbFace = get('face');
    root.hbContrast = get('contrast');
    document.body.dataset.mdColorScheme = isDark ? 'slate' : 'default';
  }

  document.documentElement.classList.replace('no-js', 'js');
  dark.addEventListener('change', apply);
  apply();
  scope.handbook.reading = { choices, get, set, carried: () => wordsOf(chosen) };
})();
