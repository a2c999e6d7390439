// 模拟考试：抽题、限时、来回改、交卷；关掉窗口也接得上，时间只在页面开着的时候走。

(() => {
  'use strict';

  const scope = /** @type {TrainerScope} */ (globalThis);
  const trainer = /** @type {TrainerNamespace} */ (scope.trainer = scope.trainer || {});
  const chance = /** @type {TrainerChanceApi} */ (trainer.chance);
  const scoring = /** @type {TrainerScoringApi} */ (trainer.scoring);
  const exams = /** @type {TrainerExamApi} */ (trainer.exam);
  const views = /** @type {TrainerViewsApi} */ (trainer.views);
  const results = /** @type {TrainerExamResultApi} */ (views.examResults);
  const singleKeys = /** @type {TrainerSingleKeysApi} */ (views.singleKeys);
  const { group, heading, inner, table, minutes } = views;
  const { element, button } = /** @type {ElementsApi} */ (scope.apart?.elements);

  // A computer that slept takes no more from the time than a tick that a hidden page may be late.
  const LONGEST_TICK = 70;
  const SAVE_EACH = 5;
  // Said aloud when so many seconds are left.
  const WARNINGS = [300, 60];

  /** @param {TrainerDesk} desk */
  function createExam(desk) {
    const { data } = desk;
    /** @type {Map<string, TrainerExamState>} what was handed in while the page was open */
    const finished = new Map();
    let sitting = '';
    let last = 0;
    let unsaved = 0;
    let showTime = () => {};
    let withReference = data.exam.reference === true;

    const running = () => desk.keeper.record().exam;
    /** @param {{ day: string, seed: number }} exam */
    const keyOf = ({ day, seed }) => `${day}.${seed}`;
    /** @param {TrainerExamState} state */
    const left = (state) => Math.max(0, state.limit - state.seconds - unsaved);

    // --- the time -------------------------------------------------------------------------------

    function tick() {
      const state = running();
      const now = performance.now();
      const more = Math.min(LONGEST_TICK, Math.max(0, (now - last) / 1000));
      last = now;
      if (!state || keyOf(state) !== sitting) {
        unsaved = 0;
        return;
      }
      const before = left(state);
      unsaved += more;
      const after = left(state);
      for (const warning of WARNINGS) if (before > warning && after <= warning) desk.say(`模拟考试还剩 ${warning / 60} 分钟`);
      if (unsaved >= SAVE_EACH || after === 0) saveTime();
      const saved = running();
      if (saved && exams.isOver(saved)) handIn('时间到了，已经自动交卷');
      else showTime();
    }

    function saveTime() {
      const seconds = unsaved;
      unsaved = 0;
      desk.keeper.change((record) => (record.exam && keyOf(record.exam) === sitting ? { ...record, exam: exams.spent(record.exam, seconds) } : record));
    }

    function leaveSafely() {
      if (sitting) tick();
      if (sitting && unsaved) saveTime();
    }

    setInterval(tick, 1000);
    document.addEventListener('visibilitychange', leaveSafely);
    addEventListener('pagehide', leaveSafely);

    // --- beginning and end ----------------------------------------------------------------------

    function begin() {
      const seed = chance.seedOf(`${Date.now()} ${Math.random()}`);
      desk.keeper.change((record) => ({ ...record, exam: exams.started(data, seed, desk.today(), withReference) }));
      sit();
    }

    function sit() {
      const state = running();
      if (!state) return;
      const done = new Set(answeredOf(state));
      desk.at = Math.max(0, state.questions.findIndex((id) => !done.has(id)));
      sitting = keyOf(state);
      last = performance.now();
      unsaved = 0;
      desk.changed();
      desk.go('#exam/go');
    }

    /** @param {string} words */
    function handIn(words) {
      if (unsaved) saveTime();
      const state = running();
      if (!state) return;
      const result = exams.result(data, state);
      const { right, wrong } = exams.marked(data, state);
      const answered = new Map([...right.map((id) => /** @type {const} */ ([id, true])), ...wrong.map((id) => /** @type {const} */ ([id, false]))]);
      sitting = '';
      desk.mark(answered, (record) => ({ ...record, exam: null, exams: [...record.exams, result] }));
      finished.set(keyOf(result), state);
      desk.dialog.close();
      desk.go(`#exam/${keyOf(result)}`);
      desk.say(words);
    }

    function drop() {
      desk.ask('放弃这一场？', ['答了的不算分，也不记进掌握情况。放弃以后不能找回来。'], '放弃', () => {
        sitting = '';
        desk.keeper.change((record) => ({ ...record, exam: null }));
        desk.changed();
        desk.go('#exam');
        desk.say('放弃了');
      });
    }

    // --- before it ------------------------------------------------------------------------------

    /**
     * @param {HTMLElement} place
     * @returns {TrainerShown}
     */
    function showHall(place) {
      const title = heading('模拟考试');
      const draw = () => place.replaceChildren(title, running() ? resumeBox() : startBox(), pastBox());
      draw();
      return { title: '模拟考试', heading: title, onRecord: draw };
    }

    function startBox() {
      const { questions, minutes: limit, pass } = data.exam;
      const input = document.createElement('input');
      input.type = 'checkbox';
      input.checked = withReference;
      input.autocomplete = 'off';
      input.addEventListener('change', () => {
        withReference = input.checked;
      });
      const whole = [data.forms.multiple, data.forms.order, data.forms.gaps, data.forms.match];
      const start = button('开始考试', begin);
      start.className = 'hb-button tr-primary tr-begin';
      return group('tr-box', [
        element('p', `${questions} 题，${limit} 分钟，${pass} 分合格。各部分、各条目都抽到，大约一半是情景题；交卷以前不说对错，可以来回改。`),
        element('p', `时间只在页面开着的时候走：关掉窗口就停，下次接着考。${whole.join('、')}要全对才算对。`),
        ...(data.exam.reference === undefined && data.reference ? [group('tr-switch', [input, ` 也要考${data.reference}的题`], 'label')] : []),
        start,
      ], 'section');
    }

    function resumeBox() {
      const state = /** @type {TrainerExamState} */ (running());
      const done = answeredOf(state).length;
      const go = button('接着考', sit);
      go.className = 'hb-button tr-primary tr-begin';
      return group('tr-box tr-today', [
        element('h2', '有一场没有考完'),
        element('p', `${state.day} 开始的，答了 ${done} 题，共 ${state.questions.length} 题，还剩：${minutes(left(state))}。`),
        go,
        group('tr-buttons', [button('放弃这一场…', drop)]),
      ], 'section');
    }

    function pastBox() {
      const past = [...desk.keeper.record().exams].reverse();
      if (!past.length) return element('p', '还没有考过。');
      const rows = past.map((result) => {
        const score = results.scoreOf(result);
        return [inner(result.day, `#exam/${keyOf(result)}`), `${score} 分`, score >= data.exam.pass ? '✓ 合格' : '✗ 不合格', minutes(result.seconds)];
      });
      return group('tr-box', [table(['日期', '得分', '结果', '用时'], rows, '考过的，近的在前')], 'section');
    }

    /** @param {TrainerExamState} state */
    function answeredOf(state) {
      return state.questions.filter((id) => {
        const question = desk.questions.get(id);
        const answer = state.answers[id];
        return question && answer && scoring.isComplete(question, answer);
      });
    }

    // --- during it ------------------------------------------------------------------------------

    /**
     * @param {HTMLElement} place
     * @param {TrainerExamState} state
     * @returns {TrainerShown}
     */
    function showSitting(place, state) {
      const { questions } = state;
      const title = heading('模拟考试');
      const time = group('tr-time', [], 'p');
      const overview = group('tr-overview', [], 'ol');
      const nav = group('', [overview], 'nav');
      nav.setAttribute('aria-label', '各题答了没有');
      const body = group('', []);
      /** @type {TrainerAsked | null} */
      let asked = null;

      showTime = () => {
        const now = running();
        if (!now) return;
        const words = `还剩：${minutes(left(now))}`;
        if (time.textContent !== words) time.textContent = words;
      };

      function showOverview() {
        const now = running();
        const done = new Set(now ? answeredOf(now) : []);
        overview.replaceChildren(...questions.map((id, place) => {
          const isDone = done.has(id);
          const go = button(String(place + 1), () => turnTo(place));
          go.setAttribute('aria-label', `第 ${place + 1} 题，${isDone ? '答了' : '没有答'}`);
          go.classList.toggle('tr-done', isDone);
          if (place === desk.at) go.setAttribute('aria-current', 'step');
          return group('', [go], 'li');
        }));
      }

      /** @param {number} to */
      function turnTo(to) {
        desk.at = Math.max(0, Math.min(to, questions.length - 1));
        drawQuestion();
        asked?.heading.focus({ preventScroll: true });
        window.scrollTo({ top: 0 });
      }

      function drawQuestion() {
        const id = questions[desk.at] || '';
        const question = desk.questions.get(id);
        if (!question) return;
        const before = running()?.answers[id];
        asked = desk.questionView.ask(question, {
          seed: state.seed,
          ...(before ? { answer: before } : {}),
          onChange: (answer) => {
            desk.keeper.change((record) => (record.exam ? { ...record, exam: exams.answeredIn(record.exam, id, answer) } : record));
            showOverview();
          },
          say: desk.say,
        });
        const previous = button('上一题', () => turnTo(desk.at - 1));
        previous.disabled = desk.at === 0;
        const isLast = desk.at + 1 === questions.length;
        const next = button(isLast ? '交卷' : '下一题', () => (isLast ? finish() : turnTo(desk.at + 1)));
        next.classList.add('tr-primary');
        const where = group('tr-quiet', [`第 ${desk.at + 1} 题，共 ${questions.length} 题`], 'p');
        body.replaceChildren(where, asked.element, group('tr-buttons', [previous, next]));
        showOverview();
      }

      function finish() {
        const now = running();
        if (!now) return;
        const open = questions.length - answeredOf(now).length;
        const words = open ? `还有 ${open} 题没有答完，交卷？` : '都答了，交卷？';
        desk.ask(words, [open ? '没有答完的算错。交了以后不能再改。' : '交了以后不能再改。'], '交卷', () => handIn('交卷了'));
      }

      /** @param {KeyboardEvent} event */
      function onKey({ key, target, ctrlKey }) {
        const isChoosing = target instanceof HTMLSelectElement;
        if (key === 'Enter') {
          if (isChoosing && !ctrlKey) {
            const next = asked?.missing(target) || body.querySelector('.tr-primary');
            if (next instanceof HTMLElement) next.focus();
          } else if (desk.at + 1 < questions.length) turnTo(desk.at + 1);
          else finish();
          return true;
        }
        const isTyping = target instanceof HTMLInputElement && target.type === 'text';
        if (isTyping || isChoosing || !singleKeys.areOn()) return false;
        if (key === 'n' || key === 'p') turnTo(desk.at + (key === 'n' ? 1 : -1));
        else return /^[1-9]$/.test(key) && Boolean(asked?.press(Number(key)));
        return true;
      }

      const keys = group('tr-keys', ['键盘：Enter 下一题，在最后一题上是交卷，焦点在按钮上时用 Ctrl+Enter；用单键时，数字键选第几个，', element('kbd', 'p'), ' ', element('kbd', 'n'), ' 上一题、下一题。 ', singleKeys.box()], 'p');
      const foot = group('tr-buttons', [button('交卷…', finish), button('放弃这一场…', drop)]);
      place.replaceChildren(title, time, nav, body, keys, foot);
      drawQuestion();
      showTime();
      return {
        title: '模拟考试',
        heading: title,
        onKey,
        onRecord: () => {
          const now = running();
          if (!now || keyOf(now) !== keyOf(state)) desk.go('#exam');
          else showOverview();
        },
        leave: () => {
          showTime = () => {};
        },
      };
    }

    /**
     * @param {HTMLElement} place
     * @param {string} rest
     * @returns {TrainerShown}
     */
    function show(place, rest) {
      const state = running();
      if (rest === 'go' && state && keyOf(state) === sitting) return showSitting(place, state);
      const result = desk.keeper.record().exams.find((one) => keyOf(one) === rest);
      if (!result) return showHall(place);
      const title = heading(`${result.day} 的模拟考试`);
      place.replaceChildren(title, ...results.shown(desk, result, finished.get(rest) || null));
      return { title: '模拟考试的结果', heading: title };
    }

    return { show };
  }

  views.makers.exam = createExam;
})();
