// 搜索的提问部分：读者输入的一行字，读作编号、词句、拼音，以及换成近义词的几种说法。

/**
 * One way to put the question.
 * @typedef {object} SearchVariant
 * @property {string} phrase   the whole, folded
 * @property {string[]} words  its parts, folded
 * @property {'typed' | 'question' | 'synonym' | 'near'} via
 */

/**
 * @typedef {object} SearchQuery
 * @property {string[]} ids     the ids that are named, such as "AB001"
 * @property {string} idStart   the beginning of an id, folded, or ""
 * @property {string} spelling  letters that may be pinyin, with any Chinese between them, or ""
 * @property {SearchVariant[]} variants  as typed first; none if nothing can be looked for
 * @property {string[]} kinds   of entry that answer such a question, none if any may
 */

/** @typedef {{text: string, known: boolean}} Piece  of a word; known if it stands in a group */

/**
 * @typedef {object} SearchQueryApi
 * @property {(data: SearchData) => (text: string) => SearchQuery} createReader
 */

(() => {
  'use strict';

  // A pasted page is not a question: beyond this nothing is read, so time stays bounded.
  const LONGEST_QUERY = 200;
  const LONGEST_SPELLING = 60;
  // So many ways to put a question are tried.
  const MOST_VARIANTS = 12;

  const scope = /** @type {HandbookWindow} */ (window);
  scope.handbook = scope.handbook || {};
  const handbook = scope.handbook;

  /** @param {string} text */
  function folded(text) {
    if (!handbook.searchText) throw new Error('search-text.js 没有载入');
    return handbook.searchText.fold(text).text;
  }

  /**
   * @param {SearchData} data
   * @returns {(text: string) => SearchQuery}
   */
  function createReader(data) {
    const digits = digitsOf(data.documents);
    const named = namedBy(digits);
    const plainForms = pairsOf(data.traditional);
    const alternatives = alternativesOf(data.synonyms);
    const longest = Math.max(0, ...Array.from(alternatives.keys(), (word) => word.length));
    const questionWords = patternOf(data.questionWords);
    const asksFor = data.asksFor.map(([words, kinds]) => ({ words: patternOf(words), kinds }));

    return (text) => {
      const asked = text.normalize('NFKC').trim().slice(0, LONGEST_QUERY);
      const plain = Array.from(asked, (char) => plainForms.get(char) || char).join('');
      const phrase = folded(plain);
      if (!phrase) return { ids: [], idStart: '', spelling: '', variants: [], kinds: [] };
      const typed = variant(plain.split(/\s+/u).map(folded), 'typed', phrase);
      const wanted = typed.words.flatMap((word) => withoutAsking(pieces(word, alternatives, longest), questionWords));
      const bare = variant(wanted, 'question');
      const asks = bare.phrase && bare.phrase !== typed.words.join('');
      const compact = plain.toLowerCase().replace(/[\s\p{P}\p{S}]+/gu, '');
      const ids = idsOf(compact, plain.toLowerCase(), digits, named);
      return {
        ids,
        idStart: /^[a-z]+[0-9]*$/.test(compact) ? compact : '',
        spelling: ids.length ? '' : spellingOf(asked),
        kinds: asksFor.find(({ words }) => words.test(phrase))?.kinds || [],
        variants: [typed, ...(asks ? [bare] : []), ...replaced(asks ? bare : typed, alternatives, longest)],
      };
    };
  }

  /**
   * @param {string[]} words
   * @param {SearchVariant['via']} via
   * @param {string} [phrase]
   * @returns {SearchVariant}
   */
  function variant(words, via, phrase) {
    const kept = words.filter(Boolean);
    return { phrase: phrase || kept.join(''), words: kept, via };
  }

  /**
   * How many digits the ids with each prefix have.
   * @param {PackedDocument[]} documents
   */
  function digitsOf(documents) {
    /** @type {Map<string, number>} */
    const digits = new Map();
    for (const { id } of documents) {
      const parts = id && id.match(/^([A-Z]+)([0-9]+)$/);
      if (parts) digits.set(String(parts[1]), String(parts[2]).length);
    }
    return digits;
  }

  /**
   * The whole as an id, or those that stand in it: （AB001） and 编号 ab-1 讲什么 name AB001.
   * @param {string} compact
   * @param {string} lower
   * @param {Map<string, number>} digits
   * @param {RegExp} named
   */
  function idsOf(compact, lower, digits, named) {
    const whole = idOf(compact, digits);
    if (whole) return [whole];
    const found = Array.from(lower.matchAll(named), ([, prefix, number]) => idOf(`${prefix}${number}`, digits));
    return Array.from(new Set(found)).filter(Boolean);
  }

  /**
   * What finds ids among other words: a prefix and a number, with a sign or two or “No” between.
   * @param {Map<string, number>} digits
   */
  function namedBy(digits) {
    const prefixes = Array.from(digits.keys(), (prefix) => prefix.toLowerCase()).join('|');
    // Without a prefix nothing is one.
    return new RegExp(prefixes ? `(?<![a-z0-9])(${prefixes})(?:no)?[\\s\\p{P}\\p{S}]{0,2}([0-9][0-9ol]*)(?![a-z0-9])` : '(?!)', 'gu');
  }

  /**
   * ab1, AB-001 and abOO1 are AB001.
   * @param {string} compact
   * @param {Map<string, number>} digits
   */
  function idOf(compact, digits) {
    for (const [prefix, length] of digits) {
      const rest = compact.slice(prefix.length).replace(/o/g, '0').replace(/l/g, '1');
      const number = rest.replace(/^0+(?=.)/, '');
      if (!compact.startsWith(prefix.toLowerCase()) || !/^[0-9]+$/.test(rest)) continue;
      if (/[0-9]/.test(compact) && number.length <= length) return prefix + number.padStart(length, '0');
    }
    return '';
  }

  /**
   * Without tones, whether they are marks or digits; ü is v, as lyu is lv (but nyu may be …n yu…).
   * @param {string} asked
   */
  function spellingOf(asked) {
    const letters = asked.toLowerCase().normalize('NFD').replace(/u\u0308/g, 'v').normalize('NFC').replace(/lyu/g, 'lv');
    const spelling = letters.normalize('NFD').replace(/[^a-z\p{Script=Han}]/gu, '').normalize('NFC');
    return /[a-z]/.test(spelling) && spelling.length > 1 ? spelling.slice(0, LONGEST_SPELLING) : '';
  }

  /** @param {string} pairs */
  function pairsOf(pairs) {
    /** @type {Map<string, string>} */
    const found = new Map();
    const chars = Array.from(pairs);
    for (let index = 0; index + 1 < chars.length; index += 2) {
      found.set(String(chars[index]), String(chars[index + 1]));
    }
    return found;
  }

  /**
   * For each word of the groups, folded, the other words of its group that lead somewhere.
   * @param {SearchData['synonyms']} groups
   */
  function alternativesOf(groups) {
    /** @type {Map<string, string[]>} */
    const found = new Map();
    for (const [occurring, others] of groups) {
      const targets = occurring.map(folded);
      for (const word of [...targets, ...others.map(folded)]) {
        found.set(word, targets.filter((target) => target !== word));
      }
    }
    return found;
  }

  /** @param {string[]} words */
  function patternOf(words) {
    const longestFirst = words.map(folded).sort((a, b) => b.length - a.length);
    return longestFirst.length ? new RegExp(longestFirst.join('|'), 'u') : /(?!)/;
  }

  /**
   * The words between the words that only ask. A word of the groups stays whole: 没有 asks for
   * nothing, but 没有登记 does.
   * @param {Piece[]} parts
   * @param {RegExp} questionWords
   */
  function withoutAsking(parts, questionWords) {
    const words = [''];
    for (const { text, known } of parts) {
      const [first = '', ...others] = known ? [text] : text.split(questionWords);
      words[words.length - 1] += first;
      words.push(...others);
    }
    return words.filter(Boolean);
  }

  /**
   * The question with a word, or several, in other words.
   * @param {SearchVariant} asked
   * @param {Map<string, string[]>} alternatives
   * @param {number} longest
   */
  function replaced({ words }, alternatives, longest) {
    const ways = waysToPut(words, alternatives, longest).map((way) => variant(way, 'synonym'));
    const distinct = new Map(ways.map((way) => [way.words.join(' '), way]));
    return Array.from(distinct.values()).slice(0, MOST_VARIANTS);
  }

  /**
   * Every way to put the words with at least one of them exchanged; what was exchanged becomes a
   * word of its own.
   * @param {string[]} words
   * @param {Map<string, string[]>} alternatives
   * @param {number} longest
   */
  function waysToPut(words, alternatives, longest) {
    /** @type {string[][]} */
    let ways = [[]];
    let exchanged = false;
    for (const { text } of words.flatMap((word) => pieces(word, alternatives, longest))) {
      const others = alternatives.get(text) || [];
      if (others.length) exchanged = true;
      const choices = [...others, text];
      ways = choices.flatMap((choice) => ways.map((way) => [...way, choice])).slice(0, 2 * MOST_VARIANTS);
    }
    const typed = words.join('');
    return exchanged ? ways.filter((way) => way.join('') !== typed) : [];
  }

  /**
   * A word cut where a word of the groups begins and ends, the longest first.
   * @param {string} word
   * @param {Map<string, string[]>} alternatives
   * @param {number} longest
   */
  function pieces(word, alternatives, longest) {
    /** @type {Piece[]} */
    const found = [];
    let start = 0;
    let at = 0;
    while (at < word.length) {
      const known = knownAt(word, at, alternatives, longest);
      if (known) {
        if (at > start) found.push({ text: word.slice(start, at), known: false });
        found.push({ text: known, known: true });
        start = at + known.length;
      }
      at += known.length || 1;
    }
    if (start < word.length) found.push({ text: word.slice(start), known: false });
    return found;
  }

  /**
   * @param {string} word
   * @param {number} at
   * @param {Map<string, string[]>} alternatives
   * @param {number} longest
   */
  function knownAt(word, at, alternatives, longest) {
    for (let length = Math.min(longest, word.length - at); length > 0; length -= 1) {
      const piece = word.slice(at, at + length);
      if (alternatives.has(piece)) return piece;
    }
    return '';
  }

  handbook.searchQuery = { createReader };
})();
