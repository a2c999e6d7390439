// 哪一天再问哪一题：答对的隔几天再问，答错的当天再问；每天的安排、错题本、各条目掌握得怎样。

/**
 * How a question was answered so far. `revision`: of the wording that was answered; `box`: how many
 * times in a row rightly, on different days; `due`: the day on which it is asked again; `day`: of the
 * last answer. Days are those of the computer's own calendar, YYYY-MM-DD.
 * @typedef {{ revision: string, seen: number, right: number, box: number, due: string, last: 'right' | 'wrong', day: string }} TrainerMark
 * @typedef {ReadonlyMap<string, TrainerMark>} TrainerMarks by the question's id
 */

/**
 * @typedef {{ due: string[], fresh: string[] }} TrainerPlan ids of questions, in the order to ask them
 * @typedef {{ fresh: number, reference: boolean }} TrainerPlanOptions how many new ones at most; whether reference questions too
 */

/**
 * How well an entry is known. `asked`: how many questions test it; `seen`: how many of them were
 * answered; `right`: how many of them rightly the last time.
 * `level` 0: none was answered; 1: one was answered wrongly and not rightly since, or its wording is
 * new; 2: fewer than half were answered, or one rightly only once; 3: otherwise; 4: all were answered,
 * each rightly three times in a row.
 * @typedef {{ asked: number, seen: number, right: number, level: 0 | 1 | 2 | 3 | 4 }} TrainerStrength
 */

/**
 * @typedef {object} TrainerScheduleApi
 * @property {(date: Date) => string} dayOf
 * @property {(text: unknown) => text is string} isDay whether it is a day that there is
 * @property {(day: string, days: number) => string} later
 * @property {(a: string, b: string) => number} daysBetween from a to b, negative if b is earlier
 * @property {(mark: TrainerMark | undefined, question: TrainerQuestion, isRight: boolean, day: string, intervals: readonly number[]) => TrainerMark} answered
 * @property {(marks: TrainerMarks, results: ReadonlyMap<string, boolean>, data: TrainerData, day: string) => Map<string, TrainerMark>} allAnswered whether rightly, by id
 * @property {(mark: TrainerMark, question: TrainerQuestion, day: string) => boolean} isDue
 * @property {(data: TrainerData, marks: TrainerMarks, day: string, options: TrainerPlanOptions) => TrainerPlan} plan
 * @property {(data: TrainerData, marks: TrainerMarks) => string[]} mistakes
 * @property {(data: TrainerData, marks: TrainerMarks) => Map<string, TrainerStrength>} strengths of every entry that is tested
 * @property {(marks: TrainerMarks, day: string) => { day: string, isBack: boolean }} clock the day to count with: today, or the last day that was trained on if the computer's date is earlier (`isBack`)
 * @property {(marks: TrainerMarks, days: number) => Map<string, TrainerMark>} moved to change what is kept use record.moved
 */

(() => {
  'use strict';

  const scope = /** @type {TrainerScope} */ (globalThis);
  const trainer = /** @type {TrainerNamespace} */ (scope.trainer = scope.trainer || {});

  const DAY = 86_400_000;
  // No computer's clock is right beyond these, and every day between them has four digits of years.
  const FIRST = '1970-01-01';
  const LAST = '2999-12-31';
  // A question leaves the wrong-answer book, and an entry is known, after so many right answers in a row.
  const FORGIVEN = 2;
  const KNOWN = 3;

  /** @param {number} number of days since the first */
  function dayNumbered(number) {
    const day = Math.min(Math.max(number, 0), numberOf(LAST));
    return new Date(day * DAY).toISOString().slice(0, FIRST.length);
  }

  /** Counted in UTC, which has no day of 23 or 25 hours. @param {string} day */
  function numberOf(day) {
    return Math.round(Date.parse(`${day}T00:00:00Z`) / DAY);
  }

  /** @param {Date} date */
  function dayOf(date) {
    return dayNumbered(Date.UTC(date.getFullYear(), date.getMonth(), date.getDate()) / DAY || 0);
  }

  /** @param {unknown} text @returns {text is string} */
  function isDay(text) {
    return typeof text === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(text) && numberOf(text) >= 0 && later(text, 0) === text;
  }

  /**
   * @param {string} day
   * @param {number} days
   */
  function later(day, days) {
    return dayNumbered(numberOf(day) + days);
  }

  /**
   * @param {string} a
   * @param {string} b
   */
  function daysBetween(a, b) {
    return numberOf(b) - numberOf(a);
  }

  /**
   * How far the wording that is asked now has got.
   * @param {TrainerMark} mark
   * @param {TrainerQuestion} question
   */
  function boxOf(mark, question) {
    return mark.revision === question.revision ? mark.box : 0;
  }

  /**
   * A wrong answer comes again the same day. Right answers count once a day. Where the computer's
   * date went back the later day stays: of two marks the later one is kept.
   * @param {TrainerMark | undefined} mark
   * @param {TrainerQuestion} question
   * @param {boolean} isRight
   * @param {string} today
   * @param {readonly number[]} intervals
   * @returns {TrainerMark}
   */
  function answered(mark, question, isRight, today, intervals) {
    const day = mark && mark.day > today ? mark.day : today;
    const seen = (mark ? mark.seen : 0) + 1;
    const right = (mark ? mark.right : 0) + (isRight ? 1 : 0);
    const { revision } = question;
    if (!isRight) return { revision, seen, right, box: 0, due: day, last: 'wrong', day };
    const isSame = mark !== undefined && mark.revision === revision;
    if (isSame && mark.last === 'right' && mark.day === day) return { ...mark, seen, right };
    const box = Math.min((isSame ? mark.box : 0) + 1, intervals.length);
    return { revision, seen, right, box, due: later(day, intervals[box - 1] || 0), last: 'right', day };
  }

  /**
   * @param {TrainerMarks} marks
   * @param {ReadonlyMap<string, boolean>} results
   * @param {TrainerData} data
   * @param {string} day
   */
  function allAnswered(marks, results, data, day) {
    const all = new Map(marks);
    for (const question of data.questions) {
      const isRight = results.get(question.id);
      if (isRight !== undefined) all.set(question.id, answered(all.get(question.id), question, isRight, day, data.intervals));
    }
    return all;
  }

  /**
   * @param {TrainerMark} mark
   * @param {TrainerQuestion} question
   * @param {string} day
   */
  function isDue(mark, question, day) {
    return mark.due <= day || mark.revision !== question.revision;
  }

  /**
   * What to ask today: what is due, longest overdue first, then new ones.
   * @param {TrainerData} data
   * @param {TrainerMarks} marks
   * @param {string} day
   * @param {TrainerPlanOptions} options
   * @returns {TrainerPlan}
   */
  function plan(data, marks, day, options) {
    const asked = data.questions.filter((question) => options.reference || !question.reference);
    /** @type {{ id: string, due: string }[]} */
    const due = [];
    for (const question of asked) {
      const mark = marks.get(question.id);
      if (mark && isDue(mark, question, day)) due.push({ id: question.id, due: mark.due });
    }
    due.sort((a, b) => (a.due < b.due ? -1 : Number(a.due > b.due)));
    return { due: due.map(({ id }) => id), fresh: fresh(asked, marks, options.fresh) };
  }

  /**
   * Topic after topic, beginning with those that were trained least; of each topic the question whose
   * main entry was asked about least.
   * @param {readonly TrainerQuestion[]} questions
   * @param {TrainerMarks} marks
   * @param {number} count
   */
  function fresh(questions, marks, count) {
    /** @type {Map<number, TrainerQuestion[]>} */
    const unseen = new Map();
    /** @type {Map<number, number>} */
    const trained = new Map();
    /** @type {Map<string, number>} */
    const asked = new Map();
    for (const question of questions) {
      const isSeen = marks.has(question.id);
      trained.set(question.topic, (trained.get(question.topic) || 0) + Number(isSeen));
      if (isSeen) asked.set(mainOf(question), (asked.get(mainOf(question)) || 0) + 1);
      else unseen.set(question.topic, [...(unseen.get(question.topic) || []), question]);
    }
    const topics = [...unseen.keys()].sort((a, b) => (trained.get(a) || 0) - (trained.get(b) || 0) || a - b);
    /** @type {string[]} */
    const found = [];
    while (found.length < count && topics.some((topic) => unseen.get(topic)?.length)) {
      for (const left of topics.map((topic) => unseen.get(topic) || [])) {
        const least = Math.min(...left.map((question) => asked.get(mainOf(question)) || 0));
        const place = left.findIndex((question) => (asked.get(mainOf(question)) || 0) === least);
        for (const question of found.length < count && place >= 0 ? left.splice(place, 1) : []) {
          asked.set(mainOf(question), least + 1);
          found.push(question.id);
        }
      }
    }
    return found;
  }

  /** @param {TrainerQuestion} question */
  function mainOf(question) {
    return question.tests[0] || '';
  }

  /**
   * The wrong-answer book: what was answered wrongly the last time, or ever, and not rightly twice in
   * a row since.
   * @param {TrainerData} data
   * @param {TrainerMarks} marks
   */
  function mistakes(data, marks) {
    const enough = Math.min(FORGIVEN, data.intervals.length);
    return data.questions
      .filter(({ id }) => {
        const mark = marks.get(id);
        return mark && (mark.last === 'wrong' || (mark.box < enough && mark.right < mark.seen));
      })
      .map(({ id }) => id);
  }

  /**
   * @param {TrainerData} data
   * @param {TrainerMarks} marks
   */
  function strengths(data, marks) {
    /** @type {Map<string, TrainerQuestion[]>} */
    const testing = new Map();
    for (const question of data.questions) {
      for (const entry of new Set(question.tests)) testing.set(entry, [...(testing.get(entry) || []), question]);
    }
    return new Map([...testing].map(([entry, questions]) => [entry, strength(questions, marks, data)]));
  }

  /**
   * @param {readonly TrainerQuestion[]} questions
   * @param {TrainerMarks} marks
   * @param {TrainerData} data
   * @returns {TrainerStrength}
   */
  function strength(questions, marks, data) {
    const asked = questions.length;
    /** @type {number[]} */
    const boxes = [];
    let right = 0;
    for (const question of questions) {
      const mark = marks.get(question.id);
      if (!mark) continue;
      boxes.push(boxOf(mark, question));
      right += Number(mark.last === 'right');
    }
    const seen = boxes.length;
    const lowest = Math.min(...boxes);
    if (!seen) return { asked, seen, right, level: 0 };
    if (lowest === 0) return { asked, seen, right, level: 1 };
    if (seen === asked && lowest >= Math.min(KNOWN, data.intervals.length)) return { asked, seen, right, level: 4 };
    return { asked, seen, right, level: lowest === 1 || seen * 2 < asked ? 2 : 3 };
  }

  /**
   * @param {TrainerMarks} marks
   * @param {string} today
   */
  function clock(marks, today) {
    let day = today;
    for (const mark of marks.values()) if (mark.day > day) day = mark.day;
    return { day, isBack: day !== today };
  }

  /**
   * @param {TrainerMarks} marks
   * @param {number} days
   */
  function moved(marks, days) {
    return new Map([...marks].map(([id, mark]) => [id, { ...mark, due: later(mark.due, days), day: later(mark.day, days) }]));
  }

  trainer.schedule = { dayOf, isDay, later, daysBetween, answered, allAnswered, isDue, plan, mistakes, strengths, clock, moved };
})();
