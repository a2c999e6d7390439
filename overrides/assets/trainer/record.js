// 训练的记录：写成文字、读回来、两份合成一份、导出和导入。读不懂的、不该有的，说明原因，什么也不改。

/**
 * All that is remembered. Make one with empty() and change it by spreading, so that what pages do not
 * use goes with it: `turn` counts exams begun and ended (the keeper does it), `shift` how the days of
 * the marks were moved against those they were made on, and how often that was said.
 * @typedef {object} TrainerRecord
 * @property {TrainerMarks} marks
 * @property {readonly TrainerExamResult[]} exams
 * @property {ReadonlyMap<string, ReadonlySet<number>>} steps by the path's id the places of the steps that were done
 * @property {TrainerExamState | null} exam the one that goes on
 * @property {number} turn
 * @property {{ at: number, days: number }} shift
 */

/** @typedef {{ record: TrainerRecord, reason: '' } | { record: null, reason: string }} TrainerReading */

/**
 * What becomes of a record's marks in this edition: the question is the same, reads otherwise now and
 * is asked from the beginning, or is not there (its mark is kept).
 * @typedef {{ kept: string[], changed: string[], gone: string[] }} TrainerReport
 */

/**
 * @typedef {object} TrainerRecordApi
 * @property {() => TrainerRecord} empty
 * @property {(record: TrainerRecord, data: TrainerData) => string} toText for the browser's storage
 * @property {(text: string | null, data: TrainerData) => { record: TrainerRecord | null, isStrange: boolean }} fromText
 * @property {(a: TrainerRecord, b: TrainerRecord) => TrainerRecord} joined of what the same reader keeps in two places
 * @property {(record: TrainerRecord, imported: TrainerRecord) => TrainerRecord} taken what a file has, taken in
 * @property {(record: TrainerRecord, days: number) => TrainerRecord} moved all marks by so many days, so that it stays when joined
 * @property {(record: TrainerRecord, data: TrainerData) => string} write the exported file
 * @property {(text: string, data: TrainerData) => TrainerReading} read the imported one
 * @property {(size: number) => string} tooLarge why a file of so many bytes is not read; '' if it is
 * @property {(record: TrainerRecord, data: TrainerData) => TrainerReport} report
 */
