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
  const { one, element, button } = /** @type {ElementsApi} */ (/** @type {ApartScope} */ (globalThis).apart?.elements);

  const CHROMIUM_ON_DISK = '从硬盘上打开时，这台计算机上任何一个本地的 HTML 文件都读得到这里存的记录。';
  const FIREFOX_ON_DISK = 'Firefox 按文件的地址存：文件移动、改名或换了盘符，这里存的就读不到了。移动以前先导出，移动以后用“导入、合并”。';
  const KEPT = '勾了就存在这个浏览器里，下次打开还在。导出的文件才是记录。';
  const ONE_COPY = '这个浏览器只让存一份，电脑很忙的时候偶尔会丢，要常导出。';
  /** @type {Record<Exclude<Unkept, ''>, string>} */
  const UNKEPT = {
    refused: '这个浏览器不让本页存东西（可能是无痕窗口，或者禁止了）。勾的只在这一页上，关掉就没有：关掉以前请导出。',
    full: '浏览器里没有地方存了。勾的只在这一页上，关掉就没有：关掉以前请导出。',
    strange: '浏览器里原来存着本页读不懂的东西，没有动它，也不往里存。勾的只在这一页上：请导出；“一键清除”以后就能存了。',
    unwanted: '不保存：勾的只在这一页上，关掉或刷新就没有。要留就导出。',
    cleared: '另一个窗口清除了存的记录。这一页上的还在，只是不再存：可以也清除，也可以存回去。',
  };

  const json = document.querySelector('[data-working]')?.textContent;
  const dialog = document.querySelector('[data-dialog]');
  if (!json || !(dialog instanceof HTMLDialogElement) || !working.createSheet || !working.createRows || !working.handOver || !working.createNotesPanel) return;
  const data = /** @type {WorkingData} */ (JSON.parse(json));
  /** @type {Record<WorkingMode, [string, string]>} */
  const modes = {
    training: ['训练', '训练：拿假设的情况练习。两种模式的记录各存各的，互不相混。'],
    use: ['使用', `使用：${data.useNotice}`],
  };
  const { createCopy } = /** @type {Required<ApartNamespace>} */ (/** @type {ApartScope} */ (globalThis).apart);
  const names = keeping.keptUnder(data);
  const copy = createCopy(() => indexedDB, names);
  const sheet = working.createSheet(data, () => localStorage, copy);
  let timer = 0;
  const rows = working.createRows(sheet, data, say);
  const page = { say, show, dialog, save };
  const notes = working.createNotesPanel(sheet, data, page, copy);

  /** @param {string} words */
  function say(words) {
    const place = one('[data-said]');
    place.textContent = words;
    clearTimeout(timer);
    timer = window.setTimeout(() => place.replaceChildren(), 6000);
    showKeeping();
  }

  function show() {
    showMode();
    showKeeping();
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

  function showKeeping() {
    const unkept = sheet.unkept();
    const isOnDisk = location.protocol === 'file:';
    const isFirefox = /firefox/i.test(navigator.userAgent);
    const words = unkept ? UNKEPT[unkept] : sheet.hasCopy() ? KEPT : `${KEPT}${ONE_COPY}`;
    const place = one('[data-keeping-text]');
    if (place.textContent !== words) place.textContent = words;
    one('[data-keeping]').toggleAttribute('data-unkept', unkept !== '');
    one('[data-keeping-place]').hidden = unkept !== '' || !isOnDisk;
    one('[data-keeping-place]').textContent = isFirefox ? FIREFOX_ON_DISK : CHROMIUM_ON_DISK;
    one('[data-cleared]').hidden = unkept !== 'cleared';
    const box = /** @type {HTMLInputElement} */ (one('[data-not-keeping]'));
    box.checked = unkept !== '';
    box.disabled = unkept !== '' && unkept !== 'unwanted';
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

  /**
   * @param {string} title
   * @param {string[]} words
   * @param {string} action
   * @param {() => void} act
   */
  function ask(title, words, action, act) {
    const box = /** @type {HTMLDialogElement} */ (dialog);
    const heading = element('h2', title);
    heading.id = 'wk-dialog-title';
    const buttons = element('p');
    buttons.className = 'wk-buttons';
    buttons.append(
      button(action, () => {
        box.close();
        act();
      }),
      button('不了', () => box.close()),
    );
    box.replaceChildren(heading, ...words.map((text) => element('p', text)), buttons);
    box.showModal();
  }

  /**
   * @param {string} name
   * @param {string} type
   * @param {string | Uint8Array<ArrayBuffer>} content
   */
  function save(name, type, content) {
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob([content], { type }));
    link.download = name;
    link.click();
    window.setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
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

  async function onNotKeeping() {
    const box = /** @type {HTMLInputElement} */ (one('[data-not-keeping]'));
    const leaving = sheet.keep(!box.checked);
    notes.keep(!sheet.unkept());
    show();
    const left = await leaving;
    if (left.length) say('没有清掉浏览器里存的，请用浏览器自己的清除功能');
    else say(sheet.unkept() ? '不保存了；浏览器里原来存的已经清除' : '从现在起保存');
  }

  async function onWipe() {
    const wiping = sheet.wipe();
    notes.forget();
    show();
    rows.choose();
    const left = await wiping;
    const words = left === null
      ? '这一页上的已经清除；浏览器不让本页存东西，那里没有要清的。'
      : left.length ? '没有清掉：浏览器里还读得到。请用浏览器自己的“清除浏览数据”。'
        : sheet.isDoubtful() ? '已经清除。但是打开时浏览器没有交出原来存的：请重新打开这一页看一看，还有就再清除一次。'
          : '已经清除：再读一遍，浏览器里和这一页上都没有记录了。';
    showKeeping();
    one('[data-wiped]').textContent = words;
    say(words);
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

  function reread() {
    notes.reread();
    if (sheet.reread()) showOthers();
  }

  /** @param {CopyNews} news */
  async function hear(news) {
    notes.reread();
    if (await sheet.hear(news)) showOthers();
  }

  /** What another window did. */
  function showOthers() {
    show();
    if (sheet.unkept() !== 'cleared') return;
    notes.keep(false);
    say(UNKEPT.cleared);
  }

  for (const input of modeInputs()) input.addEventListener('change', onMode);
  one('[data-not-keeping]').addEventListener('change', onNotKeeping);
  one('[data-wipe]').addEventListener('click', onWipe);
  one('[data-cleared-too]').addEventListener('click', onWipe);
  one('[data-cleared-keep]').addEventListener('click', () => {
    sheet.keep(true);
    notes.keep(true);
    show();
    say('存回去了');
  });
  one('[data-reset]').addEventListener('click', onReset);
  one('[data-print]').addEventListener('click', () => window.print());
  addEventListener('storage', ({ key }) => {
    if (key === null || key.startsWith(names.key)) reread();
  });
  copy.listen(hear);
  addEventListener('pageshow', reread);
  document.addEventListener('visibilitychange', reread);
  for (const name of ['online', 'offline']) addEventListener(name, showMode);
  addEventListener('beforeunload', (event) => {
    if (!sheet.isAtRisk() && !notes.isAtRisk()) return;
    event.preventDefault();
    event.returnValue = '不保存'; // what Chromium before 119 asks for; nobody sees the words
  });
  async function recall() {
    const count = await sheet.recall();
    if (!count) {
      showKeeping();
      return;
    }
    show();
    say(`浏览器这一次没有把存的全交出来，有 ${count} 条是从第二份里读回来的`);
  }

  working.handOver(sheet, data, page);
  show();
  rows.choose();
  recall();
})();
