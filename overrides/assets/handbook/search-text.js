// 搜索的文字部分：怎样读一段文字，怎样标出其中找到的字，取哪一段给人看。
// 全是纯函数，不碰页面，不碰索引，单独就能测。

/**
 * Something that can be found; an absent field is empty.
 * @typedef {object} SearchDocument
 * @property {string} [id]       entry id such as "AB03", none for a page or section
 * @property {string} kind
 * @property {string} label      the Chinese word for the kind
 * @property {string} filter     the filter that it falls under, one of SearchData.filters
 * @property {string} [title]    none for a sentence of the source
 * @property {string} [text]
 * @property {string[]} [quotes] the words of the source that it stands for
 * @property {string[]} [names]  what else it is called
 * @property {string[]} [asked]  how people ask for it
 * @property {string} url        relative to the site's root
 * @property {string} where      the page and heading under which it stands
 * @property {number} [priority] higher first among equals
 */

/**
 * What the build writes for it: what it shares with others stands in a row of SearchData.places.
 * @typedef {object} PackedDocument
 * @property {number} in      the number of that row
 * @property {string} [at]    its place on the page, "#" and all; none if that is its id
 * @property {string} [id]
 * @property {string} [title]
 * @property {string} [text]
 * @property {string[]} [quotes]
 * @property {string[]} [names]
 */

/**
 * @typedef {object} SearchData
 * @property {string[]} filters             in the order in which they are offered
 * @property {string} listing               address of the page that lists the terms
 * @property {PackedDocument[]} documents
 * @property {string[]} asked               for each document how people ask for it, parted by “|”
 * @property {[string, string, string, string, number, string][]} places  kind, label, filter, where, priority, address of the page
 * @property {[string[], string[]][]} synonyms  for each group the words that occur, and the others
 * @property {string[]} questionWords
 * @property {[string[], string[]][]} asksFor  words of a question, and the kinds of entry that answer it
 * @property {Record<string, string>} readings  syllable → the characters read so
 * @property {string} traditional           pairs: another form, the form that occurs
 * @property {Record<string, string>} explained  for each kind that is explained in place, whose words its text is
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
 * The one global of the handbook's scripts; each file fills in its own part.
 * @typedef {object} HandbookNamespace
 * @property {SearchData} [searchData]
 * @property {SearchTextApi} [searchText]
 * @property {SearchSoundApi} [searchSound]
 * @property {SearchNearApi} [searchNear]
 * @property {SearchQueryApi} [searchQuery]
 * @property {SearchRankApi} [searchRank]
 * @property {SearchLoadApi} [searchLoad]
 * @property {SearchIndexApi} [searchIndex]
 * @property {SearchResultsApi} [searchResults]
 * @property {HandbookReading} [reading]
 */

/** @typedef {Window & {handbook?: HandbookNamespace}} HandbookWindow */

/**
 * @typedef {object} SearchTextApi
 * @property {(text: string) => string} normalise
 * @property {(text: string) => FoldedText} fold
 * @property {(char: string) => boolean} isHan
 * @property {(text: string, needles: string[]) => TextSpan[]} matchSpans
 * @property {(text: string, needles: string[], width: number) => MarkedText} snippet
 */

(() => {
  'use strict';

  // More matches than this in one text change nothing about where the best piece is.
  const MOST_SPANS = 100;

  // Context shown before the match, in characters.
  const LEAD = 12;

  const DIGITS = '零一二三四五六七八九';

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
   * Lower case, one width, small numbers as Chinese ones, and without punctuation or spaces, so
   * that 登记、锁门 and “登记锁门”, 10条 and 十条, 2个 and 两个 are one phrase. Only between
   * two words that are not Chinese does one space stay.
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
        append(folded, part === '两' ? '二' : part, position, end);
        last = part;
        gap = false;
      }
      position = end;
    }
    return /[1-9]/.test(folded.text) ? withChineseNumbers(folded) : folded;
  }

  /**
   * @param {FoldedText} folded
   * @returns {FoldedText}
   */
  function withChineseNumbers(folded) {
    /** @type {FoldedText} */
    const result = { text: '', starts: [], ends: [] };
    let at = 0;
    for (const match of folded.text.matchAll(/(?<![a-z0-9])[1-9][0-9]?(?=$|\p{Script=Han})/gu)) {
      copy(folded, result, at, match.index);
      at = match.index + match[0].length;
      append(result, chineseNumber(Number(match[0])), folded.starts[match.index] ?? 0, folded.ends[at - 1] ?? 0);
    }
    copy(folded, result, at, folded.text.length);
    return result;
  }

  /** @param {number} number from 1 to 99 */
  function chineseNumber(number) {
    const tens = Math.floor(number / 10);
    const ones = number % 10 ? DIGITS.charAt(number % 10) : '';
    return tens ? `${tens > 1 ? DIGITS.charAt(tens) : ''}十${ones}` : ones;
  }

  /**
   * @param {FoldedText} from
   * @param {FoldedText} to
   * @param {number} start
   * @param {number} end
   */
  function copy(from, to, start, end) {
    to.text += from.text.slice(start, end);
    to.starts.push(...from.starts.slice(start, end));
    to.ends.push(...from.ends.slice(start, end));
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

  // ---- showing ----

  /**
   * Where the needles stand. If the first, the best one, is there, the others do not matter.
   * @param {string} text
   * @param {string[]} needles folded
   * @returns {TextSpan[]} sorted, none touching another
   */
  function matchSpans(text, needles) {
    const folded = fold(text);
    /** @type {TextSpan[]} */
    const spans = [];
    const [best] = needles;
    for (const needle of best && folded.text.includes(best) ? [best] : needles) {
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
   * @param {string[]} needles folded, none empty
   * @param {number} width
   * @returns {MarkedText}
   */
  function snippet(text, needles, width) {
    const spans = matchSpans(text, needles);
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
  scope.handbook.searchText = { normalise, fold, isHan, matchSpans, snippet };
})();
