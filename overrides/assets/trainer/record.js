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
 * @property {(id: string, data: TrainerData) => string} lost a question that is not there, and what became of it
 */

(() => {
  'use strict';

  const scope = /** @type {TrainerScope} */ (globalThis);
  const trainer = /** @type {TrainerNamespace} */ (scope.trainer = scope.trainer || {});
  const scoring = /** @type {TrainerScoringApi} */ (trainer.scoring);
  const schedule = /** @type {TrainerScheduleApi} */ (trainer.schedule);

  const FORMAT = 'handbook-trainer';
  const VERSION = 1;
  // Many times what years of training give; what is larger is no record, and is not read.
  const LARGEST = 2_000_000;
  const MOST_EXAMS = 1000;
  const MOST_IN_A_LIST = 1000;
  const LONGEST_WORD = 40;
  // A thousand years either way: no calendar is wrong by more.
  const FARTHEST_MOVE = 400_000;
  const TOP = ['$schema', 'format', 'version', 'handbook', 'edition', 'marks', 'exams', 'steps'];
  const STORED = ['format', 'version', 'marks', 'exams', 'steps', 'exam', 'turn', 'shift'];
  const MARK = ['revision', 'seen', 'right', 'box', 'due', 'last', 'day'];
  const RESULT = ['day', 'seed', 'questions', 'right', 'seconds'];
  const STATE = ['seed', 'questions', 'answers', 'seconds', 'changes', 'day', 'limit'];

  /** What was read is not as it should be; the message says why, in the reader's language. */
  class Unreadable extends Error {}

  /** @returns {TrainerRecord} */
  function empty() {
    return { marks: new Map(), exams: [], steps: new Map(), exam: null, turn: 0, shift: { at: 0, days: 0 } };
  }

  // --- joining ----------------------------------------------------------------------------------

  /**
   * Of all that differs one of the two, whichever comes first: so records may be joined in any order,
   * and again.
   * @param {TrainerRecord} a
   * @param {TrainerRecord} b
   * @returns {TrainerRecord}
   */
  function joined(a, b) {
    const shift = isAfter([b.shift.at, b.shift.days], [a.shift.at, a.shift.days]) ? b.shift : a.shift;
    const { turn, exam } = isAfter(examRank(b), examRank(a)) ? b : a;
    return {
      marks: joinedMarks(inStep(a, shift.days), inStep(b, shift.days)),
      exams: joinedExams(a.exams, b.exams),
      steps: joinedSteps(a.steps, b.steps),
      exam,
      turn,
      shift,
    };
  }

  /**
   * @param {readonly (string | number)[]} a
   * @param {readonly (string | number)[]} b as long as a
   */
  function isAfter(a, b) {
    const place = a.findIndex((value, at) => value !== b[at]);
    return place >= 0 && /** @type {string | number} */ (a[place]) > /** @type {string | number} */ (b[place]);
  }

  /**
   * The marks by a calendar that was moved so far in all.
   * @param {TrainerRecord} record
   * @param {number} days
   */
  function inStep(record, days) {
    return days === record.shift.days ? record.marks : schedule.moved(record.marks, days - record.shift.days);
  }

  /**
   * @param {TrainerMarks} a
   * @param {TrainerMarks} b
   */
  function joinedMarks(a, b) {
    const all = new Map(a);
    for (const [id, mark] of b) {
      const other = all.get(id);
      if (!other || isAfter(markRank(mark), markRank(other))) all.set(id, mark);
    }
    return all;
  }

  /** @param {TrainerMark} mark */
  function markRank(mark) {
    return [mark.day, mark.seen, JSON.stringify(only(mark, MARK))];
  }

  /** @param {TrainerRecord} record */
  function examRank({ turn, exam }) {
    return exam ? [turn, 1, exam.seconds, exam.changes, stateText(exam)] : [turn, 0, 0, 0, ''];
  }

  /** @param {TrainerExamState} state */
  function stateText(state) {
    const answers = Object.fromEntries(byKey(Object.entries(state.answers)));
    return JSON.stringify(only({ ...state, answers }, STATE));
  }

  /**
   * The latest of all, as many as a file may have, in the order of their days.
   * @param {readonly TrainerExamResult[]} a
   * @param {readonly TrainerExamResult[]} b
   */
  function joinedExams(a, b) {
    /** @type {Map<string, TrainerExamResult>} */
    const all = new Map();
    for (const one of [...a, ...b]) {
      const key = `${one.day} ${String(one.seed).padStart(16, '0')}`;
      const other = all.get(key);
      if (!other || resultText(one) > resultText(other)) all.set(key, one);
    }
    return byKey([...all]).slice(-MOST_EXAMS).map(([, one]) => one);
  }

  /** @param {TrainerExamResult} result */
  function resultText(result) {
    return JSON.stringify(only(result, RESULT));
  }

  /**
   * @param {TrainerRecord['steps']} a
   * @param {TrainerRecord['steps']} b
   */
  function joinedSteps(a, b) {
    /** @type {Map<string, Set<number>>} */
    const all = new Map();
    for (const [path, done] of [...a, ...b]) all.set(path, new Set([...(all.get(path) || []), ...done]));
    return all;
  }

  /**
   * A file tells days as they were said to be, and knows of no exam that goes on.
   * @param {TrainerRecord} record
   * @param {TrainerRecord} imported
   */
  function taken(record, imported) {
    return joined(record, { ...imported, exam: null, turn: 0, shift: record.shift });
  }

  /**
   * @param {TrainerRecord} record
   * @param {number} days
   * @returns {TrainerRecord}
   */
  function moved(record, days) {
    const { at, days: before } = record.shift;
    return { ...record, marks: schedule.moved(record.marks, days), shift: { at: at + 1, days: before + days } };
  }

  // --- writing ----------------------------------------------------------------------------------

  /**
   * @template T
   * @param {[string, T][]} list
   */
  function byKey(list) {
    return list.sort(([a], [b]) => (a < b ? -1 : Number(a > b)));
  }

  /**
   * The named fields, in their order: so that the same things give the same text.
   * @param {object} value
   * @param {readonly string[]} names
   */
  function only(value, names) {
    const fields = new Map(Object.entries(value));
    return Object.fromEntries(names.map((name) => [name, fields.get(name)]));
  }

  /** @param {TrainerRecord} record */
  function parts(record) {
    return {
      marks: byKey([...record.marks]).map(([id, mark]) => [id, only(mark, MARK)]),
      exams: joinedExams(record.exams, []).map((result) => only(result, RESULT)),
      steps: byKey([...record.steps]).filter(([, done]) => done.size).map(([path, done]) => [path, [...done].sort((a, b) => a - b)]),
    };
  }

  /** @param {TrainerRecord} record */
  function toText(record) {
    const { marks, exams, steps } = parts(record);
    const exam = record.exam && JSON.parse(stateText(record.exam));
    const { turn, shift } = record;
    const { at, days } = shift;
    return JSON.stringify({ format: FORMAT, version: VERSION, marks: Object.fromEntries(marks), exams, steps: Object.fromEntries(steps), exam, turn, shift: { at, days } });
  }

  /**
   * One line for each question, exam and path: people look into such files.
   * @param {TrainerRecord} record
   * @param {TrainerData} data
   */
  function write(record, data) {
    const { marks, exams, steps } = parts(record);
    const head = { $schema: 'trainer.schema.json', format: FORMAT, version: VERSION, handbook: data.title, edition: data.edition.id };
    const fields = Object.entries(head).map(([name, value]) => ` ${JSON.stringify(name)}: ${JSON.stringify(value)}`);
    const lists = [
      ` "marks": ${inLines('{', marks.map(pairText), '}')}`,
      ` "exams": ${inLines('[', exams.map((result) => JSON.stringify(result)), ']')}`,
      ` "steps": ${inLines('{', steps.map(pairText), '}')}`,
    ];
    return `{\n${[...fields, ...lists].join(',\n')}\n}\n`;
  }

  /** @param {unknown[]} pair */
  function pairText([key, value]) {
    return `${JSON.stringify(key)}: ${JSON.stringify(value)}`;
  }

  /**
   * @param {string} open
   * @param {string[]} lines
   * @param {string} close
   */
  function inLines(open, lines, close) {
    return lines.length ? `${open}\n${lines.map((line) => `  ${line}`).join(',\n')}\n ${close}` : open + close;
  }

  // --- reading ----------------------------------------------------------------------------------

  /**
   * @param {string | null} text
   * @param {TrainerData} data
   * @returns {{ record: TrainerRecord | null, isStrange: boolean }} no record if nothing lies there, or what is strange
   */
  function fromText(text, data) {
    if (text === null) return { record: null, isStrange: false };
    try {
      const found = fieldsOf(JSON.parse(text), STORED);
      const { turn, shift } = found;
      const { at, days } = fieldsOf(shift, ['at', 'days']);
      const isMoved = typeof days === 'number' && Number.isSafeInteger(days) && Math.abs(days) <= FARTHEST_MOVE;
      if (found.format !== FORMAT || found.version !== VERSION || !isCount(turn) || !isCount(at) || !isMoved) return { record: null, isStrange: true };
      const exam = found.exam === null ? null : stateFrom(found.exam, data);
      return { record: { ...partsFrom(found), exam, turn, shift: { at, days } }, isStrange: false };
    } catch {
      return { record: null, isStrange: true }; // no JSON, or none of ours
    }
  }

  /** @param {number} size in bytes */
  function tooLarge(size) {
    return size > LARGEST ? `文件有 ${(size / 1e6).toFixed(1)} MB，超过 ${LARGEST / 1e6} MB，不像是导出的记录` : '';
  }

  /**
   * @param {string} text
   * @param {TrainerData} data
   * @returns {TrainerReading}
   */
  function read(text, data) {
    try {
      return { record: recordFrom(text, data), reason: '' };
    } catch (error) {
      if (error instanceof Unreadable) return { record: null, reason: error.message };
      throw error;
    }
  }

  /**
   * @param {string} text
   * @param {TrainerData} data
   * @returns {TrainerRecord}
   */
  function recordFrom(text, data) {
    const large = tooLarge(text.length);
    if (large) throw new Unreadable(large);
    const value = parsed(text);
    if (!isObject(value)) throw new Unreadable('不是导出的记录：最外层应当是一个对象');
    const found = fieldsOf(value, TOP);
    if (found.format !== FORMAT) throw new Unreadable('不是训练器导出的记录（format 不对）');
    if (found.version !== VERSION) throw new Unreadable(`记录的格式是第 ${short(found.version)} 版，这里只认第 ${VERSION} 版`);
    if (found.handbook !== data.title) throw new Unreadable('是另一本手册的记录');
    if (!isWord(found.edition)) throw new Unreadable('没有写明版次');
    return { ...empty(), ...partsFrom(found) };
  }

  /**
   * @param {string} text
   * @returns {unknown}
   */
  function parsed(text) {
    try {
      return JSON.parse(text.replace(/^\ufeff/, ''));
    } catch {
      throw new Unreadable('不是完整的 JSON：可能没有复制完，或者被改过');
    }
  }

  /** @param {Record<string, unknown>} found */
  function partsFrom({ marks, exams, steps }) {
    if (!isObject(marks)) throw new Unreadable('没有 marks，或者它不是对象');
    if (!Array.isArray(exams) || exams.length > MOST_EXAMS) throw new Unreadable(`没有 exams，或者它不是列表，或者超过 ${MOST_EXAMS} 次`);
    if (!isObject(steps)) throw new Unreadable('没有 steps，或者它不是对象');
    return {
      marks: new Map(Object.entries(marks).map(([id, value]) => {
        if (!isId(id)) throw new Unreadable(`marks 里的“${short(id)}”不是编号`);
        return [id, within(id, () => markFrom(value))];
      })),
      exams: exams.map((value, at) => within(`第 ${at + 1} 次考试`, () => resultFrom(value))),
      steps: new Map(Object.entries(steps).map(([path, value]) => {
        if (path.length > LONGEST_WORD || !/^[a-z][a-z0-9-]*$/.test(path)) throw new Unreadable(`steps 里的“${short(path)}”不是学习路径的编号`);
        if (!isList(value, isCount)) throw new Unreadable(`${path}：不是各步的列表`);
        return [path, new Set(value)];
      })),
    };
  }

  /**
   * @template T
   * @param {string} where
   * @param {() => T} act
   */
  function within(where, act) {
    try {
      return act();
    } catch (error) {
      throw error instanceof Unreadable ? new Unreadable(`${where}：${error.message}`) : error;
    }
  }

  /**
   * @param {unknown} value
   * @returns {TrainerMark}
   */
  function markFrom(value) {
    const { revision, seen, right, box, due, last, day } = fieldsOf(value, MARK);
    if (typeof revision !== 'string' || !/^[0-9a-f]{8}$/.test(revision)) throw wrong('revision');
    if (!isCount(seen)) throw wrong('seen');
    if (!isCount(right) || right > seen) throw wrong('right');
    if (!isCount(box) || box > right) throw wrong('box');
    if (!schedule.isDay(due)) throw wrong('due');
    if (last !== 'right' && last !== 'wrong') throw wrong('last');
    if (!schedule.isDay(day)) throw wrong('day');
    return { revision, seen, right, box, due, last, day };
  }

  /**
   * @param {unknown} value
   * @returns {TrainerExamResult}
   */
  function resultFrom(value) {
    const { day, seed, questions, right, seconds } = fieldsOf(value, RESULT);
    if (!schedule.isDay(day)) throw wrong('day');
    if (!isCount(seed)) throw wrong('seed');
    if (!isList(questions, isId)) throw wrong('questions');
    if (!isList(right, isId) || !right.every((id) => questions.includes(id))) throw wrong('right');
    if (!isCount(seconds)) throw wrong('seconds');
    return { day, seed, questions, right, seconds };
  }

  /**
   * The exam that goes on; null if this edition has not all of its questions. What was answered to
   * one that is another now is left out.
   * @param {unknown} value
   * @param {TrainerData} data
   * @returns {TrainerExamState | null}
   */
  function stateFrom(value, data) {
    const { seed, questions, answers, seconds, changes, day, limit } = fieldsOf(value, STATE);
    if (!isCount(seed) || !isCount(changes) || !isAmount(seconds) || !isAmount(limit)) throw wrong('exam');
    if (!isList(questions, isId) || !isObject(answers) || !schedule.isDay(day)) throw wrong('exam');
    /** @type {[string, TrainerAnswer][]} */
    const found = [];
    for (const [id, answer] of Object.entries(answers)) {
      if (!questions.includes(id) || !Array.isArray(answer)) throw wrong('answers');
      const question = data.questions.find((one) => one.id === id);
      if (question && scoring.fits(question, answer)) found.push([id, answer]);
    }
    const isWhole = questions.every((id) => data.questions.some((one) => one.id === id));
    return isWhole ? { seed, questions, answers: Object.fromEntries(found), seconds, changes, day, limit } : null;
  }

  /** @param {string} field */
  function wrong(field) {
    return new Unreadable(`${field} 不对`);
  }

  /**
   * @param {unknown} value
   * @param {readonly string[]} names
   * @returns {Record<string, unknown>}
   */
  function fieldsOf(value, names) {
    if (!isObject(value)) throw new Unreadable('不是对象');
    const more = Object.keys(value).find((name) => !names.includes(name));
    if (more !== undefined) throw new Unreadable(`里面有不认识的“${short(more)}”`);
    return value;
  }

  /** @param {unknown} value @returns {value is Record<string, unknown>} */
  function isObject(value) {
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  }

  /** @param {unknown} value @returns {value is string} */
  function isWord(value) {
    return typeof value === 'string' && value.length > 0 && value.length <= LONGEST_WORD;
  }

  /** @param {unknown} value @returns {value is string} */
  function isId(value) {
    return typeof value === 'string' && /^[A-Z]{1,8}[0-9]{1,8}$/.test(value);
  }

  /** @param {unknown} value @returns {value is number} */
  function isAmount(value) {
    return typeof value === 'number' && Number.isFinite(value) && value >= 0;
  }

  /** @param {unknown} value @returns {value is number} */
  function isCount(value) {
    return isAmount(value) && Number.isSafeInteger(value);
  }

  /**
   * @template T
   * @param {unknown} value
   * @param {(item: unknown) => item is T} isItem
   * @returns {value is T[]}
   */
  function isList(value, isItem) {
    return Array.isArray(value) && value.length <= MOST_IN_A_LIST && value.every(isItem);
  }

  /**
   * A word of a file, for a message; of what is no word only that.
   * @param {unknown} value
   */
  function short(value) {
    const text = typeof value === 'string' || typeof value === 'number' ? String(value) : '（不是文字）';
    return text.length > LONGEST_WORD ? `${text.slice(0, LONGEST_WORD)}…` : text;
  }

  /**
   * @param {TrainerRecord} record
   * @param {TrainerData} data
   * @returns {TrainerReport}
   */
  function report(record, data) {
    const revisions = new Map(data.questions.map(({ id, revision }) => [id, revision]));
    /** @type {TrainerReport} */
    const found = { kept: [], changed: [], gone: [] };
    for (const [id, mark] of byKey([...record.marks])) {
      const revision = revisions.get(id);
      if (revision === undefined) found.gone.push(id);
      else (revision === mark.revision ? found.kept : found.changed).push(id);
    }
    return found;
  }

  /**
   * @param {string} id
   * @param {TrainerData} data
   */
  function lost(id, data) {
    const said = Object.prototype.hasOwnProperty.call(data.moved, id) ? String(data.moved[id]) : '';
    return said ? `${id}（${isId(said) ? `由 ${said} 代替` : said}）` : id;
  }

  trainer.record = { empty, toText, fromText, joined, taken, moved, write, read, tooLarge, report, lost };
})();
