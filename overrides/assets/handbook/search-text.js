// 搜索的文字部分：怎样读一段文字、怎样读一次提问、谁排在前、取哪一段给人看。
// 全是纯函数，不碰页面，不碰索引，单独就能测。

/**
 * What the build writes for each thing that can be found.
 * @typedef {object} SearchDocument
 * @property {string} id        entry id such as "BZ03", or "" for a page or section
 * @property {string} kind
 * @property {string} label     the Chinese word for the kind
 * @property {string} title     "" for a sentence of the source
 * @property {string} text
 * @property {string} url       relative to the site's root
 * @property {string} where     title of the page it stands on
 * @property {number} priority  higher first among equals
 */

/**
 * A text as search sees it, with the way back to the characters it came from.
 * @typedef {{text: string, starts: number[], ends: number[]}} FoldedText
 */

/**
 * From (inclusive) and to (exclusive), in UTF-16 units of the text shown.
 * @typedef {[number, number]} TextSpan
 */

/** @typedef {{text: string, spans: TextSpan[]}} MarkedText */

/**
 * A document with its fields folded once, so that a keystroke need not do it again.
 * @typedef {object} SearchRecord
 * @property {SearchDocument} document
 * @property {string} id
 * @property {string} title
 * @property {string} head   the title without what follows a bracket or colon
 * @property {string} text
 * @property {number} order  place in the data, the last tie-breaker
 */

/**
 * @typedef {object} SearchQuery
 * @property {string} phrase    the whole, folded
 * @property {string} compact   the same without spaces, for ids
 * @property {string[]} words   its parts between spaces, folded
 * @property {string[]} tokens  its bigrams and ASCII words, each once
 */

/**
 * @typedef {object} SearchHit
 * @property {SearchRecord} record
 * @property {number} tier      one of TIER, smaller is better
 * @property {number} coverage  share of the query found, by the weight of its tokens, 0 to 1
 * @property {number} score     MiniSearch's
 */

/**
 * The one global of the handbook's scripts; each file fills in its own part.
 * @typedef {object} HandbookNamespace
 * @property {{documents: SearchDocument[]}} [searchData]
 * @property {SearchTextApi} [searchText]
 * @property {SearchIndexApi} [searchIndex]
 */

/** @typedef {Window & {handbook?: HandbookNamespace, MiniSearch?: typeof import('minisearch').default}} HandbookWindow */

/**
 * @typedef {object} SearchTextApi
 * @property {(text: string) => string} normalise
 * @property {(text: string) => FoldedText} fold
 * @property {(text: string) => string[]} tokenise
 * @property {(folded: string) => string[]} tokensOf
 * @property {(text: string) => SearchQuery} readQuery
 * @property {(document: SearchDocument, order: number) => SearchRecord} readDocument
 * @property {Readonly<Record<string, number>>} TIER
 * @property {(record: SearchRecord, query: SearchQuery) => number} tierOf
 * @property {(tokens: string[], found: Set<string>[], total: number) => Map<string, number>} weigh
 * @property {(weights: Map<string, number>, found: Set<string>) => number} coverageOf
 * @property {(a: SearchHit, b: SearchHit) => number} compareHits
 * @property {(hits: SearchHit[], query: SearchQuery) => SearchHit[]} dropNoise
 * @property {(text: string, query: SearchQuery) => TextSpan[]} matchSpans
 * @property {(text: string, query: SearchQuery, width: number) => MarkedText} snippet
 */

(() => {
  'use strict';

  // A pasted page is not a question: beyond this nothing is read, so time stays bounded.
  const LONGEST_QUERY = 200;

  // A pair of characters that the handbook does not know weighs this much of the rarest one it
  // knows: little, since 能不能收礼品 means 礼品; but a question made of them has no answer here.
  const UNKNOWN = 0.35;

  // Of a query's weight, the share that a hit without the phrase must have …
  const LEAST_COVERAGE = 0.3;
  // … compared with the best such hit …
  const LEAST_OF_BEST = 0.6;
  // … and when other hits do have the phrase.
  const LEAST_BESIDE_PHRASE = 0.75;

  // More matches than this in one text change nothing about where the best piece is.
  const MOST_SPANS = 100;

  // Context shown before the match, in characters.
  const LEAD = 12;

  /** How a record answers a query, best first. */
  const TIER = Object.freeze({
    EXACT_ID: 0,
    EXACT_TITLE: 1,
    TITLE_START: 2,
    ID_START: 3,
    TITLE_PHRASE: 4,
    TITLE_WORDS: 5,
    TEXT_PHRASE: 6,
    ALL_WORDS: 7,
    PARTIAL: 8,
  });

  // ---- reading text ----

  /** @param {string} text */
  function normalise(text) {
    return text.normalize('NFKC').toLowerCase();
  }

  /** @param {string} char one code point, normalised */
  function isWord(char) {
    return /[\p{L}\p{N}\p{M}]/u.test(char);
  }

  /** @param {string} char one code point, normalised */
  function isHan(char) {
    return /\p{Script=Han}/u.test(char);
  }

  /** @param {string} char most of a Chinese text: nothing to normalise, and a word character */
  function isPlainHan(char) {
    return char >= '\u4e00' && char <= '\u9fff';
  }

  /**
   * Lower case, one width, and without punctuation or spaces, so that 学懂、弄通 and “学懂弄通”
   * are one phrase. Only between two words that are not Chinese does one space stay.
   * @param {string} text
   * @returns {FoldedText}
   */
  function fold(text) {
    /** @type {FoldedText} */
    const folded = { text: '', starts: [], ends: [] };
    let last = '';
    let gap = false;
    let position = 0;
    for (const char of text) {
      const end = position + char.length;
      for (const part of isPlainHan(char) ? char : normalise(char)) {
        if (!isPlainHan(part) && !isWord(part)) {
          gap = true;
          continue;
        }
        if (gap && last && !isHan(last) && !isHan(part)) {
          append(folded, ' ', position, position);
        }
        append(folded, part, position, end);
        last = part;
        gap = false;
      }
      position = end;
    }
    return folded;
  }

  /**
   * @param {FoldedText} folded
   * @param {string} part
   * @param {number} start
   * @param {number} end
   */
  function append(folded, part, start, end) {
    folded.text += part;
    for (let unit = 0; unit < part.length; unit += 1) {
      folded.starts.push(start);
      folded.ends.push(end);
    }
  }

  /**
   * ASCII words and ids whole, Chinese as overlapping pairs; a Chinese character that
   * stands alone (党 in 全x党x, or the whole query) as itself.
   * @param {string} text
   */
  function tokenise(text) {
    return tokensOf(fold(text).text);
  }

  /** @param {string} folded text that fold() made */
  function tokensOf(folded) {
    /** @type {string[]} */
    const tokens = [];
    for (const [run] of folded.matchAll(/\p{Script=Han}+|[^\p{Script=Han} ]+/gu)) {
      tokens.push(...(isHan(run) ? pairs(run) : [run]));
    }
    return tokens;
  }

  /** @param {string} run */
  function pairs(run) {
    const chars = Array.from(run);
    if (chars.length === 1) return chars;
    return chars.slice(1).map((char, index) => `${chars[index]}${char}`);
  }

  /**
   * @param {string} text what the reader typed
   * @returns {SearchQuery}
   */
  function readQuery(text) {
    const asked = text.normalize('NFC').trim().slice(0, LONGEST_QUERY);
    const phrase = fold(asked).text;
    return {
      phrase,
      compact: phrase.replace(/ /g, ''),
      words: asked.split(/\s+/u).map((word) => fold(word).text).filter(Boolean),
      tokens: Array.from(new Set(tokensOf(phrase))),
    };
  }

  /**
   * @param {SearchDocument} document
   * @param {number} order
   * @returns {SearchRecord}
   */
  function readDocument(document, order) {
    return {
      document,
      id: fold(document.id).text,
      title: fold(document.title).text,
      head: fold(document.title.split(/[（(：:—]/u, 1)[0] || '').text,
      text: fold(document.text).text,
      order,
    };
  }

  // ---- ranking ----

  /**
   * @param {SearchRecord} record
   * @param {SearchQuery} query
   */
  function tierOf(record, query) {
    const { phrase, compact, words } = query;
    if (!phrase) return TIER.PARTIAL;
    if (record.id === compact) return TIER.EXACT_ID;
    if (record.title === phrase || record.head === phrase) return TIER.EXACT_TITLE;
    const titleTier = titleTierOf(record, query);
    if (titleTier < TIER.PARTIAL) return titleTier;
    if (record.text.includes(phrase) || record.title.includes(phrase)) return TIER.TEXT_PHRASE;
    const all = `${record.id} ${record.title} ${record.text}`;
    return words.every((word) => all.includes(word)) ? TIER.ALL_WORDS : TIER.PARTIAL;
  }

  /**
   * A sentence of the source has no title of its own but its words, so being found in them
   * must not lift it over the entry that was written about them.
   * @param {SearchRecord} record
   * @param {SearchQuery} query
   */
  function titleTierOf(record, query) {
    const named = record.document.kind !== 'sentence';
    if (named && record.title.startsWith(query.phrase)) return TIER.TITLE_START;
    if (record.id.startsWith(query.compact)) return TIER.ID_START;
    if (named && record.title.includes(query.phrase)) return TIER.TITLE_PHRASE;
    if (named && query.words.every((word) => record.title.includes(word))) return TIER.TITLE_WORDS;
    return TIER.PARTIAL;
  }

  /**
   * A token says the more the fewer documents have it.
   * @param {string[]} tokens
   * @param {Set<string>[]} found  for each document that has any, which
   * @param {number} total         how many documents there are
   */
  function weigh(tokens, found, total) {
    /** @type {Map<string, number>} */
    const weights = new Map();
    for (const token of tokens) {
      const count = found.filter((has) => has.has(token)).length;
      weights.set(token, count ? Math.log(1 + total / count) : UNKNOWN * Math.log(1 + total));
    }
    return weights;
  }

  /**
   * @param {Map<string, number>} weights
   * @param {Set<string>} found
   */
  function coverageOf(weights, found) {
    let all = 0;
    let part = 0;
    for (const [token, weight] of weights) {
      all += weight;
      if (found.has(token)) part += weight;
    }
    return all ? part / all : 0;
  }

  /**
   * Among hits that have the phrase the kind decides, then the score; among the others,
   * how much of the query they have.
   * @param {SearchHit} a
   * @param {SearchHit} b
   */
  function compareHits(a, b) {
    const partial = a.tier === TIER.PARTIAL;
    return a.tier - b.tier
      || (partial ? b.coverage - a.coverage || b.score - a.score : 0)
      || b.record.document.priority - a.record.document.priority
      || b.score - a.score
      || a.record.order - b.record.order;
  }

  /**
   * Without the phrase a hit counts only if it has enough of the query: one pair of
   * characters out of many says nothing.
   * @param {SearchHit[]} hits
   * @param {SearchQuery} query
   */
  function dropNoise(hits, query) {
    if (!query.phrase) return [];
    const partial = hits.filter((hit) => hit.tier === TIER.PARTIAL);
    const best = Math.max(0, ...partial.map((hit) => hit.coverage));
    const least = partial.length < hits.length
      ? LEAST_BESIDE_PHRASE
      : Math.max(LEAST_COVERAGE, best * LEAST_OF_BEST);
    return hits.filter((hit) => hit.tier < TIER.PARTIAL || hit.coverage >= least);
  }

  // ---- showing ----

  /**
   * What to mark in a text: the phrase if it is there, else the words, else the tokens.
   * @param {string} folded
   * @param {SearchQuery} query
   */
  function needles(folded, query) {
    if (!query.phrase) return [];
    if (folded.includes(query.phrase)) return [query.phrase];
    const words = query.words.filter((word) => folded.includes(word));
    if (words.length) return words;
    return query.tokens.filter((token) => token.length > 1 && folded.includes(token));
  }

  /**
   * @param {string} text
   * @param {SearchQuery} query
   * @returns {TextSpan[]} sorted, none touching another
   */
  function matchSpans(text, query) {
    const folded = fold(text);
    /** @type {TextSpan[]} */
    const spans = [];
    for (const needle of needles(folded.text, query)) {
      let at = folded.text.indexOf(needle);
      while (at >= 0) {
        spans.push([folded.starts[at] ?? 0, folded.ends[at + needle.length - 1] ?? text.length]);
        at = folded.text.indexOf(needle, at + needle.length);
      }
    }
    return joined(spans);
  }

  /** @param {TextSpan[]} spans */
  function joined(spans) {
    /** @type {TextSpan[]} */
    const result = [];
    for (const [start, end] of spans.sort((a, b) => a[0] - b[0])) {
      const last = result[result.length - 1];
      if (last && start <= last[1]) last[1] = Math.max(last[1], end);
      else result.push([start, end]);
    }
    return result;
  }

  /**
   * The piece of a text, about `width` characters long, that shows most of the match.
   * @param {string} text
   * @param {SearchQuery} query
   * @param {number} width
   * @returns {MarkedText}
   */
  function snippet(text, query, width) {
    const spans = matchSpans(text, query);
    const start = pieceStart(text, windowStart(spans, width, text.length));
    const end = wholeCharacter(text, Math.min(text.length, start + width));
    const before = start > 0 ? '…' : '';
    const after = end < text.length ? '…' : '';
    const shift = before.length - start;
    return {
      text: before + text.slice(start, end) + after,
      spans: spans
        .filter((span) => span[0] < end && span[1] > start)
        .map((span) => [Math.max(span[0], start) + shift, Math.min(span[1], end) + shift]),
    };
  }

  /**
   * @param {TextSpan[]} spans
   * @param {number} width
   * @param {number} length
   */
  function windowStart(spans, width, length) {
    let best = 0;
    let most = 0;
    for (const [start] of spans.slice(0, MOST_SPANS)) {
      const shown = spans
        .filter((span) => span[0] >= start && span[0] < start + width - LEAD)
        .reduce((sum, span) => sum + span[1] - span[0], 0);
      if (shown > most) {
        most = shown;
        best = start;
      }
    }
    return Math.max(0, Math.min(best - LEAD, length - width));
  }

  /**
   * Not with what closed something that is not shown, such as ）or 。
   * @param {string} text
   * @param {number} at
   */
  function pieceStart(text, at) {
    if (at === 0) return 0;
    const start = wholeCharacter(text, at);
    const closing = text.slice(start).match(/^[\s\p{Pe}\p{Pf}\p{Po}]+/u);
    return start + (closing ? closing[0].length : 0);
  }

  /**
   * Not inside a surrogate pair.
   * @param {string} text
   * @param {number} at
   */
  function wholeCharacter(text, at) {
    return /[\udc00-\udfff]/.test(text.charAt(at)) ? at - 1 : at;
  }

  const scope = /** @type {HandbookWindow} */ (window);
  scope.handbook = scope.handbook || {};
  scope.handbook.searchText = {
    normalise,
    fold,
    tokenise,
    tokensOf,
    readQuery,
    readDocument,
    TIER,
    tierOf,
    weigh,
    coverageOf,
    compareHits,
    dropNoise,
    matchSpans,
    snippet,
  };
})();
