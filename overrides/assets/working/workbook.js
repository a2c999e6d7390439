// 导出成 Excel：工作簿的各部分由构建做好，这里只把记录填进去，再放进一个 zip。

/**
 * `totals` says which rows the number in a cell counts: from one to before another, by what word.
 * @typedef {{ parts: Record<string, string>, totals: Record<string, [number, number, string]>, settled: string }} WorkingBook
 */

/**
 * @typedef {object} WorkingBookApi
 * @property {(book: WorkingBook, marks: WorkingMarks, mode: string, data: WorkingData) => Uint8Array<ArrayBuffer>} xlsx
 */

(() => {
  'use strict';

  const scope = /** @type {WorkingScope} */ (globalThis);
  const working = /** @type {WorkingNamespace} */ (scope.working = scope.working || {});
  const marking = /** @type {WorkingMarksApi} */ (working.marks);
  const editions = /** @type {WorkingEditionsApi} */ (working.editions);

  const PLACEHOLDER = /\{\{([^{}]+)\}\}/g;
  // What XML 1.0 cannot hold, not even escaped: https://www.w3.org/TR/xml/#charsets
  // eslint-disable-next-line no-control-regex -- these are what is to be found
  const NOT_IN_XML = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;
  /** @type {Record<string, string>} */
  const ESCAPES = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

  /**
   * @param {WorkingBook} book
   * @param {WorkingMarks} marks
   * @param {string} mode in the reader's words
   * @param {WorkingData} data
   */
  function xlsx(book, marks, mode, data) {
    const values = new Map([['mode', mode], ...recorded(marks, data), ...counted(book, marks, data)]);
    return zip(Object.entries(book.parts).map(([path, text]) => [path, text.replace(PLACEHOLDER, (all, name) => escaped(values.get(name) ?? all))]));
  }

  /**
   * @param {WorkingMarks} marks
   * @param {WorkingData} data
   * @returns {[string, string][]}
   */
  function recorded(marks, data) {
    return data.rows.flatMap(({ id }) => {
      const mark = marking.markOf(marks, id, data);
      const edition = marking.says(mark, data) ? editions.nameOf(mark.edition, data) || mark.edition : '';
      return /** @type {[string, string][]} */ ([[`result ${id}`, mark.result], [`ways ${id}`, mark.methods.join('、')], [`edition ${id}`, edition]]);
    });
  }

  /**
   * @param {WorkingBook} book
   * @param {WorkingMarks} marks
   * @param {WorkingData} data
   * @returns {[string, string][]}
   */
  function counted({ totals, settled }, marks, data) {
    return Object.entries(totals).map(([cell, [first, end, word]]) => {
      const progress = marking.progress(data.rows.slice(first, end), marks, data);
      return [cell, String(word === settled ? progress.settled : progress.counts[data.results.indexOf(word)])];
    });
  }

  /** @param {string} text */
  function escaped(text) {
    return text.replace(NOT_IN_XML, '').replace(/[&<>]/g, (sign) => ESCAPES[sign] || sign);
  }

  // --- the zip: https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT, stored, not packed ----

  const LOCAL = 0x04034b50;
  const CENTRAL = 0x02014b50;
  const END = 0x06054b50;
  const VERSION = 20;
  const UTF8 = 0x0800;
  const DAY = 0x0021; // 1 January 1980: the file does not say when it was made

  /** @param {[string, string][]} files */
  function zip(files) {
    /** @type {Uint8Array[]} */
    const body = [];
    /** @type {Uint8Array[]} */
    const directory = [];
    let offset = 0;
    for (const [path, text] of files) {
      const [name, content] = [path, text].map((words) => new TextEncoder().encode(words));
      if (!name || !content) continue;
      const shared = [[2, VERSION], [2, UTF8], [2, 0], [2, 0], [2, DAY], [4, crc32(content)], [4, content.length], [4, content.length], [2, name.length], [2, 0]];
      const local = [bytes([[4, LOCAL], ...shared]), name, content];
      directory.push(bytes([[4, CENTRAL], [2, VERSION], ...shared, [2, 0], [2, 0], [2, 0], [4, 0], [4, offset]]), name);
      body.push(...local);
      offset += length(local);
    }
    const size = length(directory);
    const end = bytes([[4, END], [2, 0], [2, 0], [2, files.length], [2, files.length], [4, size], [4, offset], [2, 0]]);
    return joined([...body, ...directory, end]);
  }

  /** @param {number[][]} fields each as its width in bytes and its value, the lowest byte first */
  function bytes(fields) {
    return Uint8Array.from(fields.flatMap(([width = 0, value = 0]) => Array.from({ length: width }, (_, at) => (value >>> (8 * at)) & 0xff)));
  }

  /** @param {Uint8Array[]} parts */
  function length(parts) {
    return parts.reduce((sum, part) => sum + part.length, 0);
  }

  /** @param {Uint8Array[]} parts */
  function joined(parts) {
    const all = new Uint8Array(length(parts));
    let offset = 0;
    for (const part of parts) {
      all.set(part, offset);
      offset += part.length;
    }
    return all;
  }

  /** @param {Uint8Array} content */
  function crc32(content) {
    let sum = 0xffffffff;
    for (const byte of content) {
      sum ^= byte;
      for (let bit = 0; bit < 8; bit += 1) sum = (sum >>> 1) ^ (sum & 1 ? 0xedb88320 : 0);
    }
    return (sum ^ 0xffffffff) >>> 0;
  }

  working.workbook = { xlsx };
})();
