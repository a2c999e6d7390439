// 笔记在页面上：说明、口令、每一行的写字处。浏览器没有加密功能的，不开启，并说明原因。

/**
 * @typedef {object} WorkingNotesPanel
 * @property {() => void} show
 * @property {() => void} forget
 * @property {(isKept: boolean) => void} keep
 * @property {() => void} reread
 * @property {() => boolean} isAtRisk
 */

(() => {
  'use strict';

  const scope = /** @type {WorkingScope} */ (globalThis);
  const working = /** @type {WorkingNamespace} */ (scope.working = scope.working || {});
  const files = /** @type {WorkingFilesApi} */ (working.files);
  const keeping = /** @type {WorkingKeepingApi} */ (working.keeping);
  const sealing = /** @type {WorkingNotesApi} */ (working.notes);
  const { one, element, button } = /** @type {ElementsApi} */ (/** @type {ApartScope} */ (globalThis).apart?.elements);
  const WAIT = 1000; // after the last key, in milliseconds

  /**
   * @param {WorkingSheet} sheet
   * @param {WorkingData} data
   * @param {WorkingPage} page
   * @param {SecondCopy} copy
   * @returns {WorkingNotesPanel}
   */
  function createNotesPanel(sheet, data, page, copy) {
    const canSeal = Boolean(globalThis.crypto?.subtle);
    const notebook = sealing.createNotebook(keeping.notesKey(data), () => (sheet.unkept() ? null : localStorage), copy);
    const picker = /** @type {HTMLInputElement} */ (one('[data-notes-files]'));
    /** @type {Map<string, HTMLTextAreaElement>} */
    const areas = new Map();
    let timer = 0;

    function show() {
      const isOpen = notebook.isOpen();
      const exists = canSeal && notebook.exists();
      one('[data-notes-text]').textContent = words(isOpen, exists);
      const opener = /** @type {HTMLButtonElement} */ (one('[data-notes-open]'));
      opener.hidden = isOpen || !canSeal;
      opener.textContent = exists ? '打开笔记…' : '开启笔记…';
      for (const name of ['lock', 'export', 'import']) one(`[data-notes-${name}]`).hidden = !isOpen;
      if (!isOpen) {
        for (const area of areas.values()) area.parentElement?.remove();
        areas.clear();
        return;
      }
      if (!areas.size) addAreas();
      for (const [id, area] of areas) {
        const text = notebook.text(sheet.mode(), id);
        if (area !== document.activeElement && area.value !== text) area.value = text;
      }
    }

    /**
     * @param {boolean} isOpen
     * @param {boolean} exists
     */
    function words(isOpen, exists) {
      if (!canSeal) return '笔记开启不了：浏览器只在 https 网站和硬盘上的文件里提供加密，这里没有。没有加密就不提供写字的地方。';
      if (isOpen) return sheet.unkept() ? '笔记开着，只在这一页上，没有存；要留就导出（加密）。' : '笔记开着，以密文存在这个浏览器里。离开以前锁上。';
      return exists ? '存着加密的笔记，锁着。' : '笔记没有开启，没有写字的地方。开启要设口令，笔记只以密文存放；口令不存，忘了就打不开。不要写单位和人名。';
    }

    function addAreas() {
      for (const row of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll('[data-row]'))) {
        const id = String(row.dataset.row);
        const label = document.createElement('label');
        label.className = 'wk-writing';
        label.append(`${id} 笔记`);
        const area = document.createElement('textarea');
        area.rows = 2;
        area.maxLength = sealing.LONGEST;
        area.autocomplete = 'off';
        area.spellcheck = false; // some browsers send what they check to others
        area.addEventListener('input', () => {
          clearTimeout(timer);
          timer = window.setTimeout(() => keepText(id), WAIT);
        });
        area.addEventListener('change', () => keepText(id));
        label.append(area);
        row.append(label);
        areas.set(id, area);
      }
    }

    /** @param {string} id */
    async function keepText(id) {
      const area = areas.get(id);
      const reason = area ? await notebook.write(sheet.mode(), id, area.value) : '';
      if (reason) page.say(reason);
    }

    /**
     * @param {string} title
     * @param {string[]} words
     * @param {boolean} isNew asked twice, and not too short
     * @param {(passphrase: string) => Promise<string>} use gives '', or what is wrong
     */
    function askPassphrase(title, words, isNew, use) {
      const { dialog } = page;
      const heading = element('h2', title);
      heading.id = 'wk-dialog-title';
      const inputs = (isNew ? [`口令（至少 ${sealing.SHORTEST_PASSPHRASE} 个字符）`, '再写一遍'] : ['口令']).map((label) => {
        const input = document.createElement('input');
        input.type = 'password';
        input.autocomplete = 'off';
        const box = element('label', label);
        box.className = 'wk-passphrase';
        box.append(input);
        return { box, input };
      });
      const status = element('p');
      status.setAttribute('role', 'status');
      const act = button('好', async () => {
        const [first = '', second = first] = inputs.map(({ input }) => input.value);
        const reason = isNew && [...first].length < sealing.SHORTEST_PASSPHRASE ? '口令太短' : first === second ? '' : '两遍不一样';
        status.textContent = reason || '正在算，要一会儿……';
        if (reason) return;
        act.disabled = true;
        const wrong = await use(first);
        act.disabled = false;
        status.textContent = wrong;
        if (wrong) return;
        for (const { input } of inputs) input.value = '';
        dialog.close();
        show();
      });
      const buttons = element('p');
      buttons.className = 'wk-buttons';
      buttons.append(act, button('不了', () => dialog.close()));
      dialog.replaceChildren(heading, ...words.map((line) => element('p', line)), ...inputs.map(({ box }) => box), status, buttons);
      for (const { input } of inputs) {
        input.addEventListener('keydown', (event) => {
          if (event.key === 'Enter' && !event.isComposing) act.click();
        });
      }
      dialog.showModal();
    }

    function onOpen() {
      const isNew = !notebook.exists();
      const about = isNew ? ['口令不存在任何地方，忘了谁也打不开。', '不要写单位和人名；导出的记录和表格里没有笔记。'] : [];
      askPassphrase(isNew ? '开启笔记' : '打开笔记', about, isNew, async (passphrase) => {
        const reason = await notebook.open(passphrase);
        if (!reason) page.say('笔记打开了');
        return reason;
      });
    }

    async function onLock() {
      clearTimeout(timer);
      for (const [id, area] of areas) await notebook.write(sheet.mode(), id, area.value);
      const reason = await notebook.save();
      if (reason || notebook.isAtRisk()) {
        page.say(reason || '笔记没有存，锁上就没有了：先导出，再锁');
        return;
      }
      notebook.lock();
      show();
      page.say('笔记锁上了');
    }

    async function onExport() {
      for (const [id, area] of areas) await notebook.write(sheet.mode(), id, area.value);
      page.save(`working-notes-${data.edition.id}.json`, 'application/json', await notebook.sealed());
      page.say('导出了加密的笔记，打开它要用现在的口令');
    }

    async function onFile() {
      const [file] = Array.from(picker.files || []);
      if (!file) return;
      picker.value = '';
      const reason = files.tooLarge(file.size);
      const text = reason ? '' : await file.text().catch(() => '');
      const envelope = sealing.envelopeFrom(text);
      if (reason || typeof envelope === 'string') {
        page.say(`没有导入：${reason || envelope}`);
        return;
      }
      askPassphrase('导入笔记', ['写那个文件的口令。已有的笔记不会少：两边不同的，两段都留。'], false, async (passphrase) => {
        const { added, both, reason: wrong } = await notebook.takeIn(text, passphrase);
        if (!wrong) page.say(`导入了笔记：添 ${added} 条，两段都留的 ${both} 条`);
        return wrong;
      });
    }

    one('[data-notes-open]').addEventListener('click', onOpen);
    one('[data-notes-lock]').addEventListener('click', onLock);
    one('[data-notes-export]').addEventListener('click', onExport);
    one('[data-notes-import]').addEventListener('click', () => picker.click());
    picker.addEventListener('change', onFile);
    notebook.recall().then(show);
    return {
      show,
      forget: () => {
        clearTimeout(timer);
        notebook.lock();
        show();
      },
      keep: (isKept) => {
        notebook.unkeep();
        if (!isKept) return;
        notebook.save().then((reason) => {
          if (reason) page.say(reason);
          show();
        });
      },
      reread: () => {
        notebook.reread().then((isNew) => {
          if (isNew) show();
        });
      },
      isAtRisk: () => notebook.isAtRisk() || [...areas].some(([id, area]) => area.value !== notebook.text(sheet.mode(), id)),
    };
  }

  working.createNotesPanel = createNotesPanel;
})();
