// 一组人的记录里看得出什么：各人、各条目、各部分、各题、模拟考试。只算，不碰页面，也不看钟。

/**
 * Counted are answers to the questions as they are worded now; `changed` are questions that were
 * answered in another wording, `gone` those that this edition has not. Of an answered question the
 * record has the last answer, and how many were right of how many: not the first answer.
 * @typedef {object} ResultsStanding
 * @property {number} seen questions that were answered
 * @property {number} right of them rightly the last time
 * @property {number} known entries that are known well or mostly
 * @property {string[]} changed
 * @property {string[]} gone
 * @property {string[]} unanswered questions of this edition, those answered in another wording too
 * @property {string[]} untrained entries
 * @property {number[]} untouched topics
 * @property {number[]} steps done, of each path
 * @property {string} last day on which something was done; '' if nothing was
 */

/**
 * @typedef {{ seen: number, right: number }} ResultsShare answered, and rightly the last time
 */

/**
 * An entry over all people: `levels` as schedule.js has them, by person; `share` of all answers
 * together; `weak`: the places of people who have answered wrongly and not mended it.
 * @typedef {{ id: string, levels: number[], share: ResultsShare, known: number, weak: number[] }} ResultsEntry
 */

/** @typedef {{ topic: number, asked: number, people: ResultsShare[], share: ResultsShare }} ResultsTopic */

/**
 * A question over all people. `clean`: people who have never answered it wrongly; `older`: people who
 * answered another wording. `power` is how well it tells who knows the rest: the point-biserial
 * correlation of its last answer with the share of right last answers among the others; null if it
 * cannot be said, `lack` then says why: too few people, or all are the same.
 * @typedef {object} ResultsItem
 * @property {string} id
 * @property {ResultsShare} share
 * @property {number} clean
 * @property {number} older
 * @property {number | null} power
 * @property {'' | 'few' | 'same'} lack
 * @property {ResultsDoubt[]} doubts what makes it look broken; nothing with too few people
 */

/** @typedef {'none' | 'all' | 'negative'} ResultsDoubt */

/** @typedef {{ day: string, asked: number, right: number, score: number, isPassed: boolean, seconds: number }} ResultsSitting */

/**
 * @typedef {object} ResultsFound
 * @property {number} questions how many are counted
 * @property {ResultsStanding[]} people
 * @property {ResultsEntry[]} entries in the order of the handbook
 * @property {ResultsTopic[]} topics
 * @property {ResultsItem[]} items
 * @property {ResultsSitting[][]} sittings of each person, by day
 * @property {ResultsEntry[]} next what to teach, the weakest first: entries that somebody has answered wrongly the last time
 * @property {string[]} untrained entries that nobody has trained
 */

/**
 * @typedef {object} ResultsStatisticsApi
 * @property {(data: ResultsData, records: readonly TrainerRecord[], withReference: boolean) => ResultsFound} found
 * @property {(share: ResultsShare) => number | null} percent
 * @property {(pairs: readonly { isRight: boolean, rest: number }[]) => number | null} pointBiserial null where all are the same
 * @property {{ known: number, judged: number, compared: number, rest: number }} limits from which level an entry is known; how many people a doubt needs, and a correlation; how many other answers each of those
 */

(() => {
  'use strict';

  const scope = /** @type {ResultsScope} */ (globalThis);
  const results = /** @type {ResultsNamespace} */ (scope.results = scope.results || {});
  const schedule = /** @type {TrainerScheduleApi} */ (scope.trainer?.schedule);

  const limits = { known: 3, judged: 5, compared: 10, rest: 5 };

  /**
   * @param {ResultsData} data
   * @param {readonly TrainerRecord[]} records
   * @param {boolean} withReference whether questions about wordings that are not the issued ones count
   * @returns {ResultsFound}
   */
  function found(data, records, withReference) {
    const questions = data.questions.filter(({ reference }) => withReference || !reference);
    const marks = records.map((record) => currentMarks(record, questions));
    const strengths = marks.map((one) => strengthsOf(data, questions, one));
    const entries = entriesOf(data, strengths);
    return {
      questions: questions.length,
      people: records.map((record, at) => standing(data, questions, record, marks[at] || new Map(), strengths[at] || new Map())),
      entries,
      topics: topicsOf(data, questions, marks),
      items: questions.map((question) => item(question, marks, records)),
      sittings: records.map((record) => sittings(record, data.pass)),
      next: entries.filter(({ share }) => share.right < share.seen).sort(byWeakness),
      untrained: entries.filter(({ share }) => share.seen === 0).map(({ id }) => id),
    };
  }

  /**
   * The marks of questions that are worded as they were when they were answered.
   * @param {TrainerRecord} record
   * @param {readonly ResultsQuestion[]} questions
   * @returns {TrainerMarks}
   */
  function currentMarks({ marks }, questions) {
    /** @type {Map<string, TrainerMark>} */
    const current = new Map();
    for (const { id, revision } of questions) {
      const mark = marks.get(id);
      if (mark && mark.revision === revision) current.set(id, mark);
    }
    return current;
  }

  /**
   * As the trainer itself tells its reader. It asks for no more of a question than is known here.
   * @param {ResultsData} data
   * @param {readonly ResultsQuestion[]} questions
   * @param {TrainerMarks} marks
   */
  function strengthsOf(data, questions, marks) {
    const known = /** @type {unknown} */ ({ intervals: data.intervals, questions });
    return schedule.strengths(/** @type {TrainerData} */ (known), marks);
  }

  /**
   * @param {ResultsData} data
   * @param {readonly ResultsQuestion[]} questions
   * @param {TrainerRecord} record
   * @param {TrainerMarks} marks
   * @param {ReadonlyMap<string, TrainerStrength>} strengths
   * @returns {ResultsStanding}
   */
  function standing(data, questions, record, marks, strengths) {
    const all = new Set(data.questions.map(({ id }) => id));
    const days = [...[...record.marks.values()].map(({ day }) => day), ...record.exams.map(({ day }) => day)];
    const trained = new Set(questions.filter(({ id }) => marks.has(id)).map(({ topic }) => topic));
    return {
      ...shareOf(questions, marks),
      known: [...strengths.values()].filter(({ level }) => level >= limits.known).length,
      changed: questions.map(({ id }) => id).filter((id) => record.marks.has(id) && !marks.has(id)),
      gone: [...record.marks.keys()].filter((id) => !all.has(id)).sort(),
      unanswered: questions.map(({ id }) => id).filter((id) => !marks.has(id)),
      untrained: Object.keys(data.entries).filter((id) => strengths.get(id)?.seen === 0),
      untouched: [...new Set(questions.map(({ topic }) => topic))].sort((a, b) => a - b).filter((topic) => !trained.has(topic)),
      steps: data.paths.map(({ id, steps }) => [...(record.steps.get(id) || [])].filter((step) => step < steps).length),
      last: days.reduce((latest, day) => (day > latest ? day : latest), ''),
    };
  }

  /**
   * @param {readonly ResultsQuestion[]} questions
   * @param {TrainerMarks} marks
   * @returns {ResultsShare}
   */
  function shareOf(questions, marks) {
    const answered = questions.flatMap(({ id }) => marks.get(id) || []);
    return { seen: answered.length, right: answered.filter(({ last }) => last === 'right').length };
  }

  /**
   * @param {readonly ResultsShare[]} shares
   * @returns {ResultsShare}
   */
  function together(shares) {
    return {
      seen: shares.reduce((sum, { seen }) => sum + seen, 0),
      right: shares.reduce((sum, { right }) => sum + right, 0),
    };
  }

  /**
   * @param {ResultsData} data
   * @param {readonly ReadonlyMap<string, TrainerStrength>[]} strengths
   */
  function entriesOf(data, strengths) {
    // Who has answered nothing has a strength of every entry that is tested, too.
    const tested = strengths[0] || new Map();
    return Object.keys(data.entries).filter((id) => tested.has(id)).map((id) => {
      const own = strengths.map((one) => one.get(id));
      const levels = own.map((one) => one?.level || 0);
      return {
        id,
        levels,
        share: together(own.flatMap((one) => one || [])),
        known: levels.filter((level) => level >= limits.known).length,
        weak: levels.flatMap((level, at) => (level === 1 ? [at] : [])),
      };
    });
  }

  /**
   * The lowest share of right answers first, each with one right and one wrong answer more: of one
   * answer that was wrong nobody knows much. Then what was answered most; then as in the handbook.
   * @param {ResultsEntry} a
   * @param {ResultsEntry} b
   */
  function byWeakness({ share: a }, { share: b }) {
    return (a.right + 1) * (b.seen + 2) - (b.right + 1) * (a.seen + 2) || b.seen - a.seen;
  }

  /**
   * @param {ResultsData} data
   * @param {readonly ResultsQuestion[]} questions
   * @param {readonly TrainerMarks[]} marks
   */
  function topicsOf(data, questions, marks) {
    return data.topics.flatMap((_, topic) => {
      const own = questions.filter((question) => question.topic === topic);
      const people = marks.map((one) => shareOf(own, one));
      return own.length ? [{ topic, asked: own.length, people, share: together(people) }] : [];
    });
  }

  /**
   * @param {ResultsQuestion} question
   * @param {readonly TrainerMarks[]} marks
   * @param {readonly TrainerRecord[]} records
   * @returns {ResultsItem}
   */
  function item({ id }, marks, records) {
    const own = marks.flatMap((one) => one.get(id) || []);
    const share = { seen: own.length, right: own.filter(({ last }) => last === 'right').length };
    const clean = own.filter(({ seen, right, last }) => right === seen && last === 'right').length;
    const pairs = marks.flatMap((one) => compared(id, one));
    const power = pairs.length < limits.compared ? null : pointBiserial(pairs);
    const lack = pairs.length < limits.compared ? 'few' : power === null ? 'same' : '';
    return {
      id,
      share,
      clean,
      older: records.filter((record, at) => record.marks.has(id) && !marks[at]?.has(id)).length,
      power,
      lack,
      doubts: share.seen < limits.judged ? [] : doubtsOf(share, clean, power),
    };
  }

  /**
   * That everybody has got it right in the end is what training is for: only where nobody was ever
   * wrong does it say something of the question.
   * @param {ResultsShare} share
   * @param {number} clean
   * @param {number | null} power
   * @returns {ResultsDoubt[]}
   */
  function doubtsOf({ seen, right }, clean, power) {
    /** @type {ResultsDoubt[]} */
    const doubts = [];
    if (right === 0) doubts.push('none');
    if (clean === seen) doubts.push('all');
    if (power !== null && Math.round(power * 100) < 0) doubts.push('negative');
    return doubts;
  }

  /**
   * What one person's answer is compared with: nothing if too little else was answered.
   * @param {string} id
   * @param {TrainerMarks} marks
   */
  function compared(id, marks) {
    const mark = marks.get(id);
    const others = marks.size - 1;
    if (!mark || others < limits.rest) return [];
    const isRight = mark.last === 'right';
    const right = [...marks.values()].filter(({ last }) => last === 'right').length - Number(isRight);
    return [{ isRight, rest: right / others }];
  }

  /** @param {readonly { isRight: boolean, rest: number }[]} pairs */
  function pointBiserial(pairs) {
    const above = pairs.filter(({ isRight }) => isRight).map(({ rest }) => rest);
    const below = pairs.filter(({ isRight }) => !isRight).map(({ rest }) => rest);
    // Asked of the values themselves: a variance of equal numbers need not come out as 0.
    if (!above.length || !below.length || pairs.every(({ rest }) => rest === pairs[0]?.rest)) return null;
    const all = mean(pairs.map(({ rest }) => rest));
    const deviation = Math.sqrt(mean(pairs.map(({ rest }) => (rest - all) ** 2)));
    const share = above.length / pairs.length;
    const value = ((mean(above) - mean(below)) / deviation) * Math.sqrt(share * (1 - share));
    return Math.min(1, Math.max(-1, value));
  }

  /** @param {readonly number[]} values */
  function mean(values) {
    return values.reduce((sum, value) => sum + value, 0) / values.length;
  }

  /**
   * Those of one person in the order of their days; the record knows of no hours. Marked again as the trainer does, from what was
   * asked and what was right; without questions there was no exam.
   * @param {TrainerRecord} record
   * @param {number} pass
   */
  function sittings({ exams }, pass) {
    return exams
      .filter(({ questions }) => questions.length)
      .map(({ day, questions, right: ids, seconds }) => {
        const asked = new Set(questions).size;
        const right = new Set(ids).size;
        const score = Math.floor((right * 100) / asked);
        return { day, asked, right, score, isPassed: score >= pass, seconds };
      })
      .sort((a, b) => (a.day < b.day ? -1 : Number(a.day > b.day)));
  }

  /** @param {ResultsShare} share */
  function percent({ seen, right }) {
    return seen ? Math.round((right * 100) / seen) : null;
  }

  results.statistics = { found, percent, pointBiserial, limits };
})();
