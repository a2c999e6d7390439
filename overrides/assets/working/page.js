// 工作清单的页面：先说清模式和存在哪里，再让人勾；把各部分连起来。

/**
 * What the parts of the page share.
 * @typedef {object} WorkingPage
 * @property {(words: string) => void} say
 * @property {() => void} show
 * @property {HTMLDialogElement} dialog
 * @property {(name: string, type: string, content: string | Uint8Array<ArrayBuffer>) => void} save a file, for the reader to keep
 */

(() => {
  'use strict';

  const scope = /** @type {WorkingScope} */ (globalThis);
  const working = /** @type {WorkingNamespace} */ (scope.working = scope.working || {});
  const marking = /** @type {WorkingMarksApi} */ (working.marks);
  const files = /** @type {WorkingFilesApi} */ (working.files);
  const keeping = /** @type {WorkingKeepingApi} */ (working.keeping);
  const { one, element } = /** @type {ElementsApi} */ (/** @type {ApartScope} */ (globalThis).apart?.elements);
  const talk = /** @type {TalkApi} */ (/** @type {ApartScope} */ (globalThis).apart?.talk);

  const json = document.querySelector('[data-working]')?.textContent;
  const dialog = document.querySelector('[data-dialog]');
  if (!json || !(dialog instanceof HTMLDialogElement) || !working.createSheet || !working.createRows || !working.handOver || !working.createNotesPanel) return;
  const data = /** @type {WorkingData} */ (JSON.parse(json));
  /** @type {Record<WorkingMode, [string, string]>} */
  const modes = {
    training: ['训练', '训练：拿假设的情况练习。两种模式的记录各存各的，互不相混。'],
    use: ['使用', `使用：${data.useNotice}`],
  };
  const { createCopy, createKeepingPanel } = /** @type {Required<ApartNamespace>} */ (/** @type {ApartScope} */ (globalThis).apart);
  const names = keeping.keptUnder(data);
  const copy = createCopy(() => indexedDB, names);
  const sheet = working.createSheet(data, () => localStorage, copy, () => sessionStorage);
  const rows = working.createRows(sheet, data, say);
  const page = { say, show, dialog, save: talk.save };
  const notes = working.createNotesPanel(sheet, data, page, copy);
  const panel = createKeepingPanel({
    keeper: sheet,
    copy,
    key: names.key,
    words: { mark: '勾', marked: '勾了', taking: '导入、合并', unit: '条' },
    say,
    refresh: show,
    onWipe: () => {
      notes.forget();
      rows.choose();
    },
    onKeep: notes.keep,
    onOthers: notes.reread,
    isAtRisk: notes.isAtRisk,
  });
  const ask = talk.createAsk(dialog, 'wk');

  /** @param {string} words */
  function say(words) {
    talk.say(words);
    panel.show();
  }

  function show() {
    showMode();
    panel.show();
    showEditions();
    rows.show();
    notes.show();
  }

  function showMode() {
    const [name, words] = modes[sheet.mode()];
    one('.wk-mode').dataset.mode = sheet.mode();
    one('[data-mode-name]').textContent = name;
    one('[data-mode-text]').textContent = words;
    one('[data-online]').hidden = sheet.mode() !== 'use' || !navigator.onLine;
    for (const input of modeInputs()) input.checked = input.value === sheet.mode();
  }

  /** What of the marks was made in other editions. */
  function showEditions() {
    const said = new Map([...sheet.marks()].filter(([, mark]) => marking.says(mark, data)));
    const found = files.report(said, data);
    const older = [...said.values()].some((mark) => mark.edition !== data.edition.id);
    const ways = new Set([...said.values()].flatMap((mark) => mark.methods).filter((word) => !data.methods.includes(word)));
    const box = one('[data-editions]');
    box.hidden = !older && !found.removed.length && !ways.size;
    box.replaceChildren();
    if (box.hidden) return;
    const counts = [
      `保留 ${found.kept.length} 条`,
      `文字已改 ${found.reworded.length} 条`,
      `已删 ${found.removed.length} 条`,
      ...(found.unclear.length ? [`版次不明 ${found.unclear.length} 条`] : []),
    ];
    if (ways.size) box.append(element('p', `记录里有本版没有的方式：${[...ways].join('、')}。都还留着，导出的文件里也有。`));
    if (older || found.removed.length) box.append(element('p', `有的记录是在别的版次里做的：${counts.join('，')}。文字已改的，在那一条下面有原来的文字。`));
    for (const { id, before, became } of found.removed) {
      const mark = said.get(id);
      box.append(element('p', `${id} ${before.title}（${mark?.result}）：本版已删${became ? `，${became}` : ''}。记录还留着，导出的文件里也有。`));
    }
  }

  function modeInputs() {
    return /** @type {HTMLInputElement[]} */ (Array.from(document.querySelectorAll('input[name=wk-mode]')));
  }

  /** @param {WorkingMode} mode */
  function changeMode(mode) {
    sheet.setMode(mode);
    show();
    rows.choose();
    say(`现在是${modes[mode][0]}`);
  }

  function onMode() {
    const wanted = modeInputs().find((input) => input.checked)?.value;
    showMode();
    if (wanted === 'training') changeMode('training');
    if (wanted !== 'use' || sheet.mode() === 'use') return;
    ask('换到使用？', [String(one('.wk-mode__warning').textContent), modes.use[1]].filter(Boolean), '这台计算机可以用，换到使用', () => changeMode('use'));
  }

  function onReset() {
    const count = [...sheet.marks().values()].filter((mark) => marking.says(mark, data)).length;
    const [name] = modes[sheet.mode()];
    ask(`全部改回${data.results[0]}？`, [`${name}里记了的 ${count} 条，都改回${data.results[0]}，方式也去掉。改了以后可以撤销。`], '改回', () => {
      const changes = sheet.reset();
      show();
      rows.choose();
      say(`${changes.length} 条改回${data.results[0]}，可以撤销`);
    });
  }

  for (const input of modeInputs()) input.addEventListener('change', onMode);
  one('[data-reset]').addEventListener('click', onReset);
  one('[data-print]').addEventListener('click', () => window.print());
  for (const name of ['online', 'offline']) addEventListener(name, showMode);
  working.handOver(sheet, data, page);
  show();
  rows.choose();
  panel.recall();
})();
