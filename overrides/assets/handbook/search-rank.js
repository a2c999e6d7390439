// 搜索的排序部分：一个条目对一次提问答得有多好。分数只用来比较先后。

/**
 * A document with its fields folded once, so that a keystroke need not do it again.
 * @typedef {object} SearchRecord
 * @property {SearchDocument} document
 * @property {string} id
 * @property {string} title
 * @property {string[]} heads   what it is called by itself: its title, and the parts of a short one
 * @property {string[]} quotes
 * @property {string[]} names
 * @property {string[]} asked   how people ask for it
 * @property {string} text
 * @property {string} strong    title, quotes and names together
 * @property {number} order     place in the data, the last tie-breaker
 */

/** @typedef {'typed' | 'question' | 'synonym' | 'near' | 'sound' | 'asked'} SearchVia */

/**
 * @typedef {object} SearchHit
 * @property {SearchRecord} record
 * @property {number} score
 * @property {number} coverage  of a hit without the phrase, the share of the query that it has; else 1
 * @property {string[]} needles what to mark, folded, the best first
 * @property {SearchVia} via
 */

/**
 * @typedef {object} SearchRankApi
 * @property {(document: SearchDocument, order: number) => SearchRecord} createRecord
 * @property {Readonly<Record<string, number>>} SCORE
 * @property {(record: SearchRecord, phrase: string) => number} phraseScore
 * @property {(record: SearchRecord, covered: number, words: string[]) => number} partialScore
 * @property {(record: SearchRecord, phrase: string) => string} headWithin
 * @property {(record: SearchRecord, head: string, share: number) => number} headWithinBonus
 * @property {(record: SearchRecord, place: SearchPlace) => number} placeScore
 * @property {(record: SearchRecord) => [string, SearchField][]} fieldsOf
 * @property {(a: SearchHit, b: SearchHit) => number} compareHits
 * @property {(record: SearchRecord, phrase: string) => number} askedScore
 * @property {(hits: SearchHit[]) => SearchHit[]} dropNoise
 * @property {(hits: SearchHit[], kinds: string[]) => SearchHit[]} preferKinds
 */

/** @typedef {'head' | 'title' | 'quote' | 'text'} SearchField */

/**
 * A match in one field: how much of the field it is, and whether it begins there.
 * @typedef {{field: SearchField, share: number, atStart: boolean}} SearchPlace
 */

(() => {
  'use strict';

  /** What the best answer of each sort is worth; from TEXT up an answer has the whole phrase. */
  const SCORE = Object.freeze({
    ID: 1000,
    WHOLE_TITLE: 950,
    WHOLE_HEAD: 900,
    TITLE_START: 820,
    WHOLE_QUOTE: 800,
    ID_START: 990,
    TITLE: 700,
    QUOTE: 600,
    TEXT: 500,
    ASKED: 480,
    PARTIAL: 600,
  });
  // What the name of a record in the query adds, if it were all of the query; the whole title says
  // more than a part of one.
  const HEAD_WITHIN = 220;
  const WHOLE_WITHIN = 20;
  // What the whole of a wording adds; a part of it, the less.
  const WHOLE_ASKED = 400;
  // Within a sort, what part of the field the match is decides.
  const SHARE = 80;
  // A set's own page before its entry in the glossary, entries before pages, the source last.
  const PRIORITY = 8;
  const LEAST_PRIORITY = -5;
  const PARTIAL_PRIORITY = 12;

  // A title up to this length may be called by one of its parts.
  const SHORT_TITLE = 24;
  const SEPARATORS = /[、，,；;：:（）()“”‘’《》\s]+/u;

  // What an entry gains that is of a kind that the question asks for: more than a title is worth
  // beyond a mention, so that 漏油怎么查 leads to the entry that says how and not to the word.
  const ASKED_FOR = 330;
  const PARTLY_ASKED_FOR = 60;

  // Of a query's weight, the share that a hit without the phrase must have …
  const LEAST_COVERAGE = 0.2;
  // … compared with the best such hit …
  const LEAST_OF_BEST = 0.4;
  // … and when other hits do have the phrase.
  const LEAST_BESIDE_PHRASE = 0.8;

  /** @param {string} text */
  function folded(text) {
    const api = /** @type {HandbookWindow} */ (window).handbook?.searchText;
    if (!api) throw new Error('search-text.js 没有载入');
    return api.fold(text).text;
  }

  /**
   * @param {SearchDocument} document
   * @param {number} order
   * @returns {SearchRecord}
   */
  function createRecord(document, order) {
    const title = folded(document.title || '');
    const parts = (document.title || '').split(SEPARATORS).map(folded).filter((part) => part.length > 1);
    const quotes = (document.quotes || []).map(folded);
    const names = (document.names || []).map(folded);
    return {
      document,
      id: folded(document.id || ''),
      title,
      heads: Array.from(new Set(title.length <= SHORT_TITLE ? [title, ...parts] : [title, ...parts.slice(0, 1)])).filter(Boolean),
      quotes,
      names,
      asked: (document.asked || []).map(folded),
      text: folded(document.text || ''),
      strong: [title, ...quotes, ...names].join('\n'),
      order,
    };
  }

  /**
   * How well a record answers by having the whole phrase, 0 if it has not.
   * @param {SearchRecord} record
   * @param {string} phrase
   */
  function phraseScore(record, phrase) {
    let best = 0;
    if (record.strong.includes(phrase)) {
      for (const [text, field] of fieldsOf(record)) {
        const at = text.indexOf(phrase);
        if (at < 0) continue;
        best = Math.max(best, placeScore(record, { field, share: phrase.length / text.length, atStart: at === 0 }));
      }
    }
    if (best || !record.text.includes(phrase)) return best;
    return placeScore(record, { field: 'text', share: phrase.length / record.text.length, atStart: false });
  }

  /**
   * How well a record answers by being asked for with the whole phrase, 0 if it is not.
   * @param {SearchRecord} record
   * @param {string} phrase
   */
  function askedScore({ asked, document }, phrase) {
    const shares = asked.map((text) => (text.includes(phrase) ? phrase.length / text.length : 0));
    const share = Math.max(0, ...shares);
    return share && SCORE.ASKED + WHOLE_ASKED * share + PRIORITY / 2 * (document.priority || 0);
  }

  /**
   * The short fields of a record, each with what it is.
   * @param {SearchRecord} record
   * @returns {[string, SearchField][]}
   */
  function fieldsOf(record) {
    return [
      [record.title, 'title'],
      ...record.heads.map((head) => /** @type {[string, SearchField]} */ ([head, 'head'])),
      ...record.names.map((name) => /** @type {[string, SearchField]} */ ([name, 'head'])),
      ...record.quotes.map((quote) => /** @type {[string, SearchField]} */ ([quote, 'quote'])),
    ];
  }

  /**
   * @param {SearchRecord} record
   * @param {SearchPlace} place
   */
  function placeScore(record, { field, share, atStart }) {
    return baseOf(field, share, atStart) + SHARE * share + PRIORITY * (record.document.priority || LEAST_PRIORITY);
  }

  /**
   * @param {SearchField} field
   * @param {number} share
   * @param {boolean} atStart
   */
  function baseOf(field, share, atStart) {
    if (field === 'title') return share === 1 ? SCORE.WHOLE_TITLE : atStart ? SCORE.TITLE_START : SCORE.TITLE;
    if (field === 'head') return share === 1 ? SCORE.WHOLE_HEAD : atStart ? SCORE.TITLE : 0;
    if (field === 'quote') return share === 1 ? SCORE.WHOLE_QUOTE : SCORE.QUOTE;
    return SCORE.TEXT;
  }

  /**
   * How well a record answers that has only a part of the query.
   * @param {SearchRecord} record
   * @param {number} covered  weighted share of the query, 0 to 1
   * @param {string[]} words  of the query
   */
  function partialScore(record, covered, words) {
    const named = words.reduce((sum, word) => sum + (record.title.includes(word) ? word.length : 0), 0);
    const share = named ? named / record.title.length : 0;
    return SCORE.PARTIAL * covered + SHARE / 4 * share + PARTIAL_PRIORITY * (record.document.priority || 0);
  }

  /**
   * What the record is called, if the phrase has it in it: 三不准 in 三不准是正式规定吗.
   * @param {SearchRecord} record
   * @param {string} phrase
   */
  function headWithin(record, phrase) {
    let best = '';
    for (const head of record.heads) {
      if (head.length > best.length && head.length < phrase.length && phrase.includes(head)) best = head;
    }
    return best;
  }

  /**
   * @param {SearchRecord} record
   * @param {string} head      as headWithin() found it
   * @param {number} share     weighted share of the query that the name is, 0 to 1
   */
  function headWithinBonus(record, head, share) {
    return HEAD_WITHIN * share + (head === record.title ? WHOLE_WITHIN : 0);
  }

  /**
   * @param {SearchHit} a
   * @param {SearchHit} b
   */
  function compareHits(a, b) {
    return b.score - a.score || titleLength(a) - titleLength(b) || a.record.order - b.record.order;
  }

  /**
   * The shorter title is more about the match; none at all is worst.
   * @param {SearchHit} hit
   */
  function titleLength({ record }) {
    return record.title.length || Infinity;
  }

  /**
   * Without the phrase a hit counts only if it has enough of the query: one pair of
   * characters out of many says nothing.
   * @param {SearchHit[]} hits
   */
  function dropNoise(hits) {
    let best = 0;
    let whole = false;
    for (const hit of hits) {
      if (hit.coverage < 1) best = Math.max(best, hit.coverage);
      else whole = true;
    }
    const least = whole ? LEAST_BESIDE_PHRASE : Math.max(LEAST_COVERAGE, best * LEAST_OF_BEST);
    return hits.filter((hit) => hit.coverage >= least);
  }

  /**
   * The hits with those first that are of a kind asked for, if they answer enough of the question.
   * @param {SearchHit[]} hits
   * @param {string[]} kinds
   */
  function preferKinds(hits, kinds) {
    const isAnswer = (/** @type {SearchHit} */ hit) =>
      kinds.includes(hit.record.document.kind) && hit.coverage >= LEAST_OF_BEST;
    return hits.map((hit) => (isAnswer(hit) ? { ...hit, score: hit.score + (hit.coverage === 1 ? ASKED_FOR : PARTLY_ASKED_FOR) } : hit));
  }

  const scope = /** @type {HandbookWindow} */ (window);
  scope.handbook = scope.handbook || {};
  scope.handbook.searchRank = {
    createRecord,
    SCORE,
    phraseScore,
    partialScore,
    headWithin,
    headWithinBonus,
    placeScore,
    fieldsOf,
    askedScore,
    compareHits,
    dropNoise,
    preferKinds,
  };
})();
