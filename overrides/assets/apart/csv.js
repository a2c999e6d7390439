// 表格写成 CSV，给电子表格用：带字节序标记，每行以 CRLF 结尾，哪一格也不会被当成公式。

/**
 * @typedef {object} CsvApi
 * @property {(text: string) => string} cell
 * @property {(rows: readonly (readonly string[])[]) => string} text the whole file
 */

(() => {
  'use strict';

  const scope = /** @type {ApartScope} */ (globalThis);
  const apart = /** @type {ApartNamespace} */ (scope.apart = scope.apart || {});

  // https://owasp.org/www-community/attacks/CSV_Injection, and the same signs in full width.
  const FORMULA = /^\s*[=+\-@＝＋－＠]|^[\t\r\n]/;

  /**
   * Always in quotation marks; an apostrophe before what a program would calculate.
   * @param {string} text
   */
  function cell(text) {
    const safe = FORMULA.test(text) ? `'${text}` : text;
    return `"${safe.replace(/"/g, '""')}"`;
  }

  /** @param {readonly (readonly string[])[]} rows */
  function text(rows) {
    return `\ufeff${rows.map((cells) => `${cells.map(cell).join(',')}\r\n`).join('')}`;
  }

  apart.csv = { cell, text };
})();
