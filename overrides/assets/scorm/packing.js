// 进度压成一小段文字，存在学习平台的 cmi.suspend_data 里：SCORM 1.2 只给 4096 个字符。
// 只用字母、数字和 - _，哪个平台都不会存坏。题目按题库里的次序记，题库换了就读不回来，会说明。

/**
 * What was read: a record, and which question of the exam was shown. `reason` says why there is none:
 * nothing was kept, it was kept by a page with other questions, or it cannot be read.
 * @typedef {{ record: TrainerRecord, at: number, reason: '' | 'nothing' | 'other' | 'strange' }} ScormUnpacked
 */

/**
 * `isWhole`: whether everything is in it but the oldest exams; if there is no room, what was practised
 * is left out, so that an exam that goes on can be resumed.
 * @typedef {{ text: string, isWhole: boolean }} ScormPacked
 */

/**
 * @typedef {object} ScormPacking
 * @property {(record: TrainerRecord, at: number) => ScormPacked} pack
 * @property {(text: string) => ScormUnpacked} unpack
 */

/**
 * @typedef {object} ScormPackingApi
 * @property {number} LIMIT
 * @property {number} LONGEST_GAP of what is typed into a gap, so much is kept: the page lets nobody type more
 * @property {() => TrainerRecord} empty
 * @property {(data: TrainerData) => ScormPacking} createPacking
 */

(() => {
  'use strict';

  const scope = /** @type {ScormScope} */ (globalThis);
  const scorm = /** @type {ScormNamespace} */ (scope.scorm = scope.scorm || {});
  const chance = /** @type {TrainerChanceApi} */ (scope.trainer?.chance);
  const scoring = /** @type {TrainerScoringApi} */ (scope.trainer?.scoring);
  const schedule = /** @type {TrainerScheduleApi} */ (scope.trainer?.schedule);
  const exams = /** @type {TrainerExamApi} */ (scope.trainer?.exam);

  const LIMIT = 4096;
  const LONGEST_GAP = 16;
  const FORM = '1';
  const SIGNS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  const FIRST_DAY = '1970-01-01';
  // How many bits each thing gets; what is larger is kept as the largest.
  const BOX = 4;
  const TIMES = 5;
  const DAY = 16;
  const DAYS_BACK = 11;
  const SECONDS = 20;
  const PLACE = 10;
  const CHANGES = 12;
  const PAST = 4;
  const GAP = 5;
  const UNIT = 16;

  /** What was kept ends too early, or is no such thing. */
  class Unreadable extends Error {}

  /** @returns {TrainerRecord} */
  function empty() {
    return { marks: new Map(), exams: [], steps: new Map(), exam: null, turn: 0, shift: { at: 0, days: 0 } };
  }

  // --- bits -------------------------------------------------------------------------------------

  /**
   * @param {number} value
   * @param {number} size
   */
  function most(value, size) {
    return Math.max(0, Math.min(Math.floor(value), 2 ** size - 1));
  }

  function createWriter() {
    /** @type {number[]} */
    const bits = [];

    /**
     * @param {number} value
     * @param {number} size
     */
    function put(value, size) {
      const kept = most(value, size);
      for (let place = size - 1; place >= 0; place -= 1) bits.push(Math.floor(kept / 2 ** place) % 2);
    }

    function text() {
      let found = '';
      for (let start = 0; start < bits.length; start += 6) {
        let value = 0;
        for (let place = 0; place < 6; place += 1) value = value * 2 + (bits[start + place] || 0);
        found += SIGNS[value];
      }
      return found;
    }

    return { put, text };
  }

  /** @param {string} text */
  function createReader(text) {
    let next = 0;

    /** @param {number} size */
    function take(size) {
      let value = 0;
      for (let count = 0; count < size; count += 1) {
        const sign = SIGNS.indexOf(text[Math.floor(next / 6)] || ' ');
        if (sign < 0) throw new Unreadable();
        value = value * 2 + (Math.floor(sign / 2 ** (5 - (next % 6))) % 2);
        next += 1;
      }
      return value;
    }

    /** What was written fills its last sign, and nothing follows. */
    function end() {
      if (text.length !== Math.ceil(next / 6)) throw new Unreadable();
    }

    return { take, end };
  }

  /** @typedef {ReturnType<typeof createWriter>} ScormWriter */
  /** @typedef {ReturnType<typeof createReader>} ScormReader */

  /** @param {string} day */
  function numberOf(day) {
    return schedule.daysBetween(FIRST_DAY, day);
  }

  /** @param {number} number */
  function dayNumbered(number) {
    return schedule.later(FIRST_DAY, number);
  }

  // --- answers ----------------------------------------------------------------------------------

  /** The places of so many items, and none. @param {number} count */
  function sizeOfPlace(count) {
    return Math.ceil(Math.log2(count + 1));
  }

  /**
   * @param {TrainerQuestion} question
   * @param {TrainerAnswer} answer
   * @param {ScormWriter} writer
   */
  function putAnswer(question, answer, writer) {
    const count = question.items.length;
    if (question.form === 'gaps') {
      for (const typed of answer.map(String)) {
        const kept = typed.slice(0, LONGEST_GAP);
        writer.put(kept.length, GAP);
        for (let place = 0; place < kept.length; place += 1) writer.put(kept.charCodeAt(place), UNIT);
      }
      return;
    }
    if (question.form === 'order') writer.put(Number(answer.length === count), 1);
    if (question.form === 'order' || question.form === 'match') {
      for (const place of answer.map(Number)) writer.put(place + 1, sizeOfPlace(count));
      return;
    }
    const chosen = answer.map(Number);
    for (let place = 0; place < count; place += 1) writer.put(Number(chosen.includes(place)), 1);
  }

  /**
   * @param {TrainerQuestion} question
   * @param {ScormReader} reader
   * @returns {TrainerAnswer}
   */
  function takeAnswer(question, reader) {
    const count = question.items.length;
    const places = question.items.map((_, place) => place);
    if (question.form === 'gaps') {
      return places.map(() => String.fromCharCode(...Array.from({ length: reader.take(GAP) }, () => reader.take(UNIT))));
    }
    if (question.form === 'order' && !reader.take(1)) return [];
    if (question.form === 'order' || question.form === 'match') return places.map(() => reader.take(sizeOfPlace(count)) - 1);
    return places.filter(() => reader.take(1));
  }

  // --- all of it --------------------------------------------------------------------------------

  /**
   * @param {TrainerData} data
   * @returns {ScormPacking}
   */
  function createPacking(data) {
    const asked = new Map(data.questions.map((question) => [question.id, question]));
    const bank = [data.exam.questions, ...data.intervals, ...data.questions.map(({ id, revision }) => `${id} ${revision}`)];
    const head = `${FORM}.${chance.seedOf(bank.join()).toString(36)}.`;

    /**
     * The ids that a seed draws.
     * @param {number} seed
     * @param {boolean} withReference
     */
    function drawn(seed, withReference) {
      return exams.draw(data, seed, data.exam.questions, withReference);
    }

    /**
     * Seed and pool of which an exam was drawn; it is kept by these alone.
     * @param {{ seed: number, questions: readonly string[] }} exam
     * @param {ScormWriter} writer
     */
    function putDraw({ seed, questions }, writer) {
      writer.put(Math.floor(seed / 2 ** 16), 16);
      writer.put(seed % 2 ** 16, 16);
      writer.put(Number(drawn(seed, false).join() !== questions.join()), 1);
    }

    /** @param {ScormReader} reader */
    function takeDraw(reader) {
      const seed = reader.take(16) * 2 ** 16 + reader.take(16);
      return { seed, questions: drawn(seed, reader.take(1) === 1) };
    }

    /** @param {{ seed: number, questions: readonly string[] }} exam */
    function canBeDrawn({ seed, questions }) {
      return [false, true].some((withReference) => drawn(seed, withReference).join() === questions.join());
    }

    /**
     * @param {TrainerMarks} marks
     * @param {ScormWriter} writer
     */
    function putMarks(marks, writer) {
      const days = [...marks.values()].map(({ day }) => numberOf(day));
      const first = days.length ? Math.max(Math.min(...days), Math.max(...days) - 2 ** DAYS_BACK + 1) : 0;
      writer.put(Number(marks.size > 0), 1);
      if (!marks.size) return;
      writer.put(first, DAY);
      for (const question of data.questions) {
        const mark = marks.get(question.id);
        writer.put(Number(mark !== undefined), 1);
        if (!mark) continue;
        writer.put(mark.last === 'right' ? mark.box : 0, BOX);
        writer.put(mark.seen, TIMES);
        // Whether it was ever wrong is not forgotten, however often it was answered.
        writer.put(Math.min(mark.right, most(mark.seen, TIMES) - Number(mark.right < mark.seen)), TIMES);
        writer.put(numberOf(mark.day) - first, DAYS_BACK);
      }
    }

    /** @param {ScormReader} reader */
    function takeMarks(reader) {
      /** @type {Map<string, TrainerMark>} */
      const marks = new Map();
      if (!reader.take(1)) return marks;
      const first = reader.take(DAY);
      for (const { id, revision } of data.questions) {
        if (!reader.take(1)) continue;
        const box = reader.take(BOX);
        const seen = reader.take(TIMES);
        const right = reader.take(TIMES);
        const day = dayNumbered(first + reader.take(DAYS_BACK));
        const due = box ? schedule.later(day, data.intervals[box - 1] || 0) : day;
        if (box > data.intervals.length || right > seen || !seen) throw new Unreadable();
        marks.set(id, { revision, seen, right, box, due, last: box ? 'right' : 'wrong', day });
      }
      return marks;
    }

    /**
     * @param {TrainerExamState | null} exam
     * @param {number} at
     * @param {ScormWriter} writer
     */
    function putExam(exam, at, writer) {
      writer.put(Number(exam !== null), 1);
      if (!exam) return;
      putDraw(exam, writer);
      writer.put(at, PLACE);
      writer.put(exam.seconds, SECONDS);
      writer.put(exam.changes, CHANGES);
      writer.put(numberOf(exam.day), DAY);
      for (const id of exam.questions) {
        const question = asked.get(id);
        const answer = exam.answers[id];
        writer.put(Number(answer !== undefined), 1);
        if (question && answer !== undefined) putAnswer(question, answer, writer);
      }
    }

    /**
     * @param {ScormReader} reader
     * @returns {{ exam: TrainerExamState | null, at: number }}
     */
    function takeExam(reader) {
      if (!reader.take(1)) return { exam: null, at: 0 };
      const { seed, questions } = takeDraw(reader);
      const at = Math.max(0, Math.min(reader.take(PLACE), questions.length - 1));
      const limit = data.exam.minutes * 60;
      const seconds = Math.min(reader.take(SECONDS), limit);
      const changes = reader.take(CHANGES);
      const day = dayNumbered(reader.take(DAY));
      /** @type {Record<string, TrainerAnswer>} */
      const answers = {};
      for (const id of questions) {
        const question = asked.get(id);
        if (!reader.take(1) || !question) continue;
        const answer = takeAnswer(question, reader);
        if (!scoring.fits(question, answer)) throw new Unreadable();
        answers[id] = answer;
      }
      return { exam: { seed, questions, answers, seconds, changes, day, limit }, at };
    }

    /**
     * @param {readonly TrainerExamResult[]} results
     * @param {ScormWriter} writer
     */
    function putResults(results, writer) {
      writer.put(results.length, PAST);
      for (const result of results) {
        putDraw(result, writer);
        writer.put(numberOf(result.day), DAY);
        writer.put(result.seconds, SECONDS);
        for (const id of result.questions) writer.put(Number(result.right.includes(id)), 1);
      }
    }

    /** @param {ScormReader} reader */
    function takeResults(reader) {
      return Array.from({ length: reader.take(PAST) }, () => {
        const { seed, questions } = takeDraw(reader);
        const day = dayNumbered(reader.take(DAY));
        const seconds = reader.take(SECONDS);
        return { day, seed, questions, right: questions.filter(() => reader.take(1)), seconds };
      });
    }

    /**
     * @param {TrainerRecord} record
     * @param {number} at
     * @returns {ScormPacked}
     */
    function pack(record, at) {
      const exam = record.exam && canBeDrawn(record.exam) ? record.exam : null;
      const past = record.exams.filter(canBeDrawn).slice(1 - 2 ** PAST);
      for (const marks of [record.marks, new Map()]) {
        for (let first = 0; first <= past.length; first += 1) {
          const writer = createWriter();
          putExam(exam, at, writer);
          putResults(past.slice(first), writer);
          putMarks(marks, writer);
          const text = head + writer.text();
          if (text.length <= LIMIT) return { text, isWhole: marks === record.marks && exam === record.exam };
        }
      }
      return { text: '', isWhole: false };
    }

    /**
     * @param {string} text
     * @returns {ScormUnpacked}
     */
    function unpack(text) {
      if (!text) return { record: empty(), at: 0, reason: 'nothing' };
      if (!text.startsWith(head)) {
        const isOurs = new RegExp(`^${FORM}\\.[0-9a-z]{1,7}\\.`).test(text);
        return { record: empty(), at: 0, reason: isOurs ? 'other' : 'strange' };
      }
      try {
        const reader = createReader(text.slice(head.length));
        const { exam, at } = takeExam(reader);
        const results = takeResults(reader);
        const marks = takeMarks(reader);
        reader.end();
        return { record: { ...empty(), marks, exam, exams: results }, at, reason: '' };
      } catch (error) {
        if (!(error instanceof Unreadable)) throw error;
        return { record: empty(), at: 0, reason: 'strange' };
      }
    }

    return { pack, unpack };
  }

  scorm.packing = { LIMIT, LONGEST_GAP, empty, createPacking };
})();
