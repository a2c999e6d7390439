// 导出的文件：写成文字，读进来时逐项查看。读不懂的、不该有的，说明原因，什么也不改。

/** @typedef {'training' | 'use'} WorkingMode */
/** @typedef {{ mode: WorkingMode, edition: string, marks: Map<string, WorkingMark>, dropped: string[] }} WorkingRecord */
/** @typedef {{ record: WorkingRecord, reason: '' } | { record: null, reason: string }} WorkingReading */

/**
 * What becomes of a file's marks in this edition, by the fates of their entries.
 * @typedef {object} WorkingReport
 * @property {string[]} kept
 * @property {{ id: string, edition: string }[]} reworded with the edition in which it was read
 * @property {{ id: string, before: WorkingText, became: string }[]} removed
 * @property {string[]} unclear
 * @property {string[]} unknown
 */

/**
 * @typedef {object} WorkingFilesApi
 * @property {string} FORMAT
 * @property {number} VERSION
 * @property {number} LARGEST
 * @property {(marks: WorkingMarks, mode: WorkingMode, data: WorkingData) => string} write
 * @property {(text: string, data: WorkingData) => WorkingReading} read
 * @property {(size: number) => string} tooLarge
 * @property {(value: unknown, edition: string, at: number, data: WorkingData, dropped: string[] | null) => WorkingMark | string} markFrom
 * @property {(marks: WorkingMarks, data: WorkingData) => WorkingReport} report
 */

(() => {
  'use strict';

  const scope = /** @type {WorkingScope} */ (globalThis);
  const working = /** @type {WorkingNamespace} */ (scope.working = scope.working || {});
  const marking = /** @type {WorkingMarksApi} */ (working.marks);
  const editions = /** @type {WorkingEditionsApi} */ (working.editions);

  const FORMAT = 'handbook-working-checklist';
  const VERSION = 1;
  // Ten times what a handbook of 2,000 rows gives; what is larger is no record, and is not read.
  const LARGEST = 2_000_000;
  const LONGEST_WORD = 40;
  const TOP = ['$schema', 'format', 'version', 'handbook', 'edition', 'mode', 'items'];
  const ITEM = ['result', 'methods', 'edition'];

  /**
   * The record as text: of marks only those that say something, and nothing else.
   * @param {WorkingMarks} marks
   * @param {WorkingMode} mode
   * @param {WorkingData} data
   */
  function write(marks, mode, data) {
    const lines = [...marks]
      .filter(([, mark]) => marking.says(mark, data))
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([id, { result, methods, edition }]) => {
        const item = edition === data.edition.id ? { result, methods } : { result, methods, edition };
        return `  ${JSON.stringify(id)}: ${JSON.stringify(item)}`;
      });
    const head = { $schema: 'working-checklist.schema.json', format: FORMAT, version: VERSION, handbook: data.title, edition: data.edition.id, mode };
    const fields = Object.entries(head).map(([name, value]) => ` ${JSON.stringify(name)}: ${JSON.stringify(value)}`);
    const items = lines.length ? `{\n${lines.join(',\n')}\n }` : '{}';
    return `{\n${[...fields, ` "items": ${items}`].join(',\n')}\n}\n`;
  }

  /** @param {number} size in bytes */
  function tooLarge(size) {
    return size > LARGEST ? `文件有 ${(size / 1e6).toFixed(1)} MB，超过 ${LARGEST / 1e6} MB，不像是导出的记录` : '';
  }

  /**
   * @param {string} text
   * @param {WorkingData} data
   * @returns {WorkingReading}
   */
  function read(text, data) {
    const large = tooLarge(text.length);
    if (large) return refused(large);
    let found;
    try {
      found = JSON.parse(text.replace(/^\ufeff/, ''));
    } catch {
      return refused('不是完整的 JSON：可能没有复制完，或者被改过');
    }
    if (!isObject(found)) return refused('不是导出的记录：最外层应当是一个对象');
    const more = Object.keys(found).find((name) => !TOP.includes(name));
    if (more !== undefined) return refused(`里面有不认识的“${short(more)}”`);
    if (found.format !== FORMAT) return refused('不是工作清单导出的记录（format 不对）');
    if (found.version !== VERSION) return refused(`记录的格式是第 ${short(found.version)} 版，这里只认第 ${VERSION} 版`);
    if (found.handbook !== data.title) return refused('是另一本手册的记录');
    const { edition, mode, items } = found;
    if (!isWord(edition)) return refused('没有写明版次');
    if (mode !== 'training' && mode !== 'use') return refused('没有写明是训练还是使用');
    if (!isObject(items)) return refused('没有 items，或者它不是对象');
    /** @type {string[]} */
    const dropped = [];
    const marks = new Map();
    for (const [id, value] of Object.entries(items)) {
      if (!marking.isId(id)) return refused(`items 里的“${short(id)}”不是编号`);
      const mark = markFrom(value, edition, 0, data, dropped);
      if (typeof mark === 'string') return refused(`${id}：${mark}`);
      marks.set(id, mark);
    }
    return { record: { mode, edition, marks, dropped: [...new Set(dropped)] }, reason: '' };
  }

  /**
   * One mark as a file has it, or what is wrong with it. Ways that this edition has not are left
   * out, and named in `dropped`; without that they stay.
   * @param {unknown} value
   * @param {string} edition where the mark names none
   * @param {number} at
   * @param {WorkingData} data
   * @param {string[] | null} dropped
   * @returns {WorkingMark | string}
   */
  function markFrom(value, edition, at, data, dropped) {
    if (!isObject(value)) return '不是对象';
    const more = Object.keys(value).find((name) => !ITEM.includes(name));
    if (more !== undefined) return `里面有不认识的“${short(more)}”`;
    const { result, methods } = value;
    if (typeof result !== 'string' || !data.results.includes(result)) return `结果“${short(result)}”不在${data.results.join('、')}之中`;
    if (!Array.isArray(methods) || methods.length > 50 || !methods.every(isWord)) return 'methods 不是方式的列表';
    if (value.edition !== undefined && !isWord(value.edition)) return '版次不是文字';
    const others = methods.filter((word) => !data.methods.includes(word));
    dropped?.push(...others);
    const kept = dropped ? methods.filter((word) => data.methods.includes(word)) : methods;
    return { result, methods: marking.inOrder(kept, data), edition: isWord(value.edition) ? value.edition : edition, at };
  }

  /**
   * @param {WorkingMarks} marks
   * @param {WorkingData} data
   * @returns {WorkingReport}
   */
  function report(marks, data) {
    /** @type {WorkingReport} */
    const found = { kept: [], reworded: [], removed: [], unclear: [], unknown: [] };
    for (const [id, { edition }] of marks) {
      const { fate, before } = editions.former(id, edition, data);
      if (fate === 'reworded') found.reworded.push({ id, edition });
      else if (fate !== 'removed') found[fate].push(id);
      else if (before) found.removed.push({ id, before, became: editions.became(id, data) });
    }
    return found;
  }

  /** @param {string} reason @returns {WorkingReading} */
  function refused(reason) {
    return { record: null, reason };
  }

  /** @param {unknown} value @returns {value is Record<string, unknown>} */
  function isObject(value) {
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  }

  /** @param {unknown} value @returns {value is string} */
  function isWord(value) {
    return typeof value === 'string' && value.length > 0 && value.length <= LONGEST_WORD;
  }

  /**
   * A word of a file, for a message; of what is no word only that.
   * @param {unknown} value
   */
  function short(value) {
    const text = typeof value === 'string' || typeof value === 'number' ? String(value) : '（不是文字）';
    return text.length > LONGEST_WORD ? `${text.slice(0, LONGEST_WORD)}…` : text;
  }

  working.files = { FORMAT, VERSION, LARGEST, write, read, tooLarge, markFrom, report };
})();
