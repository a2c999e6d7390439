// 记录导出成 CSV，给电子表格用。

/**
 * @typedef {object} WorkingTableApi
 * @property {(marks: WorkingMarks, mode: string, data: WorkingData) => string} csv
 */

(() => {
  'use strict';

  const scope = /** @type {WorkingScope} */ (globalThis);
  const working = /** @type {WorkingNamespace} */ (scope.working = scope.working || {});
  const marking = /** @type {WorkingMarksApi} */ (working.marks);
  const editions = /** @type {WorkingEditionsApi} */ (working.editions);
  const csvFile = /** @type {CsvApi} */ (/** @type {ApartScope} */ (globalThis).apart?.csv);

  /**
   * @param {WorkingMarks} marks
   * @param {string} mode in the reader's words
   * @param {WorkingData} data
   */
  function csv(marks, mode, data) {
    const head = ['编号', '所属', '标题', '种类', '题目', '结果', '方式', '记录时的版次', '模式'];
    const rows = data.rows.map((row) => {
      const mark = marking.markOf(marks, row.id, data);
      const sheet = data.sheets[row.sheet];
      return [
        row.id,
        sheet?.name || '',
        sheet?.groups[row.group] || '',
        data.kinds[row.kind] || row.kind,
        row.title,
        mark.result,
        mark.methods.join('、'),
        marking.says(mark, data) ? editions.nameOf(mark.edition, data) || mark.edition : '',
        mode,
      ];
    });
    return csvFile.text([head, ...rows]);
  }

  working.table = { csv };
})();
