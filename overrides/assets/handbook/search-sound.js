// 搜索的读音部分：哪些字同音，一串拼音（全拼、首字母、打了一半）读作文字里的哪一处。

/**
 * Where in a folded text a spelling is read. `ease` is 0 for whole syllables, 1 for initials, 2 for
 * a mixture.
 * @typedef {{start: number, end: number, ease: number}} SoundMatch
 */

/**
 * A text in letters, and for each letter the character that it belongs to.
 * @typedef {{letters: string, owners: number[]}} Spelt
 */

/**
 * @typedef {object} SearchSound
 * @property {(phrase: string) => Set<string>[]} soundsLike  for each character those that sound the same, or nearly
 * @property {(text: string) => Spelt} spelt
 * @property {(spelling: string) => ((text: string, mixed: boolean) => SoundMatch | null)} finder
 *   of a spelling, letters and perhaps Chinese characters; the easiest match of a text, the first
 *   among equals, one of syllables and initials mixed only if `mixed`
 */

/**
 * @typedef {object} SearchSoundApi
 * @property {(readings: Record<string, string>) => SearchSound} createSound
 */

(() => {
  'use strict';

  const WHOLE = 0;
  const INITIALS = 1;
  const MIXED = 2;
  // Initials are one letter, or these.
  const DOUBLE = /^[zcs]h/;

  /**
   * @param {Record<string, string>} readings
   * @returns {SearchSound}
   */
  function createSound(readings) {
    /** @type {Map<string, string[]>} */
    const syllables = new Map();
    for (const [syllable, chars] of Object.entries(readings)) {
      for (const char of chars) syllables.set(char, [...(syllables.get(char) || []), syllable]);
    }
    // A folded text has 二 for 两, and far more often so than for itself.
    syllables.set('二', [...(syllables.get('两') || []), ...(syllables.get('二') || [])]);

    /** @type {Map<string, string>} */
    const alike = new Map();
    for (const [syllable, chars] of Object.entries(readings)) {
      const sound = withoutAccent(syllable);
      alike.set(sound, (alike.get(sound) || '') + chars);
    }

    /** @param {string} phrase */
    function soundsLike(phrase) {
      return Array.from({ length: phrase.length }, (_, at) => {
        const sounds = (syllables.get(phrase.charAt(at)) || []).map(withoutAccent);
        return new Set(sounds.flatMap((sound) => Array.from(alike.get(sound) || '')));
      });
    }

    /** @type {Map<string, Spelt>} */
    const known = new Map();
    /** @param {string} text */
    function speltOnce(text) {
      const found = known.get(text) || spelt(text, syllables);
      known.set(text, found);
      return found;
    }

    return { soundsLike, spelt: speltOnce, finder: (spelling) => createFinder(spelling, syllables) };
  }

  /**
   * A syllable as those say it who do not tell zh from z, ng from n, n from l.
   * @param {string} syllable
   */
  function withoutAccent(syllable) {
    return syllable.replace(/^([zcs])h/, '$1').replace(/ng$/, 'n').replace(/^n/, 'l');
  }

  /**
   * @param {string} text
   * @param {Map<string, string[]>} syllables
   * @returns {Spelt}
   */
  function spelt(text, syllables) {
    let letters = '';
    /** @type {number[]} */
    const owners = [];
    for (let at = 0; at < text.length; at += 1) {
      const [syllable = text.charAt(at)] = syllables.get(text.charAt(at)) || [];
      letters += syllable;
      for (let count = 0; count < syllable.length; count += 1) owners.push(at);
    }
    return { letters, owners };
  }

  /**
   * @param {string} spelling
   * @param {Map<string, string[]>} syllables
   * @returns {(text: string, mixed: boolean) => SoundMatch | null}
   */
  function createFinder(spelling, syllables) {
    const first = beginners(spelling.charAt(0), syllables);
    return (text, mixed) => {
      /** @type {SoundMatch | null} */
      let best = null;
      for (let start = 0; start < text.length; start += 1) {
        if (!first.has(text.charAt(start))) continue;
        for (let ease = WHOLE; ease < (best ? best.ease : mixed ? MIXED + 1 : MIXED); ease += 1) {
          const end = readFrom(spelling, 0, text, start, ease, syllables);
          if (end > start) best = { start, end, ease };
        }
        if (best && best.ease === WHOLE) return best;
      }
      return best;
    };
  }

  /**
   * The characters that can be the first of what begins with a letter.
   * @param {string} letter
   * @param {Map<string, string[]>} syllables
   */
  function beginners(letter, syllables) {
    const found = new Set([letter]);
    for (const [char, all] of syllables) {
      if (all.some((syllable) => syllable.startsWith(letter))) found.add(char);
    }
    return found;
  }

  /**
   * Where the reading of spelling[from…] as text[at…] ends, -1 if it is not read so.
   * @param {string} spelling
   * @param {number} from
   * @param {string} text
   * @param {number} at
   * @param {number} ease
   * @param {Map<string, string[]>} syllables
   * @returns {number}
   */
  function readFrom(spelling, from, text, at, ease, syllables) {
    if (from === spelling.length) return at;
    if (at === text.length) return -1;
    const char = text.charAt(at);
    const letter = spelling.charAt(from);
    if (letter === char) return readFrom(spelling, from + 1, text, at + 1, ease, syllables);
    for (const syllable of syllables.get(char) || []) {
      if (syllable.charAt(0) !== letter) continue;
      const size = syllable.length;
      if (ease !== INITIALS && spelling.startsWith(syllable, from)) {
        const end = readFrom(spelling, from + size, text, at + 1, ease, syllables);
        if (end >= 0) return end;
      }
      // The last syllable may be half typed.
      if (ease !== INITIALS && spelling.length - from < size && syllable.startsWith(spelling.slice(from))) return at + 1;
      if (ease === WHOLE) continue;
      const isDouble = DOUBLE.test(syllable) && spelling.charAt(from + 1) === 'h';
      for (const taken of isDouble ? [2, 1] : [1]) {
        const end = readFrom(spelling, from + taken, text, at + 1, ease, syllables);
        if (end >= 0) return end;
      }
    }
    return -1;
  }

  const scope = /** @type {HandbookWindow} */ (window);
  scope.handbook = scope.handbook || {};
  scope.handbook.searchSound = { createSound };
})();
