// 放到哪一张、哪一步：翻页、网址末尾的数字、键盘敲的页码。不碰页面，Node 里也能运行。

/**
 * Where the lecture is: a slide from 1, and whether the answer of its question is shown.
 * @typedef {{ at: number, isAnswered: boolean }} SlidePlace
 */

/**
 * @typedef {object} SlidesDeckApi
 * @property {(place: SlidePlace, asks: readonly boolean[]) => SlidePlace} forward
 * @property {(place: SlidePlace, asks: readonly boolean[]) => SlidePlace} back to how it was left: an answer is shown
 * @property {(at: number, count: number) => number} within
 * @property {(hash: string, count: number) => number | null} numberIn the slide that an address names
 * @property {(typed: string, key: string) => string} typed the digits so far
 * @property {(value: unknown, count: number) => SlidePlace | null} placeIn what another window says
 */

/**
 * @typedef {object} SlidesNamespace
 * @property {SlidesDeckApi} [deck]
 * @property {() => SlidesTimer} [createTimer]
 * @property {(desk: SlidesDesk) => SlidesSpeaker} [createSpeaker]
 * @property {SlidesQuestionsApi} [questions]
 * @property {(desk: SlidesDesk) => SlidesDialogs} [createDialogs]
 */

/** @typedef {typeof globalThis & ApartScope & HandbookWindow & { slides?: SlidesNamespace }} SlidesScope */

(() => {
  'use strict';

  const scope = /** @type {SlidesScope} */ (globalThis);
  const slides = /** @type {SlidesNamespace} */ (scope.slides = scope.slides || {});
  const MOST_DIGITS = 4;

  /**
   * @param {SlidePlace} place
   * @param {readonly boolean[]} asks whether each slide is a question
   */
  function forward(place, asks) {
    if (asks[place.at - 1] && !place.isAnswered) return { at: place.at, isAnswered: true };
    return place.at < asks.length ? { at: place.at + 1, isAnswered: false } : place;
  }

  /**
   * @param {SlidePlace} place
   * @param {readonly boolean[]} asks
   */
  function back(place, asks) {
    if (place.isAnswered) return { at: place.at, isAnswered: false };
    return place.at > 1 ? { at: place.at - 1, isAnswered: Boolean(asks[place.at - 2]) } : place;
  }

  /**
   * @param {number} at
   * @param {number} count
   */
  function within(at, count) {
    return Math.min(Math.max(1, at), count);
  }

  /**
   * @param {string} hash
   * @param {number} count
   */
  function numberIn(hash, count) {
    const found = /^#(\d{1,4})$/.exec(hash);
    return found ? within(Number(found[1]), count) : null;
  }

  /**
   * @param {string} before
   * @param {string} key
   */
  function typed(before, key) {
    return /^\d$/.test(key) ? `${before}${key}`.slice(-MOST_DIGITS) : '';
  }

  /**
   * @param {unknown} value
   * @param {number} count
   */
  function placeIn(value, count) {
    if (typeof value !== 'object' || value === null) return null;
    const { at, isAnswered } = /** @type {Record<string, unknown>} */ (value);
    if (typeof at !== 'number' || !Number.isInteger(at) || at < 1 || at > count) return null;
    return { at, isAnswered: isAnswered === true };
  }

  slides.deck = { forward, back, within, numberIn, typed, placeIn };
})();
