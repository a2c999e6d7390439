// 搜索的近似部分：错一个字、少一个字、多一个字时，与哪些字句最接近。

/**
 * How far a phrase is from a piece of a text, and which piece that is.
 * @typedef {{cost: number, start: number, end: number}} NearMatch
 */

/**
 * @typedef {object} SearchNearApi
 * @property {(phrase: string, whole: boolean) => number} allowance  the greatest cost at which it is still the same
 * @property {(phrase: string, text: string) => boolean} isPossible  whether it may be within that, cheaply
 * @property {(spelling: string) => number} slipsIn  how many letters of a spelling may be wrong
 * @property {(spelling: string, letters: string) => boolean} isPossibleIn
 * @property {(phrase: string, text: string, alike: Set<string>[]) => NearMatch} nearest
 * @property {(phrase: string, text: string, alike: Set<string>[]) => number} distance
 */

(() => {
  'use strict';

  // An input method offers characters of the same sound, so that slip is the likeliest.
  const SAME_SOUND = 0.35;
  const WRONG = 0.9;
  const MISSING = 1;
  const SWAPPED = 0.8;
  const MOST_WRONG = 2;
  const LETTERS_TO_A_SLIP = 5;

  /**
   * @param {string} phrase
   * @param {boolean} whole  whether it is compared with a whole name: then two characters are enough
   */
  function allowance(phrase, whole) {
    if (phrase.length < 3) return whole && phrase.length > 1 ? MISSING : SAME_SOUND;
    return phrase.length < 6 ? MISSING : 2 * MISSING;
  }

  /**
   * All but two characters of the phrase must stand in the text.
   * @param {string} phrase
   * @param {string} text
   */
  function isPossible(phrase, text) {
    let missing = 0;
    for (const char of phrase) {
      if (!text.includes(char)) missing += 1;
      if (missing > MOST_WRONG) return false;
    }
    return missing < phrase.length;
  }

  /** @param {string} spelling */
  function slipsIn(spelling) {
    return Math.min(MOST_WRONG, Math.floor(spelling.length / LETTERS_TO_A_SLIP));
  }

  /**
   * Of n + 1 pieces of a spelling with n slips one is whole.
   * @param {string} spelling
   * @param {string} letters
   */
  function isPossibleIn(spelling, letters) {
    const count = slipsIn(spelling) + 1;
    const size = Math.ceil(spelling.length / count);
    for (let start = 0; start < spelling.length; start += size) {
      if (letters.includes(spelling.slice(start, start + size))) return true;
    }
    return false;
  }

  /**
   * The piece of a text that is nearest to a phrase.
   * @param {string} phrase
   * @param {string} text
   * @param {Set<string>[]} alike  for each character of the phrase those that sound the same
   * @returns {NearMatch}
   */
  function nearest(phrase, text, alike) {
    return align(phrase, text, alike, true);
  }

  /**
   * How far a phrase is from a whole text.
   * @param {string} phrase
   * @param {string} text
   * @param {Set<string>[]} alike  for each character of the phrase those that sound the same
   */
  function distance(phrase, text, alike) {
    return align(phrase, text, alike, false).cost;
  }

  /**
   * The usual edit distance, with two neighbours exchanged as one slip, column by column of the
   * text; with `free` the text may have anything before and after.
   * @param {string} phrase
   * @param {string} text
   * @param {Set<string>[]} alike  for each character of the phrase those that sound the same
   * @param {boolean} free
   * @returns {NearMatch}
   */
  function align(phrase, text, alike, free) {
    const length = phrase.length;
    // The costs of this column, the one before, and the one before that; and where the piece began.
    let costs = Array.from({ length: length + 1 }, (_, row) => row * MISSING);
    let starts = costs.map(() => 0);
    let oldCosts = costs;
    let oldStarts = starts;
    const best = { cost: free ? length * MISSING : Infinity, start: 0, end: 0 };
    for (let column = 1; column <= text.length; column += 1) {
      const char = text.charAt(column - 1);
      let cost = free ? 0 : column * MISSING;
      let start = free ? column : 0;
      const nextCosts = [cost];
      const nextStarts = [start];
      for (let row = 1; row <= length; row += 1) {
        const other = phrase.charAt(row - 1);
        const replaced = (costs[row - 1] ?? 0) + (other === char ? 0 : alike[row - 1]?.has(char) ? SAME_SOUND : WRONG);
        const skipped = (costs[row] ?? 0) + MISSING;
        const missed = cost + MISSING;
        const isSwapped = row > 1 && column > 1 && other === text.charAt(column - 2) && phrase.charAt(row - 2) === char;
        const swapped = isSwapped ? (oldCosts[row - 2] ?? 0) + SWAPPED : Infinity;
        cost = Math.min(replaced, skipped, missed, swapped);
        if (cost === replaced) start = starts[row - 1] ?? 0;
        else if (cost === skipped) start = starts[row] ?? 0;
        else if (cost === swapped) start = oldStarts[row - 2] ?? 0;
        nextCosts.push(cost);
        nextStarts.push(start);
      }
      oldCosts = costs;
      oldStarts = starts;
      costs = nextCosts;
      starts = nextStarts;
      if (free ? cost < best.cost : column === text.length) Object.assign(best, { cost, start, end: column });
    }
    return best;
  }

  const scope = /** @type {HandbookWindow} */ (window);
  scope.handbook = scope.handbook || {};
  scope.handbook.searchNear = { allowance, isPossible, slipsIn, isPossibleIn, nearest, distance };
})();
