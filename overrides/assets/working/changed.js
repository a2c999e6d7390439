// 文字改了哪些：删去的加删除线，增加的加下划线，读屏软件读出来。全都换了的，不必加。

/**
 * @typedef {object} WorkingChangedApi
 * @property {(words: WorkingWords) => boolean} isPartly whether of the title and of the text something stayed
 * @property {(words: WorkingWords) => Node[]} both the old and the new in one
 * @property {(words: WorkingWords) => Node[]} before the old, with what is gone marked
 * @property {(words: WorkingWords) => Node[]} after the new, with what is new marked
 */

(() => {
  'use strict';

  const scope = /** @type {WorkingScope} */ (globalThis);
  const working = /** @type {WorkingNamespace} */ (scope.working = scope.working || {});
  const { element } = /** @type {ElementsApi} */ (/** @type {ApartScope} */ (globalThis).apart?.elements);

  /** @param {WorkingWords} words */
  function isPartly({ title, text }) {
    return [title, text].every((pieces) => !pieces.length || has(pieces, 'kept'));
  }

  /**
   * @param {WorkingPiece[]} pieces
   * @param {WorkingPiece['fate']} wanted
   */
  function has(pieces, wanted) {
    return pieces.some(({ fate }) => fate === wanted);
  }

  /** @param {WorkingWords} words */
  function both({ title, text }) {
    return [...title.map(shown), ...inBrackets(text.map(shown))];
  }

  /** @param {WorkingWords} words */
  function before(words) {
    return side(words, 'added');
  }

  /** @param {WorkingWords} words */
  function after(words) {
    return side(words, 'removed');
  }

  /**
   * @param {WorkingWords} words
   * @param {WorkingPiece['fate']} without
   */
  function side(words, without) {
    const [title = [], text = []] = [words.title, words.text].map((pieces) => {
      const show = has(pieces, 'kept') ? shown : (/** @type {WorkingPiece} */ piece) => document.createTextNode(piece.text);
      return pieces.filter(({ fate }) => fate !== without).map(show);
    });
    return [...title, ...inBrackets(text)];
  }

  /** @param {Node[]} nodes */
  function inBrackets(nodes) {
    return nodes.length ? [document.createTextNode('（'), ...nodes, document.createTextNode('）')] : [];
  }

  /**
   * @param {WorkingPiece} piece
   * @returns {Node}
   */
  function shown({ fate, text }) {
    if (fate === 'kept') return document.createTextNode(text);
    const box = element(fate === 'removed' ? 'del' : 'ins');
    const read = element('span', fate === 'removed' ? '删去：' : '增加：');
    read.className = 'hb-unseen';
    box.append(read, text);
    return box;
  }

  working.changed = { isPartly, both, before, after };
})();
