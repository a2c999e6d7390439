// 按种子产生的次序：同一个种子总得同一个次序，所以打乱的选项、抽到的试题都可以再现。

/**
 * @typedef {object} TrainerChanceApi
 * @property {(text: string) => number} seedOf a whole number of 32 bits, the same for the same text
 * @property {(seed: number) => () => number} random a source of numbers from 0 to below 1
 * @property {<T>(list: readonly T[], random: () => number) => T[]} shuffled
 */

(() => {
  'use strict';

  const scope = /** @type {TrainerScope} */ (globalThis);
  const trainer = /** @type {TrainerNamespace} */ (scope.trainer = scope.trainer || {});

  /** FNV-1a: short, and texts that differ in one letter get seeds that are far apart. @param {string} text */
  function seedOf(text) {
    let hash = 0x811c9dc5;
    for (let place = 0; place < text.length; place += 1) hash = Math.imul(hash ^ text.charCodeAt(place), 0x01000193);
    return hash >>> 0;
  }

  /** Mulberry32: Math.random cannot be given a seed. @param {number} seed */
  function random(seed) {
    let state = seed >>> 0;
    return () => {
      state = (state + 0x6d2b79f5) | 0;
      let mixed = Math.imul(state ^ (state >>> 15), state | 1);
      mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
      return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
    };
  }

  /**
   * @template T
   * @param {readonly T[]} list
   * @param {() => number} random
   */
  function shuffled(list, random) {
    const left = [...list];
    /** @type {T[]} */
    const found = [];
    while (left.length) found.push(...left.splice(Math.floor(random() * left.length), 1));
    return found;
  }

  trainer.chance = { seedOf, random, shuffled };
})();
