// 别的版次：叫什么名称，当时怎样说一个条目，后来怎样了。改没改、改了哪些字由构建说，这里只照着读。

/**
 * How long the pieces of a text are that were kept, removed and added, three by three.
 * @typedef {number[]} WorkingSpans
 */
/** @typedef {{ fate: 'kept' | 'removed' | 'added', text: string }} WorkingPiece */
/** @typedef {{ title: WorkingPiece[], text: WorkingPiece[] }} WorkingWords */

/**
 * `kept`: the text is the same; `reworded`: it is not; `removed`: the entry is gone; `unclear`: the
 * entry is there, and nobody can say what the edition said; `unknown`: no known edition has the id.
 * @typedef {'kept' | 'reworded' | 'removed' | 'unclear' | 'unknown'} WorkingFate
 */

/**
 * @typedef {object} WorkingEditionsApi
 * @property {(id: string, data: WorkingData) => string} nameOf empty for one that is not known
 * @property {(id: string, edition: string, data: WorkingData) => { fate: WorkingFate, before: WorkingText | null }} former
 * @property {(id: string, edition: string, data: WorkingData) => WorkingWords} words of an entry that was reworded
 * @property {(id: string, data: WorkingData) => string} became what became of an entry that is gone, in words
 */

(() => {
  'use strict';

  const scope = /** @type {WorkingScope} */ (globalThis);
  const working = /** @type {WorkingNamespace} */ (scope.working = scope.working || {});
  const marking = /** @type {WorkingMarksApi} */ (working.marks);
  const FATES = /** @type {const} */ (['kept', 'removed', 'added']);

  /**
   * @param {string} id
   * @param {WorkingData} data
   */
  function nameOf(id, data) {
    return [data.edition, ...data.editions].find((one) => one.id === id)?.name || '';
  }

  /**
   * @param {string} id
   * @param {WorkingData} data
   * @returns {WorkingText | null}
   */
  function present(id, data) {
    const row = data.rows.find((one) => one.id === id);
    return row ? { title: row.title, text: row.text } : null;
  }

  /**
   * @param {string} id
   * @param {string} edition
   * @param {WorkingData} data
   * @returns {{ fate: WorkingFate, before: WorkingText | null }}
   */
  function former(id, edition, data) {
    const now = present(id, data);
    if (edition === data.edition.id) return { fate: now ? 'kept' : 'unknown', before: now };
    const known = data.editions.find((one) => one.id === edition);
    const text = own(known?.texts, id);
    if (text) return { fate: now ? 'reworded' : 'removed', before: text };
    if (!now) return { fate: 'unknown', before: null };
    return known?.same.includes(id) ? { fate: 'kept', before: now } : { fate: 'unclear', before: null };
  }

  /**
   * @param {string} id
   * @param {string} edition
   * @param {WorkingData} data
   * @returns {WorkingWords}
   */
  function words(id, edition, data) {
    const { before } = former(id, edition, data);
    const now = present(id, data);
    const spans = own(data.editions.find((one) => one.id === edition)?.spans, id);
    return {
      title: pieces(before?.title || '', now?.title || '', spans?.title || []),
      text: pieces(before?.text || '', now?.text || '', spans?.text || []),
    };
  }

  /**
   * @param {string} before
   * @param {string} after
   * @param {WorkingSpans} spans in characters, as Python counts them
   * @returns {WorkingPiece[]}
   */
  function pieces(before, after, spans) {
    const [old, now] = [Array.from(before), Array.from(after)];
    const found = spans.map((length, at) => {
      const fate = FATES[at % FATES.length] || 'kept';
      const taken = fate === 'added' ? now.splice(0, length) : old.splice(0, length);
      if (fate === 'kept') now.splice(0, length);
      return { fate, text: taken.join('') };
    });
    return found.filter(({ text }) => text);
  }

  /**
   * @param {string} id
   * @param {WorkingData} data
   */
  function became(id, data) {
    const said = own(data.moved, id) || '';
    return marking.isId(said) ? `由 ${said} 代替` : said;
  }

  /**
   * @template T
   * @param {Record<string, T> | undefined} map
   * @param {string} key
   * @returns {T | undefined}
   */
  function own(map, key) {
    return map && Object.prototype.hasOwnProperty.call(map, key) ? map[key] : undefined;
  }

  working.editions = { nameOf, former, words, became };
})();
