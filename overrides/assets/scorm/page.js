// 学习平台里的训练页面：视图都是训练器的；记录不存在浏览器里，存在学习平台上，成绩也报给它。

(() => {
  'use strict';

  const scope = /** @type {ScormScope} */ (globalThis);
  const trainer = /** @type {TrainerNamespace} */ (scope.trainer);
  const scorm = /** @type {Required<ScormNamespace>} */ (scope.scorm);
  const schedule = /** @type {TrainerScheduleApi} */ (trainer.schedule);
  const exams = /** @type {TrainerExamApi} */ (trainer.exam);
  const views = /** @type {TrainerViewsApi} */ (trainer.views);
  const { one, element } = /** @type {ElementsApi} */ (scope.apart?.elements);
  const { say, createAsk } = /** @type {TalkApi} */ (scope.apart?.talk);
  const LOOK_EACH = 10_000;

  const NOWHERE = '成绩和做到哪里都不记，关掉这一页就没有。';
  /** @type {Record<ScormStanding, string>} */
  const STANDING = {
    none: `没有连上学习平台：这一页是单独打开的，或者平台没有给出 SCORM 1.2 的接口。可以照常练，${NOWHERE}`,
    refused: `学习平台没有让这一页开始记录。可以照常练，${NOWHERE}请关掉这一页，从学习平台里重新打开。`,
    review: '学习平台现在是让你回看：可以看，可以练，什么也不记。',
    browse: '学习平台现在是让你浏览：做到哪里记下来，成绩不记。',
    normal: '已经连上学习平台，做到哪里随时存在平台上，关掉再打开接着做。',
  };
  const UNREAD = {
    other: '平台上留着的进度是另一版题目的，接不上，从头练。平台上的成绩没有动。',
    strange: '平台上留着的进度读不懂，从头练。平台上的成绩没有动。',
  };

  const json = document.querySelector('[data-trainer]')?.textContent;
  const dialog = document.querySelector('[data-dialog]');
  if (!json || !(dialog instanceof HTMLDialogElement) || !trainer.questionView || !trainer.createFrame) return;
  const data = /** @type {ScormData} */ (JSON.parse(json));
  const session = scorm.session.createSession(scorm.api.find(/** @type {ScormFrame} */ (/** @type {unknown} */ (window))), () => performance.now());
  // The mark of the LMS is the one that counts.
  data.exam.pass = session.known().pass ?? data.exam.pass;
  const packing = scorm.packing.createPacking(data);
  const found = packing.unpack(session.suspended());
  let record = found.record;
  let at = found.at;
  let isWhole = true;
  let isEnded = false;
  /** @type {(() => ScormReported) | null} what the LMS has not taken yet */
  let unreported = null;

  // Views ask the keeper for no more than this.
  const keeper = /** @type {TrainerKeeper} */ (/** @type {unknown} */ ({ record: () => record, change }));

  /** @type {TrainerDesk} */
  const desk = {
    data,
    questions: new Map(data.questions.map((question) => [question.id, question])),
    keeper,
    questionView: withShortGaps(trainer.questionView.createQuestionView(data)),
    round: null,
    get at() {
      return at;
    },
    set at(place) {
      at = place;
      save();
    },
    today: () => schedule.clock(record.marks, schedule.dayOf(new Date())).day,
    say,
    ask: createAsk(dialog, 'tr'),
    go: (address) => frame.go(address),
    save: () => {},
    mark,
    changed: showStanding,
    dialog,
  };
  const parts = data.part === 'exam' ? ['exam', 'practice', 'progress'] : ['practice', 'progress'];
  const frame = trainer.createFrame({
    data,
    views: Object.fromEntries([...parts, 'round', 'one'].flatMap((name) => {
      const make = views.makers[name];
      return make ? [[name, make(desk)]] : [];
    })),
    first: () => (parts.includes('exam') && session.standing() !== 'none' && session.standing() !== 'refused' ? 'exam' : 'practice'),
    isQuestion: (name, rest) => ['round', 'one'].includes(name) || rest === 'go',
    showRecord: showStanding,
    isOver: () => isEnded,
  });

  // --- what is kept, and where ------------------------------------------------------------------

  /**
   * What does not fit into the state cannot be typed.
   * @param {TrainerQuestionView} view
   * @returns {TrainerQuestionView}
   */
  function withShortGaps(view) {
    return {
      ...view,
      ask: (question, options) => {
        const asked = view.ask(question, options);
        for (const gap of Array.from(asked.element.querySelectorAll('.tr-gap'))) {
          if (gap instanceof HTMLInputElement) gap.maxLength = scorm.packing.LONGEST_GAP;
        }
        return asked;
      },
    };
  }

  /** @param {(record: TrainerRecord) => TrainerRecord} edit */
  function change(edit) {
    const before = record;
    record = edit(record);
    save();
    const result = record.exams[record.exams.length - 1];
    if (before.exam && !record.exam && result && record.exams.length > before.exams.length) report(before.exam, result);
    if (data.part === 'practice' && left() === 0 && session.known().status === 'incomplete') session.complete();
    showStanding();
  }

  function save() {
    if (isEnded) return;
    const packed = packing.pack(record, at);
    isWhole = packed.isWhole;
    session.save(packed.text, record.exam ? `exam:${at + 1}` : `practice:${record.marks.size}`);
  }

  /** How many questions were never answered; those about reference wordings need not be. */
  function left() {
    return data.questions.filter(({ id, reference }) => !reference && !record.marks.has(id)).length;
  }

  /**
   * @param {TrainerExamState} state
   * @param {TrainerExamResult} result
   */
  function report(state, result) {
    const { score, isPassed } = exams.marked(data, state);
    const answered = result.questions.flatMap((id) => desk.questions.get(id) || []);
    const interactions = answered.map((question) => scorm.session.interactionOf(question, state.answers[question.id]));
    const { isTaken } = session.report(score, isPassed, interactions);
    unreported = isTaken || session.standing() !== 'normal' ? null : () => session.report(score, isPassed, []);
  }

  // --- what the views may ask of the page -------------------------------------------------------

  /**
   * @param {ReadonlyMap<string, boolean>} results
   * @param {(record: TrainerRecord) => TrainerRecord} rest
   */
  function mark(results, rest = (one) => one) {
    change((before) => {
      const { day } = schedule.clock(before.marks, schedule.dayOf(new Date()));
      return rest({ ...before, marks: schedule.allAnswered(before.marks, results, data, day) });
    });
  }

  // --- what stands above every view -------------------------------------------------------------

  function showStanding() {
    const standing = session.standing();
    const { status, score } = session.known();
    const words = [STANDING[standing]];
    if (standing === 'normal' && data.part === 'exam') {
      words.push(score === null ? `模拟考试 ${data.exam.pass} 分合格，考几次都行，平台上留最好的一次。` : `平台上的成绩是 ${score} 分，${status === 'passed' ? '合格' : '不合格'}；再考更好就换成更好的。`);
    }
    if (standing === 'normal' && data.part === 'practice') {
      words.push(left() ? `每一题都练过一次就算完成，还有 ${left()} 题${data.reference && `；考${data.reference}的题不算在内`}。` : '每一题都练过了，已经报给平台：完成。');
    }
    if (found.reason === 'other' || found.reason === 'strange') words.push(UNREAD[found.reason]);
    if (!isWhole) words.push('题太多，平台给的地方存不下练习的进度，只存正在考的。');
    const place = one('[data-standing-text]');
    if (place.textContent !== words.join('')) place.textContent = words.join('');
    one('[data-standing]').toggleAttribute('data-unkept', standing === 'none' || standing === 'refused');
    one('[data-finish]').hidden = isEnded || standing === 'none' || standing === 'refused';
    const exam = document.querySelector('[data-nav=exam]');
    if (exam) exam.textContent = record.exam ? '考试中' : '模拟考试';
    showTrouble();
  }

  function showTrouble() {
    const trouble = session.standing() === 'normal' || session.standing() === 'browse' ? session.trouble() : null;
    const box = one('[data-trouble]');
    box.hidden = !trouble && !unreported;
    if (box.hidden) return;
    const reason = trouble ? `（${[trouble.call, trouble.code && `错误 ${trouble.code}`, trouble.words].filter(Boolean).join('，')}）` : '';
    const what = unreported ? '成绩还没有报上去' : '刚才的进度还没有存上去';
    one('[data-trouble-text]').textContent = `学习平台没有收下，${what}${reason}。先不要关这一页，按“再送一次”；还不行，就把这句话告诉管平台的人。`;
  }

  function sendAgain() {
    if (unreported && unreported().isTaken) unreported = null;
    save();
    const isTaken = session.commit(true) && !session.trouble() && !unreported;
    showStanding();
    say(isTaken ? '送上去了' : '还是没有收下');
  }

  // --- the end ----------------------------------------------------------------------------------

  function finish() {
    if (isEnded) return false;
    save();
    const isKept = session.finish();
    isEnded = true;
    return isKept;
  }

  function leave() {
    frame.leave();
    const isKept = finish();
    const title = views.heading(isKept ? '存好了' : '没有都存上去');
    const words = isKept ? '可以关掉这个窗口，或者回到学习平台。下次从学习平台里打开，接着做。' : '学习平台没有全收下，最后做的可能没有存。请从学习平台里重新打开看一看。';
    one('[data-view]').replaceChildren(title, element('p', words));
    one('[data-parts]').hidden = true;
    one('[data-finish]').hidden = true;
    one('[data-trouble]').hidden = true;
    one('[data-said]').replaceChildren();
    title.focus();
  }

  one('[data-finish]').addEventListener('click', leave);
  one('[data-send-again]').addEventListener('click', sendAgain);
  document.addEventListener('visibilitychange', () => session.commit(document.visibilityState === 'hidden'));
  setInterval(() => {
    if (isEnded) return;
    session.commit(false);
    showTrouble();
  }, LOOK_EACH);
  addEventListener('pagehide', finish);
  // The LMS was told that this was the end: what is shown again begins anew.
  addEventListener('pageshow', (event) => {
    if (event.persisted) location.reload();
  });

  frame.show(false);
})();
