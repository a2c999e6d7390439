// 训练的页面：先说清存在哪里；按地址换视图，把各部分连起来。

(() => {
  'use strict';

  const scope = /** @type {TrainerScope} */ (globalThis);
  const trainer = /** @type {TrainerNamespace} */ (scope.trainer = scope.trainer || {});
  const schedule = /** @type {TrainerScheduleApi} */ (trainer.schedule);
  const records = /** @type {TrainerRecordApi} */ (trainer.record);
  const keeping = /** @type {TrainerKeepingApi} */ (trainer.keeping);
  const views = /** @type {TrainerViewsApi} */ (trainer.views);
  const { one, element, button } = /** @type {ElementsApi} */ (scope.apart?.elements);
  const { say, createAsk, save } = /** @type {TalkApi} */ (scope.apart?.talk);

  const json = document.querySelector('[data-trainer]')?.textContent;
  const dialog = document.querySelector('[data-dialog]');
  if (!json || !(dialog instanceof HTMLDialogElement) || !trainer.questionView || !trainer.createFrame) return;
  const data = /** @type {TrainerData} */ (JSON.parse(json));
  const { createCopy, createKeepingPanel } = /** @type {Required<ApartNamespace>} */ (scope.apart);
  const names = keeping.keptUnder(data);
  const copy = createCopy(() => indexedDB, names);
  const keeper = keeping.createKeeper(data, () => localStorage, copy, () => sessionStorage);

  /** @type {TrainerDesk} */
  const desk = {
    data,
    questions: new Map(data.questions.map((question) => [question.id, question])),
    keeper,
    questionView: trainer.questionView.createQuestionView(data),
    round: null,
    at: 0,
    today: () => schedule.clock(keeper.record().marks, schedule.dayOf(new Date())).day,
    say,
    ask: createAsk(dialog, 'tr'),
    go: (address) => frame.go(address),
    save: (name, content) => save(name, 'application/json', content),
    mark,
    changed: showRecord,
    dialog,
  };
  const frame = trainer.createFrame({
    data,
    views: Object.fromEntries(Object.entries(views.makers).map(([name, make]) => [name, make(desk)])),
    first: () => 'practice',
    isQuestion: (name, rest) => ['round', 'one'].includes(name) || rest !== '',
    onView: (name) => {
      one('[data-where]').hidden = name !== 'record';
      one('[data-keeping-more]').hidden = name === 'record';
    },
    showRecord,
  });

  const panel = createKeepingPanel({
    keeper,
    copy,
    key: names.key,
    words: { mark: '练', marked: '答了', taking: '导入', unit: '处' },
    say,
    refresh: frame.refresh,
    onWipe: () => {
      desk.round = null;
    },
  });

  // --- what the views may ask of the page -------------------------------------------------------

  /**
   * @param {ReadonlyMap<string, boolean>} results
   * @param {(record: TrainerRecord) => TrainerRecord} rest
   */
  function mark(results, rest = (record) => record) {
    keeper.change((record) => {
      const { day } = schedule.clock(record.marks, schedule.dayOf(new Date()));
      return rest({ ...record, marks: schedule.allAnswered(record.marks, results, data, day) });
    });
    showRecord();
  }

  // --- what stands above every view -------------------------------------------------------------

  function showRecord() {
    panel.show();
    showClock();
    showEditions();
    one('[data-nav=exam]').textContent = keeper.record().exam ? '考试中' : '模拟考试';
  }

  /** A date that was set back would ask nothing for as long as it is back. */
  function showClock() {
    const today = schedule.dayOf(new Date());
    const { day, isBack } = schedule.clock(keeper.record().marks, today);
    const box = one('[data-clock]');
    box.hidden = !isBack;
    box.replaceChildren();
    if (!isBack) return;
    box.append(
      element('p', `记录里最后一次练是 ${day}，比这台计算机的今天（${today}）还晚：计算机的日期改回去过，或者那时候不准。现在照 ${day} 接着算，日期对了就没有这句话。`),
      button('今天的日期是准的，把记录挪到今天', () => {
        keeper.change((record) => records.moved(record, schedule.daysBetween(day, today)));
        frame.refresh();
        say('记录的日期都挪过来了');
      }),
    );
  }

  /** What of the record was answered in another wording, or to questions that are no more. */
  function showEditions() {
    const { kept, changed, gone } = records.report(keeper.record(), data);
    const box = one('[data-editions]');
    box.hidden = !changed.length && !gone.length;
    box.replaceChildren();
    if (box.hidden) return;
    box.append(element('p', `记录里有别的版次的题：没有变的 ${kept.length} 题，题目已改 ${changed.length} 题，本版没有 ${gone.length} 题。`));
    box.append(views.folded(['看是哪些题'], (inside) => {
      const lines = changed.flatMap((id) => desk.questions.get(id) || []).map((question) => views.questionItem(question, data));
      if (lines.length) inside.append(element('p', '题目已改，会重新问：'), views.group('tr-list', lines, 'ul'));
      if (gone.length) inside.append(element('p', `本版没有：${gone.map((id) => records.lost(id, data)).join('、')}。记录还留着，导出的文件里也有。`));
    }));
  }

  frame.show(false);
  panel.recall();
})();
