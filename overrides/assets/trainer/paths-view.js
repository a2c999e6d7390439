// 学习路径：给不同的人排好的先后几步，读条目、照清单看、测一测；做完哪几步记下来。

(() => {
  'use strict';

  const scope = /** @type {TrainerScope} */ (globalThis);
  const trainer = /** @type {TrainerNamespace} */ (scope.trainer = scope.trainer || {});
  const chance = /** @type {TrainerChanceApi} */ (trainer.chance);
  const exams = /** @type {TrainerExamApi} */ (trainer.exam);
  const views = /** @type {TrainerViewsApi} */ (trainer.views);
  const rounds = /** @type {TrainerRoundViewApi} */ (views.rounds);
  const { group, heading, inner, bar, entryCard } = views;
  const { element, button } = /** @type {ElementsApi} */ (scope.apart?.elements);

  /** @type {Record<TrainerStep['form'], string>} */
  const FORMS = { read: '读', check: '照清单看', test: '测一测' };

  /** @param {TrainerDesk} desk */
  function createPaths(desk) {
    const { data } = desk;

    /** @param {TrainerPath} path */
    function doneOf(path) {
      const done = desk.keeper.record().steps.get(path.id) || new Set();
      return path.steps.flatMap((_, at) => (done.has(at) ? [at] : []));
    }

    /**
     * @param {TrainerPath} path
     * @param {number} at
     */
    function keepDone(path, at) {
      desk.keeper.change((record) => {
        const steps = new Map(record.steps);
        steps.set(path.id, new Set([...(steps.get(path.id) || []), at]));
        return { ...record, steps };
      });
      desk.changed();
    }

    /** @param {TrainerPath} path */
    function progress(path) {
      const done = doneOf(path).length;
      const total = path.steps.length;
      return group('', [`做完 ${done} 步，共 ${total} 步，大约 ${path.minutes} 分钟`, bar(`${path.title}的进度`, total, done)], 'p');
    }

    // --- all paths ------------------------------------------------------------------------------

    /**
     * @param {HTMLElement} place
     * @returns {TrainerShown}
     */
    function showAll(place) {
      const title = heading('学习路径');
      const draw = () => place.replaceChildren(title, ...data.paths.map((path) => {
        const done = doneOf(path).length;
        const words = done === 0 ? '开始' : done === path.steps.length ? '再看一看' : '接着学';
        const go = inner(`${words}：${path.title}`, `#paths/${path.id}`, true);
        return group('tr-box', [element('h2', path.title), element('p', path.audience), progress(path), group('', [go], 'p')], 'section');
      }));
      draw();
      return { title: '学习路径', heading: title, onRecord: draw };
    }

    // --- one path -------------------------------------------------------------------------------

    /**
     * @param {HTMLElement} place
     * @param {TrainerPath} path
     * @returns {TrainerShown}
     */
    function showPath(place, path) {
      const title = heading(path.title);
      const draw = () => {
        const done = doneOf(path);
        const next = path.steps.findIndex((_, at) => !done.includes(at));
        const steps = path.steps.map((step, at) => {
          const isDone = done.includes(at);
          const sign = group('tr-sign', [isDone ? '✓' : ''], 'span');
          sign.setAttribute('aria-hidden', 'true');
          const line = group(isDone ? 'tr-step tr-step--done' : 'tr-step', [
            sign,
            group('', [inner(step.title, `#paths/${path.id}/${at + 1}`), ` ${amountOf(step)}，${step.minutes} 分钟${isDone ? '，做完了' : at === next ? '，该做这一步' : ''}`], 'span'),
          ], 'li');
          return line;
        });
        const go = next >= 0 ? [group('', [primary(inner(`${done.length ? '接着做' : '开始'}第 ${next + 1} 步`, `#paths/${path.id}/${next + 1}`, true))], 'p')] : [element('p', '这条路径的各步都做完了。')];
        place.replaceChildren(title, element('p', path.audience), progress(path), ...go, group('tr-steps', steps, 'ol'), group('', [inner('回到学习路径', '#paths')], 'p'));
      };
      draw();
      return { title: path.title, heading: title, onRecord: draw };
    }

    /** @param {HTMLElement} link */
    function primary(link) {
      link.classList.add('tr-primary');
      return link;
    }

    /** @param {TrainerStep} step */
    function amountOf(step) {
      if (step.form === 'test') return `${FORMS.test}，${Math.min(step.count, step.questions.length)} 题`;
      return `${FORMS[step.form]}，${step.entries.length} 条`;
    }

    // --- one step -------------------------------------------------------------------------------

    /**
     * @param {HTMLElement} place
     * @param {TrainerPath} path
     * @param {number} at
     * @returns {TrainerShown}
     */
    function showStep(place, path, at) {
      const step = /** @type {TrainerStep} */ (path.steps[at]);
      const title = heading(step.title);
      const isDone = doneOf(path).includes(at);
      const where = element('p', `${path.title}，第 ${at + 1} 步，共 ${path.steps.length} 步。${amountOf(step)}，大约 ${step.minutes} 分钟${isDone ? '，做完了' : ''}。`);
      where.className = 'tr-quiet';
      const notices = step.form !== 'check' && step.entries.some((id) => data.entries[id]?.reference) ? data.notices.map((words) => group('hb-notice', [words], 'p')) : [];
      const contents = step.form === 'test' ? testStep(path, step, at) : step.form === 'check' ? checkStep(path, step, at) : readStep(path, step, at);
      place.replaceChildren(title, where, ...notices, ...contents, group('', [inner(`回到${path.title}`, `#paths/${path.id}`)], 'p'));
      return { title: step.title, heading: title };
    }

    /**
     * @param {TrainerPath} path
     * @param {number} at
     * @param {string} words
     */
    function doneButton(path, at, words) {
      const done = button(words, () => {
        keepDone(path, at);
        desk.say('记下了');
        desk.go(at + 1 < path.steps.length ? `#paths/${path.id}/${at + 2}` : `#paths/${path.id}`);
      });
      done.classList.add('tr-primary');
      return group('tr-buttons', [done]);
    }

    /**
     * @param {TrainerPath} path
     * @param {TrainerStep} step
     * @param {number} at
     */
    function readStep(path, step, at) {
      return [...step.entries.map((id) => entryCard(id, data)), doneButton(path, at, '读完了')];
    }

    /**
     * @param {TrainerPath} path
     * @param {TrainerStep} step
     * @param {number} at
     */
    function checkStep(path, step, at) {
      const link = document.createElement('a');
      link.href = 'working-checklist.html';
      link.target = '_blank';
      link.rel = 'noopener';
      link.className = 'hb-button tr-link';
      link.textContent = '打开工作清单';
      return [
        element('p', '工作清单是与这一页放在一起的另一个文件，在新窗口里打开。用它的“训练”模式，拿假设的情况练；在“部分”里选下面各条所在的一组。'),
        group('', [link], 'p'),
        ...step.entries.map((id) => entryCard(id, data, false)),
        doneButton(path, at, '练完了'),
      ];
    }

    /**
     * @param {TrainerPath} path
     * @param {TrainerStep} step
     * @param {number} at
     */
    function testStep(path, step, at) {
      const count = Math.min(step.count, step.questions.length);
      if (!count) return [element('p', '考这些条目的试题正在重写，这一步现在没有题可测。')];
      const start = button('开始测', () => {
        const seed = chance.seedOf(`${Date.now()} ${Math.random()}`);
        const pool = step.questions.flatMap((id) => desk.questions.get(id) || []);
        const ids = exams.draw({ ...data, questions: pool }, seed, count, true);
        desk.round = rounds.begin({ title: `测一测：${step.title}`, ids, back: `#paths/${path.id}`, repeats: false, done: (right, total) => passed(path, at, right, total) }, seed);
        desk.go('#round');
      });
      start.className = 'hb-button tr-primary tr-begin';
      return [
        element('p', `从 ${step.questions.length} 道题里抽 ${count} 道，答一题说一题的对错；答对 ${data.exam.pass}% 就算做完这一步，没有到可以再测，每次抽的不一样。`),
        start,
      ];
    }

    /**
     * @param {TrainerPath} path
     * @param {number} at
     * @param {number} right
     * @param {number} total
     */
    function passed(path, at, right, total) {
      const isPassed = total > 0 && right * 100 >= total * data.exam.pass;
      if (isPassed) keepDone(path, at);
      return isPassed ? `达到 ${data.exam.pass}%，这一步做完了。` : `没有到 ${data.exam.pass}%。看一看答错的，再测一次。`;
    }

    // --- which ----------------------------------------------------------------------------------

    /**
     * @param {HTMLElement} place
     * @param {string} rest
     * @returns {TrainerShown}
     */
    function show(place, rest) {
      const [id = '', number = ''] = rest.split('/');
      const path = data.paths.find((one) => one.id === id);
      if (!path) return showAll(place);
      const at = Number(number) - 1;
      return path.steps[at] ? showStep(place, path, at) : showPath(place, path);
    }

    return { show };
  }

  views.makers.paths = createPaths;
})();
