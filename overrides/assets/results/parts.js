// 页面上的表：第一栏是行的名称；宽的在自己的框里左右滚，框可以用 Tab 走到、用方向键滚。

/**
 * @typedef {object} ResultsPartsApi
 * @property {(table: ResultsTable, isOnPaper?: boolean) => HTMLElement} tableElement
 * @property {(table: ResultsTable) => HTMLElement} tableBox one that scrolls within itself; words where there are no rows
 * @property {() => HTMLElement} legend
 */

(() => {
  'use strict';

  const scope = /** @type {ResultsScope} */ (globalThis);
  const results = /** @type {ResultsNamespace} */ (scope.results = scope.results || {});
  const { levels, KIND } = /** @type {ResultsTablesApi} */ (results.tables);
  const { group } = /** @type {TrainerViewsApi} */ (scope.trainer?.views);
  const { element } = /** @type {ElementsApi} */ (scope.apart?.elements);

  const LONG = 14;
  const LONG_NAME = 8;

  /**
   * A sign that is not read out, and the words that are.
   * @param {number} level
   * @param {string} sign
   * @param {string} words
   */
  function levelMark(level, sign, words) {
    const drawn = group('tr-level', [sign], 'span');
    drawn.setAttribute('aria-hidden', 'true');
    return group(`rs-level rs-level--${level}`, [drawn, ' ', words], 'span');
  }

  /** @param {ResultsCell} cell */
  function content(cell) {
    return typeof cell === 'string' ? cell : levelMark(cell.level, cell.sign, cell.words);
  }

  /**
   * Cells of many words break into lines, others do not; the kind goes where there is little room.
   * @param {ResultsCell} cell
   * @param {string} head
   * @param {boolean} isFirst
   */
  function classOf(cell, head, isFirst) {
    if (head === KIND) return 'rs-kind';
    return typeof cell === 'string' && cell.length > (isFirst ? LONG_NAME : LONG) ? 'rs-words' : '';
  }

  /**
   * @param {ResultsTable} table
   * @param {boolean} isOnPaper where its name stands above it, and the caption below that
   */
  function tableElement({ caption, head, rows, people }, isOnPaper = false) {
    const heads = group('', head.map((words, at) => {
      const cell = group(at >= people ? 'rs-person' : classOf('', words, false), [words], 'th');
      cell.setAttribute('scope', 'col');
      return cell;
    }), 'tr');
    const body = rows.map((cells) => group('', cells.map((cell, at) => {
      const made = group(classOf(cell, head[at] || '', !at), [content(cell)], at ? 'td' : 'th');
      if (!at) made.setAttribute('scope', 'row');
      return made;
    }), 'tr'));
    const made = group('rs-table', [group('', [heads], 'thead'), group('', body, 'tbody')], 'table');
    if (!isOnPaper) made.prepend(element('caption', caption));
    return made;
  }

  /** @param {ResultsTable} table */
  function tableBox(table) {
    if (!table.rows.length) return group('rs-none', [table.none], 'p');
    const box = group('rs-wide', [tableElement(table)]);
    box.tabIndex = 0;
    box.setAttribute('role', 'group');
    box.setAttribute('aria-label', `${table.title}（表，可以左右滚）`);
    return box;
  }

  function legend() {
    const items = levels.map(([sign, words, means], level) => group('', [levelMark(level, sign, words), `：${means}`], 'li'));
    return group('rs-legend', items, 'ul');
  }

  results.parts = { tableElement, tableBox, legend };
})();
