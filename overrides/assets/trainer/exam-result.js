// 考完以后：多少分、过没过、每一题的答案和理由、该读哪些条目。

/**
 * @typedef {object} TrainerExamResultApi
 * @property {(result: TrainerExamResult) => number} scoreOf
 * @property {(desk: TrainerDesk, result: TrainerExamResult, state: TrainerExamState | null) => HTMLElement[]} shown the answers are known only to the page on which they were given
 */

(() => {
  'use strict';

  const scope = /** @type {TrainerScope} */ (globalThis);
  const trainer = /** @type {TrainerNamespace} */ (scope.trainer = scope.trainer || {});
  const exams = /** @type {TrainerExamApi} */ (trainer.exam);
  const views = /** @type {TrainerViewsApi} */ (trainer.views);
  const answers = /** @type {TrainerAnswerViewApi} */ (views.answers);
  const { group, inner, minutes, folded, entryCard } = views;
  const { element } = /** @type {ElementsApi} */ (scope.apart?.elements);
  const MOST_READING = 10;

  /** @param {TrainerExamResult} result */
  function scoreOf({ questions, right }) {
    return questions.length ? Math.floor((right.length * 100) / questions.length) : 0;
  }

  /**
   * @param {TrainerDesk} desk
   * @param {TrainerExamResult} result
   * @param {TrainerExamState | null} state
   */
  function shown(desk, result, state) {
    const { data } = desk;
    const missing = new Set(state ? exams.marked(data, state).missing : []);
    const right = new Set(result.right);
    const score = scoreOf(result);
    const isPassed = score >= data.exam.pass;
    const title = element('h2', `${isPassed ? '✓ 合格' : '✗ 不合格'}，${score} 分`);
    title.className = 'tr-result__title';
    const counts = [`答对 ${right.size} 题，共 ${result.questions.length} 题`, ...(missing.size ? [`没有答 ${missing.size} 题`] : []), `${data.exam.pass} 分合格`, `用时：${minutes(result.seconds)}`, ...(result.seconds >= data.exam.minutes * 60 ? ['时间到了自动交的卷'] : [])];
    const status = group(`tr-result tr-result--${isPassed ? 'right' : 'wrong'}`, [title, element('p', `${counts.join('，')}。`)]);
    status.setAttribute('role', 'status');
    const ids = reading(desk, result);
    const gone = result.questions.filter((id) => !desk.questions.has(id));
    return [
      status,
      ...(ids.length ? [element('h2', '该读的条目'), element('p', '答错和没有答的题考的，考得多的在前。'), ...ids.slice(0, MOST_READING).map((id) => entryCard(id, data, false))] : []),
      ...(ids.length > MOST_READING ? [folded([`其余 ${ids.length - MOST_READING} 条`], (inside) => inside.append(...ids.slice(MOST_READING).map((id) => entryCard(id, data, false))))] : []),
      element('h2', '各题的答案和理由'),
      ...result.questions.flatMap((id, at) => {
        const question = desk.questions.get(id);
        return question ? [questionBox(desk, question, at, right.has(id), missing.has(id), state)] : [];
      }),
      ...(gone.length ? [element('p', `本版没有的题：${gone.join('、')}。`)] : []),
      group('tr-buttons', [inner('回到模拟考试', '#exam', true)], 'p'),
    ];
  }

  /**
   * @param {TrainerDesk} desk
   * @param {TrainerQuestion} question
   * @param {number} at
   * @param {boolean} isRight
   * @param {boolean} isMissing
   * @param {TrainerExamState | null} state
   */
  function questionBox(desk, question, at, isRight, isMissing, state) {
    const verdict = group(`tr-mark tr-mark--${isRight ? 'right' : 'wrong'}`, [isRight ? '✓ 对' : isMissing ? '✗ 没有答' : '✗ 错'], 'span');
    const box = folded([`${at + 1}. `, verdict, ' ', group('hb-id', [question.id], 'span'), ` ${question.title}`], (inside) => {
      const answer = state ? state.answers[question.id] || null : null;
      inside.append(
        desk.questionView.head(question, 3).element,
        desk.questionView.stem(question),
        answers.explained(question, answer, state?.seed || 0, desk.data),
        answers.evidence(question, desk.data),
      );
    });
    box.classList.add('tr-answered');
    return box;
  }

  /**
   * @param {TrainerDesk} desk
   * @param {TrainerExamResult} result
   */
  function reading(desk, { questions, right }) {
    /** @type {Map<string, number>} */
    const times = new Map();
    for (const id of questions.filter((one) => !right.includes(one))) {
      for (const entry of desk.questions.get(id)?.tests || []) times.set(entry, (times.get(entry) || 0) + 1);
    }
    return [...times].sort(([, a], [, b]) => b - a).map(([entry]) => entry);
  }

  views.examResults = { scoreOf, shown };
})();
