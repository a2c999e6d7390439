// 结果页：选文件，把各张表摆出来，导出和打印。什么也不存，什么也不发出去。

(() => {
  'use strict';

  const scope = /** @type {ResultsScope} */ (globalThis);
  const results = /** @type {ResultsNamespace} */ (scope.results = scope.results || {});
  const statistics = /** @type {ResultsStatisticsApi} */ (results.statistics);
  const cohorts = /** @type {ResultsCohortApi} */ (results.cohort);
  const tables = /** @type {ResultsTablesApi} */ (results.tables);
  const { tableBox, legend } = /** @type {ResultsPartsApi} */ (results.parts);
  const people = /** @type {ResultsPeopleApi} */ (results.people);
  const paper = /** @type {ResultsPaperApi} */ (results.paper);
  const records = /** @type {TrainerRecordApi} */ (scope.trainer?.record);
  const { group, folded } = /** @type {TrainerViewsApi} */ (scope.trainer?.views);
  const { one, element, button } = /** @type {ElementsApi} */ (scope.apart?.elements);
  const { say, save } = /** @type {TalkApi} */ (scope.apart?.talk);
  const SHOWN_FIRST = 15;
  const MOST_ON_PAPER = 20;
  const LONGEST_LABEL = 60;
  /** @type {readonly (readonly [ResultsTableName, boolean])[]} what can be handed over; whether it is printed unless the reader says otherwise */
  const HANDED = [
    ['next', true], ['people', true], ['entries', true], ['topics', true], ['undone', true], ['unanswered', false],
    ['doubts', true], ['items', false], ['exams', true], ['sittings', false],
  ];

  const json = document.querySelector('[data-results]')?.textContent;
  const dialog = document.querySelector('[data-dialog]');
  if (!json || !(dialog instanceof HTMLDialogElement)) return;
  const data = /** @type {ResultsData} */ (JSON.parse(json));
  const picker = /** @type {HTMLInputElement} */ (one('[data-files]'));
  const reference = /** @type {HTMLInputElement} */ (one('[data-reference]'));
  const undo = /** @type {HTMLButtonElement} */ (one('[data-undo]'));
  let cohort = cohorts.empty();
  /** @type {ResultsCohort[]} */
  const before = [];
  // Names and who is who are nowhere but here.
  let isWorkedOn = false;
  /** @type {Set<string>} names of folded boxes that are open */
  const opened = new Set();

  // --- what changes -----------------------------------------------------------------------------

  /**
   * @param {ResultsCohort} next
   * @param {string} words
   * @param {boolean} isListed
   */
  function change(next, words, isListed = false) {
    before.push(cohort);
    cohort = next;
    isWorkedOn = true;
    draw(isListed);
    if (!isListed) keepFocus(); // else it is on its way to the next field
    say(words);
  }

  /** Where the button that was pressed is gone, to the one that takes it back, or to what comes first. */
  function keepFocus() {
    if (document.activeElement === document.body) (undo.hidden ? one('[data-choose]') : undo).focus();
  }

  async function readFiles() {
    const chosen = Array.from(picker.files || []);
    if (!chosen.length) return;
    say(`正在读 ${chosen.length} 个文件`);
    /** @type {ResultsRead[]} */
    const read = [];
    for (const file of chosen) read.push(await readFile(file)); // one after another: each may be large
    picker.value = '';
    const { cohort: next, refused } = cohorts.added(cohort, read, data);
    const more = next.members.length - cohort.members.length;
    if (more) {
      before.push(cohort);
      cohort = next;
      draw();
    }
    showRefused(refused);
    say(`${more ? `加了 ${more} 人` : '没有加人'}${refused.length ? `，${refused.length} 个文件没有读` : ''}`);
  }

  /**
   * @param {File} file
   * @returns {Promise<ResultsRead>}
   */
  async function readFile(file) {
    const label = cohorts.cleaned(file.name, LONGEST_LABEL);
    const large = records.tooLarge(file.size);
    if (large) return { label, file: null, reason: large };
    try {
      return cohorts.read(label, await file.text(), data);
    } catch {
      return { label, file: null, reason: '读不了这个文件' };
    }
  }

  /** @param {readonly ResultsRead[]} refused */
  function showRefused(refused) {
    const place = one('[data-refused]');
    place.hidden = !refused.length;
    place.replaceChildren(
      element('p', `有 ${refused.length} 个文件没有读，没有算进来：`),
      group('', refused.map(({ label, reason }) => element('li', `${label}：${reason}。`)), 'ul'),
    );
  }

  // --- what is shown ----------------------------------------------------------------------------

  /** @param {boolean} isListed */
  function draw(isListed = false) {
    const isThere = cohort.members.length > 0;
    for (const place of document.querySelectorAll('[data-with-people]')) {
      if (place instanceof HTMLElement) place.hidden = !isThere;
    }
    undo.hidden = !before.length;
    one('[data-people-count]').textContent = isThere ? `${cohort.members.length} 人` : '';
    one('[data-notices]').hidden = !reference.checked;
    if (!isListed) people.show({ data, cohort: () => cohort, change, dialog: /** @type {HTMLDialogElement} */ (dialog) }, one('[data-people]'));
    const { found, all } = computed();
    fill('next', nextParts(found, all.next));
    fill('people', [tableBox(all.people)]);
    fill('entries', [legend(), ...kindParts(found, all.entries)]);
    fill('topics', [tableBox(all.topics)]);
    fill('undone', [tableBox(all.undone), ...undoneParts(found)]);
    fill('items', [tableBox(all.doubts), ...itemParts(all.items)]);
    fill('exams', [tableBox(all.exams), ...(all.sittings.rows.length ? [fold('sittings', `每次模拟考试（${all.sittings.rows.length} 次）`, () => [tableBox(all.sittings)])] : [])]);
  }

  function computed() {
    const found = statistics.found(data, cohort.members.map(cohorts.recordOf), reference.checked);
    return { found, all: tables.all(data, cohort.members.map(({ name }) => name), found) };
  }

  /**
   * @param {string} name
   * @param {readonly HTMLElement[]} children
   */
  function fill(name, children) {
    one(`[data-place="${name}"]`).replaceChildren(...children);
  }

  /**
   * One that stays open when all is drawn anew.
   * @param {string} key
   * @param {string} summary
   * @param {() => HTMLElement[]} children made when it is opened
   */
  function fold(key, summary, children) {
    const box = folded([summary], (inside) => inside.append(...children()), opened.has(key));
    box.addEventListener('toggle', () => {
      if (box instanceof HTMLDetailsElement && box.open) opened.add(key);
      else if (box.isConnected) opened.delete(key);
    });
    return box;
  }

  /**
   * @param {ResultsFound} found
   * @param {ResultsTable} table
   */
  function nextParts({ untrained }, table) {
    const first = { ...table, rows: table.rows.slice(0, SHOWN_FIRST) };
    const rest = { ...table, title: '下一步教什么，其余的', rows: table.rows.slice(SHOWN_FIRST) };
    return [
      tableBox(first),
      ...(rest.rows.length ? [fold('next', `其余 ${rest.rows.length} 条`, () => [tableBox(rest)])] : []),
      ...(untrained.length ? [fold('untrained', `没有人练过的条目（${untrained.length} 条）`, () => [lines(untrained.map((id) => `${id} ${data.entries[id]?.title || ''}`))])] : []),
    ];
  }

  /** @param {readonly string[]} words */
  function lines(words) {
    return group('rs-lines', words.map((text) => element('li', text)), 'ul');
  }

  /**
   * @param {ResultsFound} found
   * @param {ResultsTable} table
   */
  function kindParts({ entries }, table) {
    const kinds = [...new Set(entries.map(({ id }) => data.entries[id]?.kind || ''))];
    return kinds.map((kind) => {
      const own = entries.filter(({ id }) => data.entries[id]?.kind === kind);
      const label = data.kinds[kind] || '';
      const cells = own.length * cohort.members.length;
      const known = own.reduce((sum, one) => sum + one.known, 0);
      const ids = new Set(own.map(({ id }) => id));
      return fold(`kind ${kind}`, `${label}：${own.length} 条，会了的占 ${statistics.percent({ seen: cells, right: known }) || 0}%`, () => [tableBox({ ...tables.only(table, ids), title: label })]);
    });
  }

  /** @param {ResultsFound} found */
  function undoneParts({ people: standings }) {
    const titles = new Map(data.questions.map(({ id, title }) => [id, title]));
    const topics = new Map(data.questions.map(({ id, topic }) => [id, data.topics[topic] || '']));
    return cohort.members.flatMap(({ key, name }, at) => {
      const ids = standings[at]?.unanswered || [];
      if (!ids.length) return [];
      return [fold(`undone ${key}`, `“${name}”没有答过的 ${ids.length} 题`, () => [...new Set(ids.map((id) => topics.get(id) || ''))].flatMap((topic) => [
        element('h3', topic),
        lines(ids.filter((id) => topics.get(id) === topic).map((id) => `${id} ${titles.get(id) || ''}`)),
      ]))];
    });
  }

  /** @param {ResultsTable} table */
  function itemParts(table) {
    return data.topics.flatMap((topic, at) => {
      const own = tables.only(table, new Set(data.questions.filter((question) => question.topic === at).map(({ id }) => id)));
      return own.rows.length ? [fold(`items ${at}`, `${topic}：${own.rows.length} 题的难度和区分度`, () => [tableBox({ ...own, title: topic })])] : [];
    });
  }

  // --- handing over -----------------------------------------------------------------------------

  function handOver() {
    const { all } = computed();
    one('[data-handed]').append(...HANDED.map(([name, isPrinted]) => {
      const { title } = all[name];
      const box = document.createElement('input');
      box.type = 'checkbox';
      box.value = name;
      box.checked = isPrinted;
      box.autocomplete = 'off';
      const exporting = button('导出 CSV', () => exportTable(name));
      exporting.setAttribute('aria-label', `导出 CSV：${title}`);
      return group('', [group('tr-switch', [box, ` ${title}`], 'label'), exporting], 'li');
    }));
  }

  /** @param {ResultsTableName} name */
  function exportTable(name) {
    const table = computed().all[name];
    save(`trainer-results-${name}-${data.edition.id}.csv`, 'text/csv', tables.csv(table));
    say(`导出了“${table.title}”，${table.rows.length} 行`);
  }

  function layOut() {
    if (!cohort.members.length) return;
    const chosen = new Set(Array.from(document.querySelectorAll('[data-handed] :checked'), (box) => (box instanceof HTMLInputElement ? box.value : '')));
    const { all } = computed();
    const printed = HANDED.filter(([name]) => chosen.has(name)).map(([name]) => (name === 'next' ? firstOf(all.next) : all[name]));
    const counted = reference.checked ? `连${data.reference}的题一起算。` : `${data.reference}的题不算在内。`;
    const notes = [`${data.edition.name}，${cohort.members.length} 人。${data.reference && counted}`, ...(reference.checked ? data.notices : [])];
    one('[data-paper]').replaceChildren(...paper.sheets(printed, `${data.title}：训练结果`, notes));
    document.body.dataset.onPaper = '';
  }

  /**
   * On paper as many as somebody can teach; the rest is in the file.
   * @param {ResultsTable} table
   */
  function firstOf(table) {
    const rest = table.rows.length - MOST_ON_PAPER;
    return rest > 0 ? { ...table, caption: `${table.caption}另有 ${rest} 条，见导出的表。`, rows: table.rows.slice(0, MOST_ON_PAPER) } : table;
  }

  function clearPaper() {
    one('[data-paper]').replaceChildren();
    delete document.body.dataset.onPaper;
  }

  picker.addEventListener('change', readFiles);
  one('[data-choose]').addEventListener('click', () => picker.click());
  one('[data-name-by-files]').addEventListener('click', () => change(cohorts.namedByFiles(cohort), '用文件名作了姓名；可以撤销'));
  one('[data-remove-all]').addEventListener('click', () => change(cohorts.empty(), '全部移除了；可以撤销'));
  undo.addEventListener('click', () => {
    const last = before.pop();
    if (!last) return;
    cohort = last;
    draw();
    keepFocus();
    say('撤销了上一步');
  });
  reference.addEventListener('change', () => draw());
  one('[data-print]').addEventListener('click', () => window.print());
  // However it is printed, by the browser's own menu too.
  window.addEventListener('beforeprint', layOut);
  window.addEventListener('afterprint', clearPaper);
  window.addEventListener('beforeunload', (event) => {
    if (!isWorkedOn || !cohort.members.length) return;
    event.preventDefault();
    event.returnValue = true; // Chromium before 119
  });
  handOver();
  draw();
})();
