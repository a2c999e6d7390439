// 一道题怎样算答对：六种题型各按自己的样子比较，答案不看次序的不看次序，填上的词不计较标点和空格。

/**
 * What a reader answered. Options: the places in `question.items` that were chosen. `order`: all
 * places, in the reader's order. `gaps`: what was typed into each gap. `match`: for each item the
 * place of the item whose partner was chosen for it, -1 for none.
 * @typedef {number[] | string[]} TrainerAnswer
 */

/**
 * In what order things are shown, as places in `question.items`; `partners` is empty but for `match`.
 * @typedef {{ items: number[], partners: number[] }} TrainerArrangement
 */

/**
 * @typedef {object} TrainerScoringApi
 * @property {(question: TrainerQuestion, seed: number) => TrainerArrangement} arranged
 * @property {(question: TrainerQuestion) => TrainerAnswer} blank the answer of who has not begun; for `order` there is no order yet: []
 * @property {(question: TrainerQuestion, answer: TrainerAnswer) => boolean} isComplete whether it can be handed in
 * @property {(question: TrainerQuestion, answer: TrainerAnswer) => boolean} fits whether it is an answer to a question of this form at all, complete or not
 * @property {(question: TrainerQuestion, answer: TrainerAnswer) => boolean} isRight all of it
 * @property {(question: TrainerQuestion) => TrainerAnswer} rightAnswer
 * @property {(question: TrainerQuestion, answer: TrainerAnswer, place: number) => boolean} itemIsRight whether the answer does right by the item at that place
 */

(() => {
  'use strict';

  const scope = /** @type {TrainerScope} */ (globalThis);
  const trainer = /** @type {TrainerNamespace} */ (scope.trainer = scope.trainer || {});
  const chance = /** @type {TrainerChanceApi} */ (trainer.chance);
  // Far more than fits into a gap, so that nothing long comes in with a record.
  const LONGEST = 200;

  /** @param {TrainerQuestion} question */
  function places(question) {
    return question.items.map((_, place) => place);
  }

  /**
   * The same for the same question and seed. What has to be put in order never stands in its order
   * already, nor do partners stand beside what they belong to.
   * @param {TrainerQuestion} question
   * @param {number} seed
   * @returns {TrainerArrangement}
   */
  function arranged(question, seed) {
    const random = chance.random(chance.seedOf(`${seed} ${question.id}`));
    const all = places(question);
    if (question.form === 'gaps') return { items: all, partners: [] };
    const items = chance.shuffled(all, random);
    if (question.form === 'order') return { items: isRight(question, items) ? turned(items) : items, partners: [] };
    if (question.form !== 'match') return { items, partners: [] };
    const partners = chance.shuffled(all, random);
    return { items, partners: partners.join() === items.join() ? turned(partners) : partners };
  }

  /** @param {number[]} list */
  function turned(list) {
    return [...list.slice(1), ...list.slice(0, 1)];
  }

  /**
   * @param {TrainerQuestion} question
   * @returns {TrainerAnswer}
   */
  function blank(question) {
    if (question.form === 'gaps') return question.items.map(() => '');
    return question.form === 'match' ? question.items.map(() => -1) : [];
  }

  /**
   * @param {TrainerQuestion} question
   * @param {TrainerAnswer} answer
   */
  function fits(question, answer) {
    const given = /** @type {(string | number)[]} */ (answer);
    const count = question.items.length;
    const isFull = given.length === count;
    if (question.form === 'gaps') return isFull && given.every((typed) => typeof typed === 'string' && typed.length <= LONGEST);
    const lowest = question.form === 'match' ? -1 : 0;
    if (!given.every((place) => typeof place === 'number' && Number.isInteger(place) && place >= lowest && place < count)) return false;
    if (question.form === 'match') return isFull;
    const most = question.form === 'single' || question.form === 'verdict' ? 1 : count;
    return given.length <= most && new Set(given).size === given.length;
  }

  /**
   * @param {TrainerQuestion} question
   * @param {TrainerAnswer} answer
   */
  function isComplete(question, answer) {
    if (!fits(question, answer)) return false;
    if (question.form === 'gaps') return answer.every((typed) => String(typed).trim() !== '');
    if (question.form === 'match') return answer.every((place) => Number(place) >= 0);
    return question.form === 'order' ? answer.length === question.items.length : answer.length > 0;
  }

  /**
   * @param {TrainerQuestion} question
   * @param {TrainerAnswer} answer
   */
  function isRight(question, answer) {
    return isComplete(question, answer) && question.items.every((_, place) => itemIsRight(question, answer, place));
  }

  /**
   * @param {TrainerQuestion} question
   * @returns {TrainerAnswer}
   */
  function rightAnswer(question) {
    if (question.form === 'gaps') return question.items.map(({ text }) => text);
    if (question.form === 'order' || question.form === 'match') return places(question);
    return places(question).filter((place) => question.items[place]?.right);
  }

  /**
   * Options: whether it was chosen if it is right, and left if it is not. `order`: whether it stands
   * where it belongs. Of items or partners that say the same, each is as good as the other.
   * @param {TrainerQuestion} question
   * @param {TrainerAnswer} answer
   * @param {number} place
   */
  function itemIsRight(question, answer, place) {
    const item = question.items[place];
    if (!item) return false;
    const given = answer[place];
    if (question.form === 'gaps') return isWording(String(given === undefined ? '' : given), item);
    if (question.form === 'order') return question.items[Number(given)]?.text === item.text;
    if (question.form === 'match') return question.items[Number(given)]?.partner === item.partner;
    return answer.some((chosen) => chosen === place) === Boolean(item.right);
  }

  /**
   * @param {string} typed
   * @param {TrainerItem} item
   */
  function isWording(typed, item) {
    return (item.wordings || [item.text]).some((wording) => bare(wording) === bare(typed));
  }

  /** Nobody is wrong for a blank, a full-width letter or the quotation marks. @param {string} text */
  function bare(text) {
    return text.normalize('NFKC').replace(/[\s\p{Z}\p{P}\p{Cc}\p{Cf}]/gu, '');
  }

  trainer.scoring = { arranged, blank, isComplete, fits, isRight, rightAnswer, itemIsRight };
})();
