// 交了以后：对还是错、每一处的理由、所考的条目和原文、什么时候再问。

/**
 * @typedef {object} TrainerAnswerViewApi
 * @property {(question: TrainerQuestion, answer: TrainerAnswer | null, seed: number, data: TrainerData) => HTMLElement} explained each item with its reason; without an answer only what is right
 * @property {(question: TrainerQuestion, data: TrainerData) => HTMLElement} evidence the entries that it rests on
 * @property {(mark: TrainerMark, today: string, comesAgain: boolean) => string} again when it is asked again
 */

(() => {
  'use strict';

  const scope = /** @type {TrainerScope} */ (globalThis);
  const trainer = /** @type {TrainerNamespace} */ (scope.trainer = scope.trainer || {});
  const scoring = /** @type {TrainerScoringApi} */ (trainer.scoring);
  const schedule = /** @type {TrainerScheduleApi} */ (trainer.schedule);
  const views = /** @type {TrainerViewsApi} */ (trainer.views);
  const { group, reasons, entryCard } = views;
  const { element } = /** @type {ElementsApi} */ (scope.apart?.elements);

  /** @typedef {{ tone: 'right' | 'wrong' | 'plain', verdict: string, words: string, place: number }} TrainerLine */

  /**
   * @param {TrainerQuestion} question
   * @param {TrainerAnswer | null} answer
   * @param {number} seed of the order in which it was asked
   * @param {TrainerData} data
   */
  function explained(question, answer, seed, data) {
    const lines = linesOf(question, answer, seed);
    const isOrdered = question.form === 'order' || question.form === 'gaps';
    const items = lines.map(({ tone, verdict, words, place }) => {
      const reason = question.items[place]?.reason || [];
      return group(`tr-line tr-line--${tone}`, [
        ...(verdict ? [group('tr-verdict', [signed(tone), verdict], 'p')] : []),
        group('tr-words', [words], 'p'),
        ...(reason.length ? [group('tr-reason', reasons(reason, data), 'p')] : []),
      ], 'li');
    });
    return group(isOrdered ? 'tr-lines tr-lines--ordered' : 'tr-lines', items, isOrdered ? 'ol' : 'ul');
  }

  /** @param {TrainerLine['tone']} tone */
  function signed(tone) {
    const sign = group('tr-sign', [{ right: '✓', wrong: '✗', plain: '' }[tone]], 'span');
    sign.setAttribute('aria-hidden', 'true');
    return sign;
  }

  /**
   * @param {TrainerQuestion} question
   * @param {TrainerAnswer | null} answer
   * @param {number} seed
   * @returns {TrainerLine[]}
   */
  function linesOf(question, answer, seed) {
    const places = question.items.map((_, place) => place);
    const isGiven = answer !== null && answer.length > 0;
    if (question.form === 'order') return places.map((place) => lineOfOrder(question, isGiven ? answer : null, place));
    if (question.form === 'gaps') return places.map((place) => lineOfGap(question, isGiven ? answer : null, place));
    const shown = scoring.arranged(question, seed).items;
    if (question.form === 'match') return shown.map((place) => lineOfPair(question, isGiven ? answer : null, place));
    return shown.map((place) => lineOfOption(question, answer, place));
  }

  /**
   * @param {TrainerQuestion} question
   * @param {TrainerAnswer | null} answer
   * @param {number} place
   * @returns {TrainerLine}
   */
  function lineOfOption(question, answer, place) {
    const item = question.items[place];
    const isChosen = Boolean(answer?.map(Number).includes(place));
    const words = String(item?.text);
    const should = item?.right ? '应选' : '不应选';
    if (!answer) return { tone: item?.right ? 'right' : 'plain', verdict: should, words, place };
    if (!isChosen && !item?.right) return { tone: 'plain', verdict: should, words, place };
    const did = isChosen ? '你选了' : '你没有选';
    return { tone: item?.right === isChosen ? 'right' : 'wrong', verdict: `${should}，${did}`, words, place };
  }

  /**
   * @param {TrainerQuestion} question
   * @param {TrainerAnswer | null} answer
   * @param {number} place
   * @returns {TrainerLine}
   */
  function lineOfOrder(question, answer, place) {
    const words = String(question.items[place]?.text);
    if (!answer) return { tone: 'plain', verdict: '', words, place };
    const put = answer.map(Number).indexOf(place);
    const isRight = put === place;
    return { tone: isRight ? 'right' : 'wrong', verdict: isRight ? '你排对了' : `你排在第 ${put + 1}`, words, place };
  }

  /**
   * @param {TrainerQuestion} question
   * @param {TrainerAnswer | null} answer
   * @param {number} place
   * @returns {TrainerLine}
   */
  function lineOfGap(question, answer, place) {
    const wordings = question.items[place]?.wordings || [];
    const others = wordings.slice(1);
    const words = `${wordings[0]}${others.length ? `（写成“${others.join('”“')}”也对）` : ''}`;
    if (!answer) return { tone: 'plain', verdict: '', words, place };
    const isRight = scoring.itemIsRight(question, answer, place);
    const typed = String(answer[place] ?? '').trim();
    const did = typed ? `你填的是“${typed}”` : '你没有填';
    return { tone: isRight ? 'right' : 'wrong', verdict: `${isRight ? '对' : '不对'}，${did}`, words, place };
  }

  /**
   * @param {TrainerQuestion} question
   * @param {TrainerAnswer | null} answer
   * @param {number} place
   * @returns {TrainerLine}
   */
  function lineOfPair(question, answer, place) {
    const item = question.items[place];
    const words = `${item?.text} → ${item?.partner}`;
    if (!answer) return { tone: 'plain', verdict: '', words, place };
    const isRight = scoring.itemIsRight(question, answer, place);
    const chosen = question.items[Number(answer[place] ?? -1)]?.partner;
    const verdict = isRight ? '你配对了' : chosen ? `不对，你选的是“${chosen}”` : '你没有选';
    return { tone: isRight ? 'right' : 'wrong', verdict, words, place };
  }

  /**
   * @param {TrainerQuestion} question
   * @param {TrainerData} data
   */
  function evidence(question, data) {
    const cards = question.tests.map((id, at) => entryCard(id, data, at === 0));
    const notices = question.reference ? noticesOf(question, data).map((words) => group('hb-notice', [words], 'p')) : [];
    return group('tr-evidence', [...notices, element('h3', question.tests.length > 1 ? '这道题考的条目，第一条是主要的' : '这道题考的条目'), ...cards]);
  }

  /**
   * Where all reference entries are of one page, the notice that names it, if there is one.
   * @param {TrainerQuestion} question
   * @param {TrainerData} data
   */
  function noticesOf(question, data) {
    const pages = new Set(question.tests.map((id) => data.entries[id]).filter((entry) => entry?.reference).map((entry) => entry?.url.split('#')[0]));
    const name = String(data.topics[question.topic]).split('（')[0] || '';
    const named = data.notices.filter((words) => words.slice(0, 20).includes(name));
    return pages.size === 1 && named.length ? named : data.notices;
  }

  /**
   * @param {TrainerMark} mark
   * @param {string} today
   * @param {boolean} comesAgain in this round
   */
  function again(mark, today, comesAgain) {
    if (comesAgain) return '这一轮的最后再问一次。';
    const days = schedule.daysBetween(today, mark.due);
    if (days < 1) return '今天再练时还会问。';
    return days === 1 ? '明天再问。' : `${days} 天后再问。`;
  }

  views.answers = { explained, evidence, again };
})();
