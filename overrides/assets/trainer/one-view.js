// 一道题，或者一个条目和考它的各道题：地址里写着编号的。

(() => {
  'use strict';

  const scope = /** @type {TrainerScope} */ (globalThis);
  const trainer = /** @type {TrainerNamespace} */ (scope.trainer = scope.trainer || {});
  const chance = /** @type {TrainerChanceApi} */ (trainer.chance);
  const views = /** @type {TrainerViewsApi} */ (trainer.views);
  const rounds = /** @type {TrainerRoundViewApi} */ (views.rounds);
  const { start, mixed } = rounds;
  const { group, heading, inner, entryCard, questionItem } = views;
  const { element, button } = /** @type {ElementsApi} */ (scope.apart?.elements);

  /**
   * An address that names a question or an entry.
   * @param {TrainerDesk} desk
   */
  function createOne(desk) {
    /** @type {Map<string, TrainerRound>} */
    const single = new Map();

    /**
     * @param {HTMLElement} place
     * @param {string} id
     * @returns {TrainerShown}
     */
    function show(place, id) {
      if (desk.questions.has(id)) {
        const round = single.get(id) || rounds.begin({ title: `试题 ${id}`, ids: [id], back: '#practice', repeats: false }, chance.seedOf(desk.today()));
        single.set(id, round);
        return rounds.show(place, desk, round);
      }
      const title = heading(desk.data.entries[id] ? `${id} 的题` : `没有 ${id.slice(0, 20)}`);
      if (desk.data.entries[id]) place.replaceChildren(title, ...aboutEntry(id));
      else place.replaceChildren(title, element('p', '本版的练习题里没有这个编号：可能写错了，可能已经删去，也可能是留给正式考试的题。'), inner('回到练习', '#practice', true));
      return { title: String(title.textContent), heading: title };
    }

    /** @param {string} id */
    function aboutEntry(id) {
      const questions = desk.data.questions.filter(({ tests }) => tests.includes(id));
      const marks = desk.keeper.record().marks;
      const lines = questions.map((question) => {
        const line = questionItem(question, desk.data);
        const mark = marks.get(question.id);
        line.append(`，${mark ? `答过 ${mark.seen} 次，答对 ${mark.right} 次` : '没有练过'}`);
        return line;
      });
      const begin = button('练这些题', () => start(desk, { title: `${id} 的题`, ids: mixed(desk, questions.map((question) => question.id)), back: `#${id}`, repeats: true }));
      begin.classList.add('tr-primary');
      return [
        entryCard(id, desk.data),
        ...(questions.length ? [element('h2', `考它的题，${questions.length} 道`), begin, group('tr-list', lines, 'ul')] : [element('p', '没有考它的题。')]),
        group('', [inner('回到掌握情况', '#progress')], 'p'),
      ];
    }

    return { show };
  }

  views.makers.one = createOne;
})();
