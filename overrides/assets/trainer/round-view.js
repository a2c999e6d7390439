// 一轮练习：一题一题地答，交了就说对错和理由；答错的在这一轮的最后再问一次。

/**
 * What is to be practised. `repeats`: wrong ones come again at the end. `done` is told how many were
 * right at the first try, and gives what is to be said of that.
 * @typedef {object} TrainerRoundPlan
 * @property {string} title
 * @property {string[]} ids
 * @property {string} back the address to return to
 * @property {boolean} repeats
 * @property {(right: number, total: number) => string} [done]
 */

/**
 * A round that goes on: `results` of the first tries.
 * @typedef {object} TrainerRound
 * @property {TrainerRoundPlan} plan
 * @property {string[]} queue
 * @property {number} at
 * @property {Map<string, boolean>} results
 * @property {number} seed
 * @property {TrainerAnswer | null} answer to the question that stands there
 * @property {{ right: boolean, mark: TrainerMark, comesAgain: boolean } | null} handedIn
 */

/**
 * @typedef {object} TrainerRoundViewApi
 * @property {(plan: TrainerRoundPlan, seed: number) => TrainerRound} begin
 * @property {(desk: TrainerDesk, plan: TrainerRoundPlan) => void} start
 * @property {(desk: TrainerDesk, ids: string[]) => string[]} mixed in another order each day
 * @property {(place: HTMLElement, desk: TrainerDesk, round: TrainerRound) => TrainerShown} show
 */

(() => {
  'use strict';

  const scope = /** @type {TrainerScope} */ (globalThis);
  const trainer = /** @type {TrainerNamespace} */ (scope.trainer = scope.trainer || {});
  const chance = /** @type {TrainerChanceApi} */ (trainer.chance);
  const scoring = /** @type {TrainerScoringApi} */ (trainer.scoring);
  const views = /** @type {TrainerViewsApi} */ (trainer.views);
  const answers = /** @type {TrainerAnswerViewApi} */ (views.answers);
  const singleKeys = /** @type {TrainerSingleKeysApi} */ (views.singleKeys);
  const { group, heading, inner, bar, questionItem } = views;
  const { element, button } = /** @type {ElementsApi} */ (scope.apart?.elements);

  /**
   * @param {TrainerRoundPlan} plan
   * @param {number} seed
   * @returns {TrainerRound}
   */
  function begin(plan, seed) {
    return { plan, queue: [...plan.ids], at: 0, results: new Map(), seed, answer: null, handedIn: null };
  }

  /**
   * @param {TrainerDesk} desk
   * @param {TrainerRoundPlan} plan
   */
  function start(desk, plan) {
    const answered = [...desk.keeper.record().marks.values()].reduce((sum, mark) => sum + mark.seen, 0);
    desk.round = begin(plan, chance.seedOf(`${desk.today()} ${answered} ${plan.title}`));
    desk.go('#round');
  }

  /**
   * In another order each day.
   * @param {TrainerDesk} desk
   * @param {string[]} ids
   */
  function mixed(desk, ids) {
    return chance.shuffled(ids, chance.random(chance.seedOf(`${desk.today()} ${desk.keeper.record().marks.size}`)));
  }

  /**
   * @param {HTMLElement} place
   * @param {TrainerDesk} desk
   * @param {TrainerRound} round
   * @returns {TrainerShown}
   */
  function show(place, desk, round) {
    const { plan } = round;
    const { data } = desk;
    const title = heading(plan.title);
    const where = group('tr-where', [], 'p');
    const body = group('', []);
    /** @type {TrainerAsked | null} */
    let asked = null;
    /** @type {() => void} */
    let onEnter = () => {};

    const current = () => desk.questions.get(round.queue[round.at] || '');
    // Another order of the options each time, but the same when the page is drawn again.
    const seedNow = () => chance.seedOf(`${round.seed} ${round.at}`);
    const isSingle = plan.ids.length === 1;

    function draw() {
      const question = current();
      const total = round.queue.length;
      if (isSingle && question) where.replaceChildren(inner('回到练习', plan.back));
      else {
        const words = question ? `第 ${round.at + 1} 题，共 ${total} 题` : `答完了 ${total} 题`;
        where.replaceChildren(element('span', words), question ? inner('先停下', plan.back) : '', bar('这一轮的进度', total, Math.min(total, round.at + (round.handedIn ? 1 : 0))));
      }
      if (!question) drawEnd();
      else if (round.handedIn) drawFeedback(question, round.handedIn);
      else drawQuestion(question);
    }

    /** @param {TrainerQuestion} question */
    function drawQuestion(question) {
      const shown = desk.questionView.ask(question, {
        seed: seedNow(),
        ...(round.answer ? { answer: round.answer } : {}),
        onChange: (answer) => {
          round.answer = answer;
          hint.textContent = '';
        },
        say: desk.say,
      });
      const hint = group('tr-hint', [], 'p');
      hint.setAttribute('role', 'alert');
      asked = shown;
      onEnter = () => {
        const answer = shown.answer();
        if (scoring.isComplete(question, answer)) {
          handIn(question, answer);
          return;
        }
        hint.textContent = question.form === 'gaps' || question.form === 'match' ? '还有空着的。填完再交，或者按“不会，看答案”。' : '还没有选。选了再交，或者按“不会，看答案”。';
        shown.missing()?.focus();
      };
      const submit = button('交答案', () => onEnter());
      submit.classList.add('tr-primary');
      submit.setAttribute('aria-keyshortcuts', 'Enter');
      const giveUp = button('不会，看答案', () => handIn(question, scoring.blank(question)));
      body.replaceChildren(shown.element, hint, group('tr-buttons', [submit, giveUp]), keysHelp());
    }

    /**
     * @param {TrainerQuestion} question
     * @param {TrainerAnswer} answer
     */
    function handIn(question, answer) {
      const right = scoring.isRight(question, answer);
      desk.mark(new Map([[question.id, right]]));
      const mark = /** @type {TrainerMark} */ (desk.keeper.record().marks.get(question.id));
      const isFirst = !round.results.has(question.id);
      if (isFirst) round.results.set(question.id, right);
      const comesAgain = plan.repeats && !isSingle && isFirst && !right;
      if (comesAgain) round.queue.push(question.id);
      round.answer = answer;
      round.handedIn = { right, mark, comesAgain };
      draw();
      body.querySelector('h2')?.focus();
      window.scrollTo({ top: window.scrollY + body.getBoundingClientRect().top - 120 });
    }

    /**
     * @param {TrainerQuestion} question
     * @param {{ right: boolean, mark: TrainerMark, comesAgain: boolean }} handedIn
     */
    function drawFeedback(question, handedIn) {
      const { right, mark, comesAgain } = handedIn;
      const words = right ? '答对了' : '答错了';
      const verdict = heading(`${right ? '✓' : '✗'} ${words}`, 2);
      verdict.className = 'tr-result__title';
      const status = group(`tr-result tr-result--${right ? 'right' : 'wrong'}`, [verdict, element('p', answers.again(mark, desk.today(), comesAgain))]);
      status.setAttribute('role', 'status');
      asked = null;
      const next = button(isSingle ? '再答一遍' : round.at + 1 < round.queue.length ? '下一题' : '看结果', () => onEnter());
      next.classList.add('tr-primary');
      next.setAttribute('aria-keyshortcuts', 'Enter');
      onEnter = () => {
        round.at += isSingle ? 0 : 1;
        if (isSingle) round.seed += 1;
        round.answer = null;
        round.handedIn = null;
        draw();
        const target = body.querySelector('h2');
        target?.focus({ preventScroll: true });
        window.scrollTo({ top: 0 });
      };
      const { element: head } = desk.questionView.head(question, 3);
      body.replaceChildren(
        status,
        group('tr-question', [head, desk.questionView.stem(question)]),
        answers.explained(question, round.answer, seedNow(), data),
        group('tr-buttons tr-onwards', [next]),
        answers.evidence(question, data),
        keysHelp(),
      );
    }

    function drawEnd() {
      asked = null;
      onEnter = () => {};
      const right = [...round.results].filter(([, isRight]) => isRight).length;
      const total = round.results.size;
      const wrong = [...round.results].filter(([, isRight]) => !isRight).flatMap(([id]) => desk.questions.get(id) || []);
      const end = heading(`第一次就答对 ${right} 题，共 ${total} 题`, 2);
      end.className = 'tr-result__title';
      const said = plan.done ? [element('p', plan.done(right, total))] : [];
      const status = group(`tr-result tr-result--${wrong.length ? 'plain' : 'right'}`, [end, ...said]);
      status.setAttribute('role', 'status');
      const again = button('把答错的再练一遍', () => {
        const ids = wrong.map(({ id }) => id);
        desk.round = begin({ ...plan, title: '把答错的再练一遍', ids, repeats: true, done: undefined }, round.seed + 1);
        desk.go('#round');
      });
      body.replaceChildren(
        status,
        ...(wrong.length ? [element('h3', '答错的'), group('tr-list', wrong.map((question) => questionItem(question, desk.data)), 'ul')] : []),
        group('tr-buttons', [...(wrong.length ? [again] : []), inner('回去', plan.back, true)]),
      );
    }

    function keysHelp() {
      const line = group('tr-keys', ['键盘：Enter 交答案、到下一题，焦点在按钮上时用 Ctrl+Enter；用单键时，数字键选第几个。'], 'p');
      line.append(' ', singleKeys.box());
      return line;
    }

    /** @param {KeyboardEvent} event */
    function onKey({ key, target, ctrlKey }) {
      if (key === 'Enter') {
        // A list that stands open takes Enter for itself: from there it only leads on.
        if (target instanceof HTMLSelectElement && !ctrlKey) {
          const next = asked?.missing(target) || body.querySelector('.tr-primary');
          if (next instanceof HTMLElement) next.focus();
        } else onEnter();
        return true;
      }
      const isTyping = target instanceof HTMLInputElement && target.type === 'text';
      if (isTyping || target instanceof HTMLSelectElement) return false;
      return /^[1-9]$/.test(key) && Boolean(singleKeys.areOn() && asked?.press(Number(key)));
    }

    place.replaceChildren(title, where, body);
    draw();
    return { title: plan.title, heading: title, onKey };
  }

  views.rounds = { begin, start, mixed, show };
})();
