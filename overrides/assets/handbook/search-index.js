// 搜索的索引部分：第一次打开时才载入数据，建好索引，回答提问。不碰对话框。

/** @typedef {{hits: SearchHit[], total: number, query: SearchQuery}} SearchAnswer */

/**
 * @typedef {object} SearchIndexApi
 * @property {() => Promise<void>} load  fails with a LoadError; may be called again after that
 * @property {() => boolean} isReady
 * @property {(text: string, limit: number) => SearchAnswer} search  only once it is ready
 * @property {(document: SearchDocument) => string} address
 */

(() => {
  'use strict';

  const scope = /** @type {HandbookWindow} */ (window);
  scope.handbook = scope.handbook || {};
  const handbook = scope.handbook;

  // This file is assets/handbook/search-index.js, so the site's root is two folders up,
  // however deep the page stands. Only known while the script runs.
  const own = /** @type {HTMLScriptElement} */ (document.currentScript);
  const root = new URL('../../', own.src);

  // Titles say what an entry is about; a match there weighs more than one in passing.
  const BOOST = { id: 8, title: 4, text: 1 };

  /** @typedef {import('minisearch').default} MiniSearch */

  /** @type {Promise<void> | null} */
  let loading = null;
  /** @type {SearchRecord[]} */
  let records = [];
  /** @type {MiniSearch | null} */
  let index = null;

  function words() {
    if (!handbook.searchText) throw new Error('search-text.js 没有载入');
    return handbook.searchText;
  }

  function load() {
    if (!loading) {
      loading = loadAll();
      // A failure must not be for ever: the next opening tries again.
      loading.catch(() => {
        loading = null;
      });
    }
    return loading;
  }

  async function loadAll() {
    await Promise.all([
      loadScript('assets/vendor/minisearch.js', () => Boolean(scope.MiniSearch)),
      loadScript('assets/search-data.js', () => Boolean(handbook.searchData)),
    ]);
    // Lets the page paint “正在载入” before the work.
    await new Promise((resolve) => setTimeout(resolve));
    build();
  }

  /**
   * @param {string} path
   * @param {() => boolean} isThere
   * @returns {Promise<void>} fails with an error whose message is the path
   */
  function loadScript(path, isThere) {
    if (isThere()) return Promise.resolve();
    return new Promise((resolve, reject) => {
      const script = document.createElement('script');
      script.src = new URL(path, root).href;
      script.onload = () => (isThere() ? resolve() : reject(new Error(path)));
      script.onerror = () => {
        script.remove();
        reject(new Error(path));
      };
      document.head.append(script);
    });
  }

  function build() {
    const { readDocument, tokensOf } = words();
    if (!scope.MiniSearch || !handbook.searchData) throw new Error('assets/search-data.js');
    records = handbook.searchData.documents.map(readDocument);
    index = new scope.MiniSearch({
      idField: 'order',
      fields: ['id', 'title', 'text'],
      // A record's fields are folded already.
      tokenize: tokensOf,
      processTerm: (term) => term,
      searchOptions: { boost: BOOST, prefix: isAsciiWord, tokenize: (tokens) => tokens.split(' ') },
    });
    index.addAll(records);
  }

  /**
   * Half an id or an English word finds the whole; half a pair of characters does not exist.
   * @param {string} term
   */
  function isAsciiWord(term) {
    return /^[a-z0-9]{2,}$/.test(term);
  }

  /**
   * @param {string} text
   * @param {number} limit
   * @returns {SearchAnswer}
   */
  function search(text, limit) {
    const { readQuery, compareHits, dropNoise } = words();
    const query = readQuery(text);
    const hits = dropNoise(candidates(query), query).sort(compareHits);
    return { hits: hits.slice(0, limit), total: hits.length, query };
  }

  /**
   * Every record that has the phrase or the words, found by looking (the index does not know
   * single characters inside a run), and whatever else shares a token.
   * @param {SearchQuery} query
   */
  function candidates(query) {
    const { tierOf, weigh, coverageOf, TIER } = words();
    if (!index || !query.phrase) return [];
    const results = resultsFor(index, query);
    const weights = weigh(query.tokens, Array.from(results.values(), ({ found }) => found), records.length);
    /** @type {SearchHit[]} */
    const hits = [];
    for (const record of records) {
      const tier = tierOf(record, query);
      const result = results.get(record.order);
      if (tier === TIER.PARTIAL && !result) continue;
      const coverage = result ? coverageOf(weights, result.found) : 0;
      hits.push({ record, tier, coverage, score: result ? result.score : 0 });
    }
    return hits;
  }

  /**
   * What MiniSearch makes of a query: for each record, which tokens it has, and the score.
   * @param {MiniSearch} from
   * @param {SearchQuery} query
   * @returns {Map<number, {found: Set<string>, score: number}>}
   */
  function resultsFor(from, query) {
    const results = from.search(query.tokens.join(' '));
    return new Map(results.map(({ id, queryTerms, score }) => [id, { found: new Set(queryTerms), score }]));
  }

  handbook.searchIndex = {
    load,
    isReady: () => index !== null,
    search,
    address: (document) => new URL(document.url, root).href,
  };
})();
