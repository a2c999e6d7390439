// 搜索的结果部分：筛选、分组、每一条怎样显示、没有找到时给什么。怎样排序、怎样开关都不在这里。
// 读者输入的一切都用 textContent 放进页面，从不当作 HTML。

/**
 * @typedef {object} SearchResults
 * @property {HTMLElement} filters
 * @property {HTMLElement} content
 * @property {(answer: SearchAnswer, question: string) => string} show  gives what to say about it
 * @property {() => void} clear
 * @property {() => HTMLElement[]} stops  what the arrow keys go through
 */

/**
 * @typedef {object} SearchResultsApi
 * @property {(ask: (question: string) => void) => SearchResults} createResults
 */

(() => {
  'use strict';

  const scope = /** @type {HandbookWindow} */ (window);
  scope.handbook = scope.handbook || {};
  const handbook = scope.handbook;

  const SNIPPET_WIDTH = 56;
  const SHOWN_QUESTION = 40;
  // So few need no groups.
  const UNGROUPED = 8;
  // The best stand first, whatever they are; of those without a title of their own, the sentences
  // of the source, only so many.
  const BEST = 5;
  const BEST_UNTITLED = 3;
  // Of the others so many for each filter, and of one filter alone so many.
  const IN_GROUP = 4;
  const MOST_HITS = 50;
  const ALL = '';

  const TEXT = {
    all: '全部',
    filters: '只看哪一类',
    best: '最相关',
    results: '搜索结果',
    quote: '原话：',
    try: '您要找的是不是：',
    listing: '词语和题目的音序索引',
    /** @type {Record<SearchVia, string>} */
    via: { typed: '', question: '', synonym: '近义', near: '相近', sound: '拼音', asked: '问法' },
    /** @param {number} total */
    found: (total) => `找到 ${total} 条`,
    /**
     * @param {string} question
     * @param {number} total
     */
    near: (question, total) => `没有找到“${question}”，相近的有 ${total} 条`,
    /** @param {number} total */
    partly: (total) => `没有找到逐字相符的，部分相符的有 ${total} 条`,
    /** @param {string} question */
    none: (question) => `没有找到“${question}”，请换一个说法`,
    /**
     * @param {string} filter
     * @param {number} rest
     */
    rest: (filter, rest) => `${filter}：还有 ${rest} 条`,
    /** @param {number} rest */
    more: (rest) => `还有 ${rest} 条，请再多输入几个字`,
  };

  /**
   * @template {keyof HTMLElementTagNameMap} K
   * @param {K} name
   * @param {string} className
   * @param {string} [text]
   * @returns {HTMLElementTagNameMap[K]}
   */
  function element(name, className, text = '') {
    const made = document.createElement(name);
    made.className = className;
    made.textContent = text;
    return made;
  }

  /**
   * @param {(question: string) => void} ask  puts another question
   * @returns {SearchResults}
   */
  function createResults(ask) {
    const filters = element('fieldset', 'hb-filters');
    const content = element('div', 'hb-search__content');
    /** @type {SearchAnswer} */
    let answer = { hits: [], near: [] };
    let chosen = ALL;

    /** @param {string} filter */
    function choose(filter) {
      chosen = filter;
      list();
    }

    function list() {
      const hits = answer.hits.filter((hit) => chosen === ALL || hit.record.document.filter === chosen);
      content.replaceChildren(...(chosen === ALL && hits.length > UNGROUPED ? groups(hits, choose) : [flat(hits)]));
      fillFilters(filters, answer.hits, chosen, choose);
    }

    /**
     * @param {SearchAnswer} found
     * @param {string} question
     */
    function show(found, question) {
      answer = found;
      if (!found.hits.some((hit) => hit.record.document.filter === chosen)) chosen = ALL;
      list();
      if (found.hits.length === 0) content.replaceChildren(...instead(found.near, ask));
      return summary(found, question);
    }

    function clear() {
      answer = { hits: [], near: [] };
      chosen = ALL;
      filters.hidden = true;
      content.replaceChildren();
    }

    function stops() {
      return /** @type {HTMLElement[]} */ (Array.from(content.querySelectorAll('a, button')));
    }

    clear();
    return { filters, content, show, clear, stops };
  }

  /**
   * @param {SearchAnswer} answer
   * @param {string} question
   */
  function summary({ hits }, question) {
    const [best] = hits;
    if (!best) return TEXT.none(shortened(question));
    if (best.via === 'near') return TEXT.near(shortened(question), hits.length);
    return best.coverage < 1 ? TEXT.partly(hits.length) : TEXT.found(hits.length);
  }

  /** @param {string} text */
  function shortened(text) {
    const chars = Array.from(text.slice(0, SHOWN_QUESTION * 2));
    return chars.length > SHOWN_QUESTION ? `${chars.slice(0, SHOWN_QUESTION).join('')}…` : text;
  }

  // ---- filters ----

  /**
   * One radio for each kind that was found. The one that has the focus must not be made anew.
   * @param {HTMLElement} fieldset
   * @param {SearchHit[]} hits
   * @param {string} chosen
   * @param {(filter: string) => void} choose
   */
  function fillFilters(fieldset, hits, chosen, choose) {
    const counts = new Map([[ALL, hits.length]]);
    for (const name of handbook.searchIndex?.filters() || []) counts.set(name, 0);
    for (const { record } of hits) counts.set(record.document.filter, (counts.get(record.document.filter) || 0) + 1);
    if (!fieldset.querySelector('input')) {
      const legend = element('legend', 'hb-search__label', TEXT.filters);
      fieldset.append(legend, ...Array.from(counts.keys(), (name) => createFilter(name, choose)));
    }
    for (const input of fieldset.querySelectorAll('input')) {
      const count = counts.get(input.value) || 0;
      const label = input.parentElement;
      const number = label?.querySelector('.hb-filter__count');
      input.checked = input.value === chosen;
      if (label) label.hidden = count === 0;
      if (number) number.textContent = String(count);
    }
    fieldset.hidden = hits.length === 0;
  }

  /**
   * @param {string} name
   * @param {(filter: string) => void} choose
   */
  function createFilter(name, choose) {
    const label = element('label', 'hb-filter');
    const input = element('input', 'hb-filter__input');
    input.type = 'radio';
    input.name = 'hb-search-filter';
    input.value = name;
    input.addEventListener('change', () => choose(name));
    const pill = element('span', 'hb-filter__pill', `${name || TEXT.all} `);
    pill.append(element('span', 'hb-filter__count'));
    label.append(input, pill);
    return label;
  }

  // ---- lists ----

  /**
   * The best by themselves, the others by kind, the kind of the better hit first.
   * @param {SearchHit[]} hits
   * @param {(filter: string) => void} choose
   */
  function groups(hits, choose) {
    const best = bestOf(hits);
    /** @type {Map<string, SearchHit[]>} */
    const others = new Map();
    for (const hit of hits) {
      const { filter } = hit.record.document;
      if (!best.includes(hit)) others.set(filter, [...(others.get(filter) || []), hit]);
    }
    const rest = Array.from(others, ([name, found]) => group(name, found, IN_GROUP, choose));
    return [group(TEXT.best, best, BEST, choose), ...rest];
  }

  /** @param {SearchHit[]} hits */
  function bestOf(hits) {
    let untitled = 0;
    const wanted = hits.filter(({ record }) => {
      if (record.document.title) return true;
      untitled += 1;
      return untitled <= BEST_UNTITLED;
    });
    return wanted.slice(0, BEST);
  }

  /**
   * @param {string} name
   * @param {SearchHit[]} hits
   * @param {number} most
   * @param {(filter: string) => void} choose
   */
  function group(name, hits, most, choose) {
    const section = element('section', 'hb-group');
    const heading = element('h2', 'hb-group__name', name);
    section.append(heading, createList(hits.slice(0, most), name));
    const rest = hits.length - most;
    if (rest > 0) {
      const button = element('button', 'hb-group__more', TEXT.rest(name, rest));
      button.type = 'button';
      button.addEventListener('click', () => {
        choose(name);
        // The button is gone; whoever pressed it goes on with the list.
        const first = document.querySelector('.hb-search__content a');
        if (first instanceof HTMLElement) first.focus();
      });
      section.append(button);
    }
    return section;
  }

  /** @param {SearchHit[]} hits */
  function flat(hits) {
    const section = element('section', 'hb-group');
    section.append(createList(hits.slice(0, MOST_HITS), TEXT.results));
    const rest = hits.length - MOST_HITS;
    if (rest > 0) section.append(element('p', 'hb-search__more', TEXT.more(rest)));
    return section;
  }

  /**
   * @param {SearchHit[]} hits
   * @param {string} name
   */
  function createList(hits, name) {
    const list = element('ol', 'hb-search__list');
    list.setAttribute('aria-label', name);
    list.append(...hits.map(createHit));
    return list;
  }

  /**
   * @param {string[]} terms
   * @param {(question: string) => void} ask
   */
  function instead(terms, ask) {
    const near = element('p', 'hb-near');
    if (terms.length) near.append(element('span', 'hb-near__label', TEXT.try));
    for (const term of terms) {
      const button = element('button', 'hb-near__term', term);
      button.type = 'button';
      button.addEventListener('click', () => ask(term));
      near.append(button);
    }
    const listing = element('a', 'hb-near__listing', TEXT.listing);
    listing.href = handbook.searchIndex?.listing() || '';
    const last = element('p', 'hb-near');
    last.append(listing);
    return terms.length ? [near, last] : [last];
  }

  // ---- one hit ----

  /** @param {SearchHit} hit */
  function createHit(hit) {
    const found = hit.record.document;
    const item = element('li', 'hb-hit');
    const link = element('a', 'hb-hit__link');
    link.href = handbook.searchIndex ? handbook.searchIndex.address(found) : found.url;
    link.dataset.searchHit = found.id || '';
    link.append(createMeta(hit));
    // A sentence of the source has no title, a page may have no text.
    if (found.title) link.append(marked('span', 'hb-hit__title', found.title, hit.needles));
    link.append(...createContext(hit));
    item.append(link);
    return item;
  }

  /**
   * Id, kind, where it stands, and why it was found if it has other words than the question.
   * @param {SearchHit} hit
   */
  function createMeta({ record, needles, via }) {
    const found = record.document;
    const meta = element('span', 'hb-hit__meta');
    if (found.id) meta.append(marked('span', 'hb-hit__id', found.id, needles), ' ');
    meta.append(element('span', 'hb-hit__kind', found.label));
    if (found.where !== found.title && found.where !== found.label) {
      meta.append(' ', element('span', 'hb-hit__where', found.where));
    }
    if (TEXT.via[via]) meta.append(' ', element('span', 'hb-hit__via', TEXT.via[via]));
    return meta;
  }

  /**
   * One line around the match: in the text, else in the words of the source, else the beginning.
   * @param {SearchHit} hit
   * @returns {HTMLElement[]}
   */
  function createContext({ record, needles }) {
    const { text = '', title, quotes = [] } = record.document;
    const [best] = needles;
    const folded = record.quotes.findIndex((quote) => best && quote.includes(best));
    if (folded >= 0 && best && !record.text.includes(best)) {
      const context = element('span', 'hb-hit__context', TEXT.quote);
      appendMarked(context, snippetOf(quotes[folded] || '', needles));
      return [context];
    }
    if (!text || text === title) return [];
    const context = element('span', 'hb-hit__context');
    appendMarked(context, snippetOf(text.replace(/\s+/g, ' '), needles));
    return [context];
  }

  /**
   * @param {string} text
   * @param {string[]} needles
   * @returns {MarkedText}
   */
  function snippetOf(text, needles) {
    return handbook.searchText ? handbook.searchText.snippet(text, needles, SNIPPET_WIDTH) : { text, spans: [] };
  }

  /**
   * @param {'span'} name
   * @param {string} className
   * @param {string} text
   * @param {string[]} needles
   */
  function marked(name, className, text, needles) {
    const made = element(name, className);
    appendMarked(made, { text, spans: handbook.searchText ? handbook.searchText.matchSpans(text, needles) : [] });
    return made;
  }

  /**
   * @param {HTMLElement} parent
   * @param {MarkedText} marked
   */
  function appendMarked(parent, { text, spans }) {
    let at = 0;
    for (const [start, end] of spans) {
      parent.append(text.slice(at, start), element('mark', 'hb-hit__mark', text.slice(start, end)));
      at = end;
    }
    parent.append(text.slice(at));
  }

  handbook.searchResults = { createResults };
})();
