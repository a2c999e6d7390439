// 打印：选出的表排成横放的 A4，人多的分成几段，每段都有编号和条目；屏幕上的东西不印。

/**
 * @typedef {object} ResultsPaperApi
 * @property {(tables: readonly ResultsTable[], heading: string, notes: readonly string[]) => HTMLElement[]} sheets
 */

(() => {
  'use strict';

  const scope = /** @type {ResultsScope} */ (globalThis);
  const results = /** @type {ResultsNamespace} */ (scope.results = scope.results || {});
  const { pieces } = /** @type {ResultsTablesApi} */ (results.tables);
  const { tableElement, legend } = /** @type {ResultsPartsApi} */ (results.parts);
  const { group } = /** @type {TrainerViewsApi} */ (scope.trainer?.views);
  const { element } = /** @type {ElementsApi} */ (scope.apart?.elements);
  const PEOPLE_ACROSS = 10;

  /**
   * @param {readonly ResultsTable[]} tables
   * @param {string} heading
   * @param {readonly string[]} notes
   */
  function sheets(tables, heading, notes) {
    return [
      element('h1', heading),
      ...notes.map((words) => element('p', words)),
      ...tables.map((table) => {
        const isLevels = table.rows.some((cells) => cells.some((cell) => typeof cell !== 'string'));
        return group('rs-sheet', [
          element('h2', table.title),
          element('p', table.caption),
          ...(isLevels ? [legend()] : []),
          ...(table.rows.length ? pieces(table, PEOPLE_ACROSS).map((piece) => tableElement(piece, true)) : [element('p', table.none)]),
        ], 'section');
      }),
    ];
  }

  results.paper = { sheets };
})();
