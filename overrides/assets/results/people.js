// 学员：每人的姓名和文件；改名，移除；两份文件是同一个人的，合并或者替换。

/**
 * @typedef {object} ResultsPeopleDesk
 * @property {ResultsData} data
 * @property {() => ResultsCohort} cohort
 * @property {(cohort: ResultsCohort, words: string, isListed?: boolean) => void} change takes the new one; `isListed`: the list of people shows it already
 * @property {HTMLDialogElement} dialog
 */

/**
 * @typedef {object} ResultsPeopleApi
 * @property {(desk: ResultsPeopleDesk, place: HTMLElement) => void} show
 */

(() => {
  'use strict';

  const scope = /** @type {ResultsScope} */ (globalThis);
  const results = /** @type {ResultsNamespace} */ (scope.results = scope.results || {});
  const cohorts = /** @type {ResultsCohortApi} */ (results.cohort);
  const records = /** @type {TrainerRecordApi} */ (scope.trainer?.record);
  const { group } = /** @type {TrainerViewsApi} */ (scope.trainer?.views);
  const { element, button } = /** @type {ElementsApi} */ (scope.apart?.elements);

  /**
   * @param {ResultsPeopleDesk} desk
   * @param {HTMLElement} place
   */
  function show(desk, place) {
    place.replaceChildren(...desk.cohort().members.map((member) => item(desk, member)));
  }

  /**
   * @param {ResultsPeopleDesk} desk
   * @param {ResultsMember} member
   */
  function item(desk, { key, name, files }) {
    const input = document.createElement('input');
    input.value = name;
    input.autocomplete = 'off';
    input.spellcheck = false;
    input.setAttribute('aria-label', `姓名（${files.map(({ label }) => label).join('、')}）`);
    const join = button('合并或替换…', () => askWhose(desk, key));
    join.disabled = desk.cohort().members.length < 2;
    const remove = button('移除', () => desk.change(cohorts.removed(desk.cohort(), key), `移除了“${nameOf(desk, key)}”；可以撤销`));
    const label = () => {
      join.setAttribute('aria-label', `合并或替换…（${nameOf(desk, key)}）`);
      remove.setAttribute('aria-label', `移除（${nameOf(desk, key)}）`);
    };
    // The list is not made anew: the focus is on its way to the next field.
    input.addEventListener('change', () => {
      const before = nameOf(desk, key);
      const renamed = cohorts.renamed(desk.cohort(), key, input.value);
      const after = renamed.members.find((one) => one.key === key)?.name || before;
      input.value = after;
      if (after !== before) desk.change(renamed, `“${before}”改名为“${after}”`, true);
      label();
    });
    label();
    const named = group('rs-name', ['姓名 ', input], 'label');
    return group('rs-member', [named, ...files.map((file) => fileLine(file, desk.data)), group('tr-buttons', [join, remove])], 'li');
  }

  /**
   * @param {ResultsPeopleDesk} desk
   * @param {number} key
   */
  function nameOf(desk, key) {
    return desk.cohort().members.find((one) => one.key === key)?.name || '';
  }

  /**
   * @param {ResultsFile} file
   * @param {ResultsData} data
   */
  function fileLine({ label, edition, record }, data) {
    const known = /** @type {unknown} */ (data);
    const { kept, changed, gone } = records.report(record, /** @type {TrainerData} */ (known));
    const which = edition === data.edition.id ? '本版' : `版次“${cohorts.cleaned(edition, 40)}”，不是本版`;
    const counts = [
      `答过 ${record.marks.size} 题`,
      ...(changed.length ? [`其中题目已改 ${changed.length} 题`] : []),
      ...(gone.length ? [`本版没有 ${gone.length} 题`] : []),
      ...(changed.length || gone.length ? [`没有变 ${kept.length} 题`] : []),
      `模拟考试 ${record.exams.length} 次`,
    ];
    return group('tr-quiet', [`${label}：${which}，${counts.join('，')}`], 'p');
  }

  /**
   * @param {ResultsPeopleDesk} desk
   * @param {number} key
   */
  function askWhose(desk, key) {
    const name = nameOf(desk, key);
    const others = desk.cohort().members.filter((one) => one.key !== key);
    const choice = document.createElement('select');
    choice.append(...others.map((one) => new Option(one.name, String(one.key))));
    const title = element('h2', `“${name}”的文件其实是谁的？`);
    title.id = 'tr-dialog-title';
    const close = () => desk.dialog.close();
    const act = (/** @type {'merged' | 'replaced'} */ how) => {
      const to = Number(choice.value);
      const words = how === 'merged' ? `把“${name}”的文件合并到“${nameOf(desk, to)}”` : `用“${name}”的文件替换了“${nameOf(desk, to)}”原来的`;
      close();
      desk.change(cohorts[how](desk.cohort(), key, to), `${words}；可以撤销`);
    };
    desk.dialog.replaceChildren(
      title,
      group('rs-name', ['这个人是 ', choice], 'label'),
      element('p', '合并：两份都算，同一题留后答的，模拟考试都留。替换：只算这一份，那个人原来的不再算。姓名都用那个人的。'),
      group('tr-buttons', [button('合并', () => act('merged')), button('替换', () => act('replaced')), button('不了', close)]),
    );
    desk.dialog.showModal();
    choice.focus();
  }

  results.people = { show };
})();
