// 练习：今天该练的、想练的一部分、错题本。

(() => {
  'use strict';

  const scope = /** @type {TrainerScope} */ (globalThis);
  const trainer = /** @type {TrainerNamespace} */ (scope.trainer = scope.trainer || {});
  const schedule = /** @type {TrainerScheduleApi} */ (trainer.schedule);
  const views = /** @type {TrainerViewsApi} */ (trainer.views);
  const rounds = /** @type {TrainerRoundViewApi} */ (views.rounds);
  const { start, mixed } = rounds;
  const { group, heading, inner, bar, folded, questionItem, nameOf } = views;
  const { element, button } = /** @type {ElementsApi} */ (scope.apart?.elements);
  const FRESH = 10;
  // Whoever was away for weeks is not asked everything at once.
  const MOST = 30;

  /** @typedef {{ topic: string, entry: string, scenarios: boolean, reference: boolean, count: string }} TrainerChoice */

  /** @type {TrainerChoice} what was chosen last, as long as the page is open */
  const choice = { topic: '', entry: '', scenarios: false, reference: true, count: '10' };
  const daily = { reference: false };

  // --- today ------------------------------------------------------------------------------------

  /**
   * New ones that were begun today count, so that a day ends.
   * @param {TrainerDesk} desk
   */
  function freshLeft(desk) {
    const today = desk.today();
    const begun = [...desk.keeper.record().marks.values()].filter(({ day, box, right }) => day === today && box <= 1 && right <= 1);
    return Math.max(0, FRESH - begun.length);
  }

  /** @param {TrainerDesk} desk */
  function todayBox(desk) {
    const { marks } = desk.keeper.record();
    const plan = schedule.plan(desk.data, marks, desk.today(), { fresh: freshLeft(desk), reference: daily.reference });
    const more = schedule.plan(desk.data, marks, desk.today(), { fresh: FRESH, reference: daily.reference });
    const all = [...plan.due, ...plan.fresh];
    const ids = all.slice(0, MOST);
    const isDone = ids.length === 0;
    const shown = isDone ? more.fresh : ids;
    const words = !isDone ? `到期 ${plan.due.length} 题，新题 ${plan.fresh.length} 题${all.length > MOST ? `，先练 ${MOST} 题` : ''}。` : shown.length ? `今天的练完了。${nextOf(desk)}还想练，可以再练 ${shown.length} 道新题。` : `今天的练完了，每一题都练过。${nextOf(desk)}`;
    const box = group('tr-box tr-today', [element('h2', '今天的练习'), group('tr-counts', [words], 'p')], 'section');
    if (desk.round && desk.round.at < desk.round.queue.length) {
      const left = desk.round.queue.length - desk.round.at;
      box.append(group('', [inner(`接着练“${desk.round.plan.title}”，还有 ${left} 题`, '#round', true)], 'p'));
    }
    if (shown.length) {
      const begin = button(isDone ? '再练一些新题' : '开始今天的练习', () => start(desk, { title: '今天的练习', ids: shown, back: '#practice', repeats: true }));
      begin.className = 'hb-button tr-primary tr-begin';
      box.append(begin);
    }
    const seen = desk.data.questions.filter(({ id }) => marks.has(id)).length;
    const total = desk.data.questions.length;
    box.append(group('tr-total', [`练过 ${seen} 题，共 ${total} 题`, bar('练过的题', total, seen)], 'p'));
    box.append(...referenceBox(desk.data, daily.reference, (isOn) => {
      daily.reference = isOn;
      const fresh = todayBox(desk);
      box.replaceWith(fresh);
      fresh.querySelector('input')?.focus();
    }));
    return box;
  }

  /**
   * Whether to ask about wordings that are not the issued ones, if there are any.
   * @param {TrainerData} data
   * @param {boolean} isOn
   * @param {(isOn: boolean) => void} act
   */
  function referenceBox({ reference }, isOn, act) {
    return reference ? [checkbox(`也要考${reference}的题`, isOn, act)] : [];
  }

  /** @param {TrainerDesk} desk */
  function nextOf(desk) {
    const { marks } = desk.keeper.record();
    const dues = desk.data.questions.flatMap(({ id }) => marks.get(id)?.due || []).filter((due) => due > desk.today()).sort();
    const [first] = dues;
    if (!first) return '';
    const count = dues.filter((due) => due === first).length;
    const days = schedule.daysBetween(desk.today(), first);
    return `${days === 1 ? '明天' : `${days} 天后`}有 ${count} 题到期。`;
  }

  /**
   * @param {string} words
   * @param {boolean} isOn
   * @param {(isOn: boolean) => void} act
   */
  function checkbox(words, isOn, act) {
    const input = document.createElement('input');
    input.type = 'checkbox';
    input.checked = isOn;
    input.autocomplete = 'off';
    input.addEventListener('change', () => act(input.checked));
    return group('tr-switch', [input, ` ${words}`], 'label');
  }

  // --- a part -----------------------------------------------------------------------------------

  /**
   * What was typed, as an id: the id alone, or the beginning of a title.
   * @param {string} typed
   * @param {TrainerDesk} desk
   */
  function entryOf(typed, desk) {
    const words = typed.normalize('NFKC').trim();
    const id = words.split(/\s/)[0]?.toUpperCase() || '';
    if (desk.data.entries[id]) return id;
    const found = Object.keys(desk.data.entries).filter((one) => words && nameOf(one, desk.data).includes(words));
    return found.length === 1 ? String(found[0]) : '';
  }

  /**
   * The entry and those that stand under it.
   * @param {string} id
   * @param {TrainerDesk} desk
   */
  function family(id, desk) {
    const found = new Set([id]);
    for (let size = 0; size !== found.size;) {
      size = found.size;
      for (const [other, { parent }] of Object.entries(desk.data.entries)) if (found.has(parent)) found.add(other);
    }
    return found;
  }

  /** @param {TrainerDesk} desk */
  function chosen(desk) {
    const id = entryOf(choice.entry, desk);
    if (choice.entry.trim() && !id) return [];
    const wanted = id ? family(id, desk) : null;
    return desk.data.questions.filter((question) => (!choice.topic || question.topic === Number(choice.topic))
      && (!wanted || question.tests.some((tested) => wanted.has(tested)))
      && (!choice.scenarios || question.scenario)
      && (choice.reference || !question.reference));
  }

  /** @param {TrainerDesk} desk */
  function partBox(desk) {
    const { data } = desk;
    const status = group('tr-counts', [], 'p');
    status.setAttribute('role', 'status');
    const begin = button('练这些题', () => {
      const ids = mixed(desk, chosen(desk).map(({ id }) => id));
      start(desk, { title: '选出的题', ids: choice.count ? ids.slice(0, Number(choice.count)) : ids, back: '#practice', repeats: true });
    });
    const topic = select([['', '全部'], ...data.topics.map((name, at) => /** @type {[string, string]} */ ([String(at), name]))], choice.topic, (value) => {
      choice.topic = value;
      count();
    });
    const amount = select([['10', '10 题'], ['20', '20 题'], ['', '全部']], choice.count, (value) => {
      choice.count = value;
      count();
    });
    const entry = document.createElement('input');
    entry.type = 'text';
    entry.value = choice.entry;
    entry.autocomplete = 'off';
    entry.setAttribute('list', 'tr-entries');
    entry.addEventListener('input', () => {
      choice.entry = entry.value;
      count();
    });
    const list = document.createElement('datalist');
    list.id = 'tr-entries';
    const tested = new Set(data.questions.flatMap(({ tests }) => tests));
    list.append(...[...tested].sort().map((id) => new Option(`${id} ${nameOf(id, data).slice(0, 30)}`)));
    const form = group('tr-chooser', [
      group('', ['部分', topic], 'label'),
      group('', ['条目的编号或者题目里的字', entry], 'label'),
      group('', ['一次练', amount], 'label'),
    ], 'form');
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      if (!begin.disabled) begin.click();
    });

    function count() {
      const found = chosen(desk);
      const id = entryOf(choice.entry, desk);
      const name = id ? `${id} ${nameOf(id, data)}：` : '';
      begin.disabled = found.length === 0;
      if (choice.entry.trim() && !id) status.textContent = `没有这个条目，或者有几条都像：请写编号，例如 ${data.questions[0]?.tests[0]}。`;
      else status.textContent = found.length ? `${name}选出 ${found.length} 题` : `${name}没有这样的题，换一种挑法。`;
    }

    count();
    return group('tr-box', [
      element('h2', '练哪一部分'),
      form,
      list,
      group('', [
        checkbox('只练情景题', choice.scenarios, (isOn) => {
          choice.scenarios = isOn;
          count();
        }),
        ...referenceBox(data, choice.reference, (isOn) => {
          choice.reference = isOn;
          count();
        }),
      ]),
      status,
      begin,
    ], 'section');
  }

  /**
   * @param {readonly (readonly [string, string])[]} options
   * @param {string} value
   * @param {(value: string) => void} act
   */
  function select(options, value, act) {
    const made = document.createElement('select');
    made.autocomplete = 'off';
    made.append(...options.map(([of, words]) => new Option(words, of)));
    made.value = value;
    made.addEventListener('change', () => act(made.value));
    return made;
  }

  // --- the wrong ones ---------------------------------------------------------------------------

  /** @param {TrainerDesk} desk */
  function mistakesBox(desk) {
    const ids = schedule.mistakes(desk.data, desk.keeper.record().marks);
    const questions = ids.flatMap((id) => desk.questions.get(id) || []);
    const box = group('tr-box', [element('h2', '错题本')], 'section');
    if (!questions.length) {
      box.append(element('p', '没有错题。答错的会记在这里，再答对两次才划掉。'));
      return box;
    }
    const begin = button('练错题', () => start(desk, { title: '错题', ids, back: '#practice', repeats: true }));
    box.append(
      group('tr-counts', [`${questions.length} 题，再答对两次才划掉。`], 'p'),
      begin,
      folded(['看是哪些题'], (inside) => inside.append(group('tr-list', questions.map((question) => questionItem(question, desk.data)), 'ul'))),
    );
    return box;
  }

  // --- the views --------------------------------------------------------------------------------

  /** @param {TrainerDesk} desk */
  function createPractice(desk) {
    /**
     * @param {HTMLElement} place
     * @returns {TrainerShown}
     */
    function show(place) {
      const title = heading('练习');
      const notices = desk.data.questions.some(({ reference }) => reference) ? desk.data.notices : [];
      const count = desk.data.questions.filter(({ reference }) => reference).length;
      const warning = folded([`有 ${count} 题考的是${desk.data.reference}，不是正式规定`], (inside) => inside.append(...notices.map((words) => element('p', words))));
      warning.classList.add('hb-notice');
      const draw = () => {
        place.replaceChildren(title, todayBox(desk), ...(notices.length ? [warning] : []), mistakesBox(desk), partBox(desk));
      };
      draw();
      const isBusy = () => place.querySelector('form')?.contains(document.activeElement);
      return {
        title: '练习',
        heading: title,
        onRecord: () => {
          if (!isBusy()) draw();
        },
      };
    }
    return { show };
  }

  /** @param {TrainerDesk} desk */
  function createRound(desk) {
    /**
     * @param {HTMLElement} place
     * @returns {TrainerShown}
     */
    function show(place) {
      if (desk.round) return rounds.show(place, desk, desk.round);
      const title = heading('练习');
      place.replaceChildren(title, element('p', '这一轮没有留下来：页面关过，或者刷新过。答过的都已经记了。'), inner('回到练习', '#practice', true));
      return { title: '练习', heading: title };
    }
    return { show };
  }

  Object.assign(views.makers, { practice: createPractice, round: createRound });
})();
