// 搜索的索引部分：第一次打开时才载入数据，建好索引，回答提问。不碰对话框。

/** @typedef {{hits: SearchHit[], near: string[]}} SearchAnswer  near: terms to try when there is no hit */

/**
 * @typedef {object} SearchIndexApi
 * @property {() => Promise<void>} load  fails with an error whose message is the file; may be called again after that
 * @property {() => boolean} isReady
 * @property {() => string[]} filters
 * @property {(text: string) => SearchAnswer} search  best first; only once it is ready
 * @property {() => string} listing  address of the page that lists the terms
 * @property {(document: SearchDocument) => string} address
 */

(() => {
  'use strict';

  const scope = /** @type {HandbookWindow} */ (window);
  scope.handbook = scope.handbook || {};
  const handbook = scope.handbook;

  const BETWEEN_WORDINGS = '|';

  // A pair of characters that the handbook does not know weighs this much of the rarest one it
  // knows: little, since 能不能带火种 means 火种; but a question made of them has no answer here.
  const UNKNOWN = 0.3;
  // One rare pair says more than several common ones, which mostly come from one common word.
  const RARITY = 1;
  // A character by itself says less than a pair that is as rare.
  const ALONE = 0.4;
  // What all the pairs of a query count for in title and quotes, in the ways in which people ask,
  // and in the text …
  const PAIRS = [0.42, 0.26, 0.42];
  // … and what its characters do, each by itself: 没网 and 没有网络 have no pair in common.
  const CHARACTERS = [0.58, 0.54, 0.28];
  // What has no pair of the query must have so much of it in characters: some are everywhere.
  const LEAST_ALONE = 0.5;
  // What the characters count for besides, the more wordings have them: up to so much, and half of
  // it with so many more than one.
  const OFTEN = 0.7;
  const HALF_OFTEN = 3;
  // The coverage of a hit that has a name in the query, but not the whole query.
  const PART = 0.99;
  // All the words that the reader parted, somewhere in the record, are worth so much more than most.
  const ALL_WORDS = 60;
  // What an answer loses for each slip that it takes for granted, …
  const SLIP = 120;
  // … if it has other words than the ones typed, …
  const PENALTY = { typed: 0, question: 5, synonym: 100, near: SLIP };
  // … or if others have what was typed to the letter, and that is so long that it is no chance.
  const REWORDED = 250;
  const LITERAL = 5;
  const AS_TYPED = 150;
  const PARTIAL_PENALTY = { typed: 0, question: 0, synonym: 15, near: 15 };
  // … or because it only sounds so: spelt out, by initials, by both.
  const SOUND = [30, 60, 120];
  // Of so many records that share most with a query it is seen whether it is a slip for them.
  const MOST_NEAR = 300;
  // A longer phrase with a slip in it still has most of its pairs of characters.
  const LONGEST_SLIP = 24;
  const WHOLE_SLIP = 0.2;
  // Terms that are offered when nothing was found, and how long they may be.
  const MOST_TERMS = 5;
  const LONGEST_TERM = 12;
  const FARTHEST_TERM = 0.7;
  // Two initials stand in every other text, so they are looked for in names alone.
  const LEAST_INITIALS_IN_TEXT = 4;

  const MOST_CHARACTERS = 8192;
  const LETTERS = /^[a-z ]+$/;

  /** @typedef {{records: SearchRecord[], postings: Postings, sound: SearchSound, read: (text: string) => SearchQuery}} SearchIndex */

  /** @type {Promise<void> | null} */
  let loading = null;
  /** @type {SearchIndex | null} */
  let index = null;

  /**
   * @template T
   * @param {T | undefined} part
   * @param {string} file
   * @returns {T}
   */
  function need(part, file) {
    if (!part) throw new Error(`assets/handbook/${file}`);
    return part;
  }

  const rank = () => need(handbook.searchRank, 'search-rank.js');
  const near = () => need(handbook.searchNear, 'search-near.js');
  const loader = () => need(handbook.searchLoad, 'search-load.js');

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
    const data = await loader().load();
    // Lets the page paint “正在载入” before the work.
    await new Promise((resolve) => setTimeout(resolve));
    index = createIndex(data);
  }

  /**
   * @param {PackedDocument} packed
   * @param {string} asked
   * @param {SearchData['places']} places
   * @returns {SearchDocument}
   */
  function unpacked(packed, asked, places) {
    const { in: row, at, ...own } = packed;
    const [kind, label, filter, where, priority, page] = /** @type {SearchData['places'][0]} */ (places[row]);
    const place = at ?? (own.id ? `#${own.id}` : '');
    const wordings = asked ? asked.split(BETWEEN_WORDINGS) : [];
    return { ...own, asked: wordings, kind, label, filter, where, priority, url: page + place };
  }

  /**
   * @param {SearchData} data
   * @returns {SearchIndex}
   */
  function createIndex(data) {
    const documents = data.documents.map((packed, number) => unpacked(packed, data.asked[number] || '', data.places));
    const records = documents.map(rank().createRecord);
    return {
      records,
      postings: new Postings(records),
      sound: need(handbook.searchSound, 'search-sound.js').createSound(data.readings),
      read: need(handbook.searchQuery, 'search-query.js').createReader(data),
    };
  }

  // Where a character or a pair of them stands in a record, the best place first.
  const PLACES = { STRONG: 0, ASKED: 1, TEXT: 2 };
  const PLACE_BITS = 2;
  // How often it is asked for with it, up to so many times.
  const TIMES_BITS = 4;
  const MOST_TIMES = (1 << TIMES_BITS) - 1;
  const ORDER_SHIFT = PLACE_BITS + TIMES_BITS;

  /**
   * For each character and each pair of characters the records that have it: each as its number,
   * how often it is asked for so, and the best place.
   */
  class Postings {
    /** @param {SearchRecord[]} records */
    constructor(records) {
      // Characters are numbered, so that a pair of them is a small number: as keys, strings cost
      // five times as much.
      this.numbers = new Uint16Array(0x10000);
      this.known = 0;
      /** @type {Map<number, number[]>} */
      this.places = new Map();
      for (const record of records) this.add(record);
    }

    /** @param {SearchRecord} record */
    add({ id, strong, asked, text, order }) {
      const first = order << ORDER_SHIFT;
      this.addText(`${id}\n${strong}`, first + PLACES.STRONG);
      this.addText(asked.join('\n'), first + PLACES.ASKED);
      this.addText(text, first + PLACES.TEXT);
    }

    /**
     * @param {string} text
     * @param {number} place
     */
    addText(text, place) {
      let last = 0;
      for (let at = 0; at < text.length; at += 1) {
        const number = this.numberOf(text.charCodeAt(at));
        this.post(number * MOST_CHARACTERS, place);
        if (last) this.post(last * MOST_CHARACTERS + number, place);
        last = number;
      }
    }

    /** @param {number} code */
    numberOf(code) {
      // Should there ever be more, two of them share a number, and are told apart by looking.
      if (!this.numbers[code]) this.numbers[code] = (this.known++ % (MOST_CHARACTERS - 1)) + 1;
      return Number(this.numbers[code]);
    }

    /**
     * @param {number} key
     * @param {number} place
     */
    post(key, place) {
      const isAsked = placeOf(place) === PLACES.ASKED;
      const first = isAsked ? place + (1 << PLACE_BITS) : place;
      const places = this.places.get(key);
      const last = places ? Number(places[places.length - 1]) : -1;
      if (!places) this.places.set(key, [first]);
      // A record's places come one after the other, the better one first.
      else if (last >> ORDER_SHIFT !== place >> ORDER_SHIFT) places.push(first);
      else if (isAsked && timesOf(last) < MOST_TIMES) places[places.length - 1] = last + (1 << PLACE_BITS);
    }

    /**
     * @param {string} token  one character or two
     * @returns {number[]}
     */
    of(token) {
      const first = Number(this.numbers[token.charCodeAt(0)]);
      const second = token.length > 1 ? Number(this.numbers[token.charCodeAt(1)]) : 0;
      if (!first || (token.length > 1 && !second)) return [];
      return this.places.get(first * MOST_CHARACTERS + second) || [];
    }
  }

  /** @param {number} posting */
  function placeOf(posting) {
    return posting & ((1 << PLACE_BITS) - 1);
  }

  /** @param {number} posting */
  function timesOf(posting) {
    return (posting >> PLACE_BITS) & MOST_TIMES;
  }

  /**
   * @param {string} text
   * @returns {SearchAnswer}
   */
  function search(text) {
    if (!index) throw new Error('load() comes first');
    const query = index.read(text);
    const found = new Found();
    const [typed] = query.variants;
    if (typed) {
      addIds(index, query, found);
      const spaced = typed.words.length > 1;
      for (const variant of query.variants) addVariant(index, variant, spaced, found);
      if (query.spelling) addSound(index, query.spelling, found);
      else if (spaced) addVariant(index, corrected(index, typed), spaced, found);
      else if (!found.hasPhrase) addNear(index, typed.phrase, found);
    }
    const { dropNoise, preferKinds, compareHits } = rank();
    const hits = preferKinds(dropNoise(found.all()), query.kinds).sort(compareHits);
    return { hits, near: hits.length || !typed ? [] : nearTerms(index, typed.phrase) };
  }

  /** The hits so far: of each record the best. */
  class Found {
    constructor() {
      /** @type {Map<number, SearchHit>} */
      this.hits = new Map();
      this.hasPhrase = false;
      this.hasLiteral = false;
    }

    /**
     * @param {SearchRecord} record
     * @param {number} score
     * @param {number} coverage
     * @param {SearchVia} via
     * @param {string[]} needles
     */
    add(record, score, coverage, via, needles) {
      if (coverage === 1) this.hasPhrase = true;
      const hit = this.hits.get(record.order);
      if (!hit || hit.score < score) this.hits.set(record.order, { record, score, coverage, via, needles });
    }

    all() {
      return Array.from(this.hits.values());
    }
  }

  /**
   * @param {SearchIndex} from
   * @param {SearchQuery} query
   * @param {Found} found
   */
  function addIds({ records }, { ids, idStart }, found) {
    const { SCORE } = rank();
    for (const record of records) {
      if (!record.id) continue;
      if (ids.includes(record.document.id || '')) found.add(record, Number(SCORE.ID), 1, 'typed', [record.id]);
      else if (idStart && record.id.startsWith(idStart)) {
        found.add(record, Number(SCORE.ID_START), 1, 'typed', [idStart]);
      }
    }
  }

  /**
   * @param {SearchIndex} from
   * @param {SearchVariant} variant
   * @param {boolean} spaced  whether the reader typed words: then all of them are wanted
   * @param {Found} found
   */
  function addVariant(from, variant, spaced, found) {
    const { phraseScore, askedScore, partialScore, headWithin, headWithinBonus } = rank();
    const { phrase, words, via } = variant;
    const tokens = tokensOf(words);
    const weights = weightsOf(from, tokens);
    // Where no pair is known, the characters are together by chance.
    const isKnown = tokens.some((token) => token.length > 1 && from.postings.of(token).length);
    const shared = sharedBy(from, tokens, weights, isKnown ? charactersOf(words) : []);
    const single = phrase.length === 1;
    // What stands somewhere as it was typed is what was meant, more than any way to put it.
    const literal = via !== 'typed' && found.hasLiteral;
    for (const [order, { covered, count }] of single ? everyRecord(from) : shared) {
      const record = from.records[order];
      if (!record) continue;
      const mayBeWhole = single || count === tokens.length;
      const whole = mayBeWhole ? phraseScore(record, phrase) : 0;
      const asked = mayBeWhole ? askedScore(record, phrase) : 0;
      const penalty = PENALTY[via] + (literal ? REWORDED : 0);
      if (whole) {
        const isLiteral = via === 'typed' && phrase.length >= LITERAL;
        if (isLiteral) found.hasLiteral = true;
        found.add(record, whole - penalty + (isLiteral ? AS_TYPED : 0), 1, via, [phrase]);
      }
      if (asked) {
        // A part of a wording is not yet what was asked for: others may be as near.
        const coverage = record.asked.includes(phrase) ? 1 : PART;
        found.add(record, asked - penalty, coverage, 'asked', [phrase]);
      }
      if (whole || asked) continue;
      const all = spaced && count === tokens.length ? ALL_WORDS : 0;
      // Letters that are only partly there say nothing.
      if (single || (count < tokens.length && LETTERS.test(phrase))) continue;
      if (!count && covered < LEAST_ALONE) continue;
      const head = spaced ? '' : headWithin(record, phrase);
      const bonus = head ? headWithinBonus(record, head, shareOf(tokensOf([head]), tokens, weights)) : 0;
      const score = partialScore(record, covered, words) + all + bonus - PARTIAL_PENALTY[via];
      const needles = [...(head ? [head] : []), ...words, ...tokens.filter((token) => token.length > 1)];
      // Of what was typed the reader may see nothing in it: then the label says why it is here.
      const isSeen = needles.some((needle) => record.strong.includes(needle) || record.text.includes(needle));
      found.add(record, score, head ? PART : Math.min(covered, PART), isSeen ? via : 'asked', needles);
    }
  }

  /**
   * @param {SearchIndex} from
   * @returns {Iterable<[number, {covered: number, count: number}]>}
   */
  function everyRecord({ records }) {
    return records.map((record) => [record.order, { covered: 0, count: 0 }]);
  }

  /**
   * The pairs of characters of the words, each once; of a word of one character, itself.
   * @param {string[]} words
   */
  function tokensOf(words) {
    /** @type {Set<string>} */
    const tokens = new Set();
    for (const word of words) {
      if (word.length === 1) tokens.add(word);
      for (let at = 0; at + 1 < word.length; at += 1) tokens.add(word.slice(at, at + 2));
    }
    return Array.from(tokens);
  }

  /**
   * The characters of the words, each once.
   * @param {string[]} words
   */
  function charactersOf(words) {
    return Array.from(new Set(words.join('')));
  }

  /**
   * What each of the tokens is of all that they say, together 1: a token says the more the fewer
   * records have it.
   * @param {SearchIndex} from
   * @param {string[]} tokens
   */
  function weightsOf({ records, postings }, tokens) {
    const weights = tokens.map((token) => {
      const count = postings.of(token).length;
      return Math.log(1 + records.length / (count || 1)) ** RARITY * (count ? 1 : UNKNOWN) * (token.length > 1 ? 1 : ALONE);
    });
    const sum = weights.reduce((total, weight) => total + weight, 0);
    return weights.map((weight) => weight / sum);
  }

  /**
   * @param {string[]} some
   * @param {string[]} tokens
   * @param {number[]} weights
   */
  function shareOf(some, tokens, weights) {
    return tokens.reduce((sum, token, number) => sum + (some.includes(token) ? weights[number] ?? 0 : 0), 0);
  }

  /**
   * For each record that has any of the tokens, or of the characters: how many of the tokens, and
   * what share of the query that is.
   * @param {SearchIndex} from
   * @param {string[]} tokens
   * @param {number[]} [weights]     of the tokens, together 1
   * @param {string[]} [characters]
   */
  function sharedBy(from, tokens, weights = weightsOf(from, tokens), characters = []) {
    /** @type {Map<number, {covered: number, count: number}>} */
    const shared = new Map();
    /**
     * @param {number} posting
     * @param {number} share
     * @param {number} count
     */
    function add(posting, share, count) {
      const order = posting >> ORDER_SHIFT;
      const entry = shared.get(order) || { covered: 0, count: 0 };
      entry.covered += share;
      entry.count += count;
      shared.set(order, entry);
    }
    tokens.forEach((token, number) => {
      const weight = weights[number] ?? 0;
      for (const posting of from.postings.of(token)) add(posting, weight * (PAIRS[placeOf(posting)] ?? 0), 1);
    });
    const characterWeights = weightsOf(from, characters);
    characters.forEach((character, number) => {
      const weight = characterWeights[number] ?? 0;
      for (const posting of from.postings.of(character)) {
        const more = Math.max(0, timesOf(posting) - 1);
        add(posting, weight * ((CHARACTERS[placeOf(posting)] ?? 0) + OFTEN * more / (more + HALF_OFTEN)), 0);
      }
    });
    return shared;
  }

  /**
   * Records for which the phrase is a slip: a character wrong, missing or too much.
   * @param {SearchIndex} from
   * @param {string} phrase
   * @param {Found} found
   */
  function addNear(from, phrase, found) {
    const { placeScore } = rank();
    for (const { record, text, field, start, end, cost } of slips(from, phrase)) {
      const place = { field, share: (end - start) / text.length, atStart: start === 0 };
      found.add(record, placeScore(record, place) - SLIP * cost, 1, 'near', [text.slice(start, end)]);
    }
  }

  /**
   * The words, those that occur nowhere replaced by what they are a slip for.
   * @param {SearchIndex} from
   * @param {SearchVariant} variant
   * @returns {SearchVariant}
   */
  function corrected(from, { words }) {
    const better = words.map((word) => {
      if (from.records.some(({ strong, text }) => strong.includes(word) || text.includes(word))) return word;
      const [best] = Array.from(slips(from, word)).sort((a, b) => a.cost - b.cost);
      return best ? best.text.slice(best.start, best.end) : word;
    });
    return { phrase: better.join(''), words: better, via: 'near' };
  }

  /**
   * Where a phrase stands with a slip in it.
   * @param {SearchIndex} from
   * @param {string} phrase
   * @returns {Generator<{record: SearchRecord, text: string, field: SearchField} & NearMatch>}
   */
  function* slips(from, phrase) {
    const { allowance, isPossible, nearest, distance } = near();
    const alike = from.sound.soundsLike(phrase);
    if (phrase.length > LONGEST_SLIP) return;
    const shared = Array.from(sharedBy(from, [...tokensOf([phrase]), ...new Set(phrase)]));
    shared.sort((a, b) => b[1].covered - a[1].covered);
    for (const [order] of shared.slice(0, MOST_NEAR)) {
      const record = from.records[order];
      if (!record) continue;
      for (const [text, field] of allFieldsOf(record)) {
        if (!isPossible(phrase, text)) continue;
        const piece = nearest(phrase, text, alike);
        const isClose = Math.abs(text.length - phrase.length) <= allowance(phrase, true);
        const cost = isClose ? distance(phrase, text, alike) : Infinity;
        // Rather the whole name with one character missing than most of it with none.
        const whole = cost <= piece.cost + WHOLE_SLIP;
        const match = whole ? { cost, start: 0, end: text.length } : piece;
        if (match.cost <= allowance(phrase, whole)) yield { record, text, field, ...match };
      }
    }
  }

  /**
   * @param {SearchRecord} record
   * @returns {[string, SearchField][]}
   */
  function allFieldsOf(record) {
    return [...rank().fieldsOf(record), ...(record.text ? [/** @type {[string, SearchField]} */ ([record.text, 'text'])] : [])];
  }

  /**
   * Records that are read as the query is spelt; if there are none, those whose name is nearly so.
   * @param {SearchIndex} from
   * @param {string} spelling
   * @param {Found} found
   */
  function addSound(from, spelling, found) {
    const { placeScore } = rank();
    const find = from.sound.finder(spelling);
    for (const record of from.records) {
      for (const [text, field] of allFieldsOf(record)) {
        const match = find(text, field !== 'text');
        if (!match || (field === 'text' && match.ease && spelling.length < LEAST_INITIALS_IN_TEXT)) continue;
        const place = { field, share: (match.end - match.start) / text.length, atStart: match.start === 0 };
        const score = placeScore(record, place) - (SOUND[match.ease] ?? 0);
        found.add(record, score, 1, 'sound', [text.slice(match.start, match.end)]);
      }
    }
    if (!found.hasPhrase) addNearSound(from, spelling, found);
  }

  /**
   * Records with a name whose spelling is that of the query but for a letter or two: bangzi for
   * banzi, zengzhi for zhengzhi.
   * @param {SearchIndex} from
   * @param {string} spelling
   * @param {Found} found
   */
  function addNearSound(from, spelling, found) {
    const { placeScore } = rank();
    const { slipsIn, isPossibleIn, nearest } = near();
    const most = slipsIn(spelling);
    if (!most) return;
    for (const record of from.records) {
      for (const [text, field] of rank().fieldsOf(record)) {
        const { letters, owners } = from.sound.spelt(text);
        if (!isPossibleIn(spelling, letters)) continue;
        const match = nearest(spelling, letters, []);
        if (match.cost > most) continue;
        const start = owners[match.start] ?? 0;
        const end = (owners[match.end - 1] ?? 0) + 1;
        const place = { field, share: (end - start) / text.length, atStart: start === 0 };
        found.add(record, placeScore(record, place) - SLIP * match.cost, 1, 'near', [text.slice(start, end)]);
      }
    }
  }

  /**
   * What to try when nothing was found: the terms that have most of the query's characters.
   * @param {SearchIndex} from
   * @param {string} phrase
   */
  function nearTerms(from, phrase) {
    const { nearest } = near();
    const shared = sharedBy(from, [...tokensOf([phrase]), ...new Set(phrase)]);
    /** @type {Map<string, number>} */
    const costs = new Map();
    for (const order of shared.keys()) {
      const { title = '', priority } = from.records[order]?.document || {};
      const name = from.records[order]?.title || '';
      if (!priority || !name || name.length > LONGEST_TERM) continue;
      const cost = nearest(name, phrase, from.sound.soundsLike(name)).cost / name.length;
      if (cost <= FARTHEST_TERM) costs.set(title, cost);
    }
    return Array.from(costs).sort((a, b) => a[1] - b[1]).slice(0, MOST_TERMS).map(([title]) => title);
  }

  handbook.searchIndex = {
    load,
    isReady: () => index !== null,
    filters: () => handbook.searchData?.filters || [],
    search,
    listing: () => loader().address(handbook.searchData?.listing || ''),
    address: (document) => loader().address(document.url),
  };
})();
