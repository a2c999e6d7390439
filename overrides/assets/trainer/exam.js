// 模拟考试：按种子抽题，题目在各部分、各条目之间摊开；只数页面开着的时间；交卷以后算分、列出该读的条目。

/**
 * An exam that goes on. `seconds`: spent so far, counted while the page is open, so that no clock
 * can cheat or rob; `limit`: how many there are; `changes`: how often something was answered.
 * @typedef {{ seed: number, questions: string[], answers: Record<string, TrainerAnswer>, seconds: number, changes: number, day: string, limit: number }} TrainerExamState
 */

/**
 * What is kept of an exam that was handed in.
 * @typedef {{ day: string, seed: number, questions: string[], right: string[], seconds: number }} TrainerExamResult
 */

/**
 * `missing`: those that nothing was answered to. `reading`: the entries that wrong and missing ones
 * test, most often first.
 * @typedef {{ right: string[], wrong: string[], missing: string[], score: number, isPassed: boolean, reading: string[] }} TrainerExamMarking
 */

/**
 * @typedef {object} TrainerExamApi
 * @property {(data: TrainerData, seed: number, count: number, withReference: boolean) => string[]} draw
 * @property {(data: TrainerData, seed: number, day: string, withReference: boolean) => TrainerExamState} started
 * @property {(state: TrainerExamState, id: string, answer: TrainerAnswer) => TrainerExamState} answeredIn nothing once it is over
 * @property {(state: TrainerExamState, seconds: number) => TrainerExamState} spent
 * @property {(state: TrainerExamState) => boolean} isOver
 * @property {(data: TrainerData, state: TrainerExamState) => TrainerExamMarking} marked
 * @property {(data: TrainerData, state: TrainerExamState) => TrainerExamResult} result what goes into TrainerRecord.exams
 */

(() => {
  'use strict';

  const scope = /** @type {TrainerScope} */ (globalThis);
  const trainer = /** @type {TrainerNamespace} */ (scope.trainer = scope.trainer || {});
  const chance = /** @type {TrainerChanceApi} */ (trainer.chance);
  const scoring = /** @type {TrainerScoringApi} */ (trainer.scoring);

  const SCENARIOS = 0.5;

  /**
   * The same for the same seed. Each topic gets its share, and one question at least if there are
   * enough; half of them are scenarios, as nearly as topics have them; no entry is the main one of
   * two questions while there are others, not even for the sake of a share.
   * @param {TrainerData} data
   * @param {number} seed
   * @param {number} count
   * @param {boolean} withReference
   */
  function draw(data, seed, count, withReference) {
    const random = chance.random(seed);
    const pool = chance.shuffled(data.questions.filter((question) => withReference || !question.reference), random);
    const topics = chance.shuffled([...new Set(pool.map(({ topic }) => topic))].sort((a, b) => a - b), random)
      .map((topic) => pool.filter((question) => question.topic === topic));
    const wanted = shares(topics.map((questions) => questions.length), Math.min(count, pool.length));
    const scenarios = scenarioShares(topics, wanted);
    /** @type {Set<TrainerQuestion>} */
    const found = new Set();
    const groups = topics.flatMap((questions, at) => {
      const told = scenarios[at] || 0;
      return [
        { questions: questions.filter(({ scenario }) => scenario), count: told },
        { questions: questions.filter(({ scenario }) => !scenario), count: (wanted[at] || 0) - told },
      ];
    });
    // Those with the least choice first: what others leave may not be enough for them.
    groups.sort((a, b) => mains(a.questions) - a.count - (mains(b.questions) - b.count));
    for (const group of groups) take(group.questions, group.count, found);
    complete(pool, topics, wanted, found);
    return chance.shuffled([...found], random).map(({ id }) => id);
  }

  /**
   * Parts of `count` in proportion to the sizes, by the largest remainder, none of them more than its
   * size, nor nothing if there is one for each.
   * @param {number[]} sizes
   * @param {number} count
   */
  function shares(sizes, count) {
    const total = sizes.reduce((sum, size) => sum + size, 0);
    const least = count >= sizes.length ? 1 : 0;
    const found = sizes.map((size) => Math.min(size, Math.max(least, Math.floor((size * count) / total))));
    const lack = (/** @type {number} */ at) => ((sizes[at] || 0) * count) / total - (found[at] || 0);
    const places = sizes.map((_, at) => at);
    for (let left = count - found.reduce((sum, part) => sum + part, 0); left !== 0; left -= Math.sign(left)) {
      const free = places.filter((at) => (left > 0 ? (found[at] || 0) < (sizes[at] || 0) : (found[at] || 0) > least));
      const best = free.sort((a, b) => (lack(b) - lack(a)) * left)[0];
      if (best === undefined) break;
      found[best] = (found[best] || 0) + Math.sign(left);
    }
    return found;
  }

  /**
   * How many of each topic's questions are scenarios: half of all of them together, the topics being
   * as near to half as that lets them.
   * @param {TrainerQuestion[][]} topics
   * @param {number[]} wanted
   */
  function scenarioShares(topics, wanted) {
    const most = topics.map((questions, at) => Math.min(wanted[at] || 0, mains(questions.filter(({ scenario }) => scenario))));
    const least = topics.map((questions, at) => Math.max(0, (wanted[at] || 0) - mains(questions.filter(({ scenario }) => !scenario))));
    const target = Math.round(wanted.reduce((sum, part) => sum + part, 0) * SCENARIOS);
    const found = wanted.map((part, at) => Math.max(Math.min(Math.floor(part * SCENARIOS), most[at] || 0), Math.min(least[at] || 0, most[at] || 0)));
    const excess = (/** @type {number} */ at) => (found[at] || 0) - (wanted[at] || 0) * SCENARIOS;
    for (let left = target - found.reduce((sum, part) => sum + part, 0); left !== 0; left -= Math.sign(left)) {
      const free = found.map((_, at) => at).filter((at) => (left > 0 ? (found[at] || 0) < (most[at] || 0) : (found[at] || 0) > (least[at] || 0)));
      const best = free.sort((a, b) => (excess(a) - excess(b)) * left)[0];
      if (best === undefined) break;
      found[best] = (found[best] || 0) + Math.sign(left);
    }
    return found;
  }

  /** @param {TrainerQuestion[]} questions */
  function mains(questions) {
    return new Set(questions.map(({ tests }) => tests[0])).size;
  }

  /**
   * Takes so many of the questions whose main entry no other has.
   * @param {readonly TrainerQuestion[]} questions
   * @param {number} count
   * @param {Set<TrainerQuestion>} found
   */
  function take(questions, count, found) {
    const used = new Set([...found].map(({ tests }) => tests[0]));
    let left = count;
    for (const question of questions) {
      if (left <= 0) return;
      if (found.has(question) || used.has(question.tests[0])) continue;
      used.add(question.tests[0]);
      found.add(question);
      left -= 1;
    }
  }

  /**
   * Fills up what could not be had as it was wanted: from the same topic, then from any, then, if
   * there is no other way, with an entry that is asked about already.
   * @param {readonly TrainerQuestion[]} pool
   * @param {readonly (readonly TrainerQuestion[])[]} topics
   * @param {readonly number[]} wanted
   * @param {Set<TrainerQuestion>} found
   */
  function complete(pool, topics, wanted, found) {
    const count = wanted.reduce((sum, part) => sum + part, 0);
    topics.forEach((questions, at) => {
      take(questions, (wanted[at] || 0) - questions.filter((question) => found.has(question)).length, found);
    });
    take(pool, count - found.size, found);
    for (const question of pool) if (found.size < count) found.add(question);
  }

  /**
   * @param {TrainerData} data
   * @param {number} seed
   * @param {string} day
   * @param {boolean} withReference
   * @returns {TrainerExamState}
   */
  function started(data, seed, day, withReference) {
    const questions = draw(data, seed, data.exam.questions, withReference);
    return { seed: seed >>> 0, questions, answers: {}, seconds: 0, changes: 0, day, limit: data.exam.minutes * 60 };
  }

  /**
   * @param {TrainerExamState} state
   * @param {string} id
   * @param {TrainerAnswer} answer
   * @returns {TrainerExamState}
   */
  function answeredIn(state, id, answer) {
    if (isOver(state) || !state.questions.includes(id)) return state;
    return { ...state, answers: { ...state.answers, [id]: answer }, changes: state.changes + 1 };
  }

  /**
   * @param {TrainerExamState} state
   * @param {number} seconds
   * @returns {TrainerExamState}
   */
  function spent(state, seconds) {
    const more = Number.isFinite(seconds) ? Math.max(0, seconds) : 0;
    return { ...state, seconds: Math.min(state.limit, state.seconds + more) };
  }

  /** @param {TrainerExamState} state */
  function isOver(state) {
    return state.seconds >= state.limit;
  }

  /**
   * @param {TrainerData} data
   * @param {TrainerExamState} state
   * @returns {TrainerExamMarking}
   */
  function marked(data, state) {
    const asked = state.questions.flatMap((id) => data.questions.filter((question) => question.id === id));
    /** @type {{ right: string[], wrong: string[], missing: string[] }} */
    const found = { right: [], wrong: [], missing: [] };
    /** @type {Map<string, number>} */
    const times = new Map();
    for (const question of asked) {
      const answer = state.answers[question.id] || scoring.blank(question);
      const isMissing = String(answer) === String(scoring.blank(question));
      const isRight = scoring.isRight(question, answer);
      (isMissing ? found.missing : isRight ? found.right : found.wrong).push(question.id);
      if (!isRight) for (const entry of new Set(question.tests)) times.set(entry, (times.get(entry) || 0) + 1);
    }
    const score = asked.length ? Math.floor((found.right.length * 100) / asked.length) : 0;
    const reading = [...times].sort(([, a], [, b]) => b - a).map(([entry]) => entry);
    return { ...found, score, isPassed: score >= data.exam.pass, reading };
  }

  /**
   * @param {TrainerData} data
   * @param {TrainerExamState} state
   * @returns {TrainerExamResult}
   */
  function result(data, state) {
    const { day, seed, questions, seconds } = state;
    return { day, seed, questions: [...questions], right: marked(data, state).right, seconds: Math.floor(seconds) };
  }

  trainer.exam = { draw, started, answeredIn, spent, isOver, marked, result };
})();
