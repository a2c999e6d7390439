// 交接：导出记录和表格；导入前先说会改什么，不一致的由人定，定了才改。

(() => {
  'use strict';

  const scope = /** @type {WorkingScope} */ (globalThis);
  const working = /** @type {WorkingNamespace} */ (scope.working = scope.working || {});
  const marking = /** @type {WorkingMarksApi} */ (working.marks);
  const editions = /** @type {WorkingEditionsApi} */ (working.editions);
  const changed = /** @type {WorkingChangedApi} */ (working.changed);
  const files = /** @type {WorkingFilesApi} */ (working.files);
  const merge = /** @type {WorkingMergeApi} */ (working.merge);
  const table = /** @type {WorkingTableApi} */ (working.table);
  const workbook = /** @type {WorkingBookApi} */ (working.workbook);
  const { element, button } = /** @type {ElementsApi} */ (/** @type {ApartScope} */ (globalThis).apart?.elements);

  /** @type {Record<WorkingMode, string>} */
  const NAMES = { training: '训练', use: '使用' };
  /** @type {[WorkingRule, string][]} */
  const RULES = [['page', '都照本页的'], ['files', '都照文件的（几个文件不一致，照后一个）'], ['doubt', '不一致的都记为']];
  const MOST_FILES = 30;

  /** @typedef {{ label: string, record: WorkingRecord | null, reason: string }} ReadFile */

  /**
   * @param {WorkingSheet} sheet
   * @param {WorkingData} data
   * @param {WorkingPage} page
   */
  function handOver(sheet, data, page) {
    const picker = /** @type {HTMLInputElement} */ (document.querySelector('[data-import-files]'));

    function exportRecord() {
      const count = [...sheet.marks().values()].filter((mark) => marking.says(mark, data)).length;
      page.save(`working-checklist-${sheet.mode()}-${data.edition.id}.json`, 'application/json', files.write(sheet.marks(), sheet.mode(), data));
      sheet.exported();
      page.say(`导出了${NAMES[sheet.mode()]}的 ${count} 条记录`);
    }

    function exportTable() {
      page.save(`working-checklist-${sheet.mode()}-${data.edition.id}.csv`, 'text/csv', table.csv(sheet.marks(), NAMES[sheet.mode()], data));
      page.say(`导出了表格，${data.rows.length} 行`);
    }

    function exportBook() {
      const book = /** @type {WorkingBook} */ (JSON.parse(String(document.querySelector('[data-workbook]')?.textContent)));
      const type = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
      page.save(`working-checklist-${sheet.mode()}-${data.edition.id}.xlsx`, type, workbook.xlsx(book, sheet.marks(), NAMES[sheet.mode()], data));
      page.say(`导出了 Excel 表格，${data.rows.length} 行，另有各部分的进度`);
    }

    async function importFiles() {
      const chosen = Array.from(picker.files || []);
      if (!chosen.length) return;
      const read = await Promise.all(chosen.slice(0, MOST_FILES).map(readFile));
      if (chosen.length > MOST_FILES) read.push({ label: '其余的文件', record: null, reason: `一次最多 ${MOST_FILES} 个` });
      picker.value = '';
      preview(read);
    }

    /**
     * @param {File} file
     * @param {number} at
     * @returns {Promise<ReadFile>}
     */
    async function readFile(file, at) {
      const label = `文件 ${at + 1}（${file.name}）`;
      const large = files.tooLarge(file.size);
      if (large) return { label, record: null, reason: large };
      try {
        const { record, reason } = files.read(await file.text(), data);
        const isOther = record && record.mode !== sheet.mode();
        if (isOther) return { label, record: null, reason: `是在“${NAMES[record.mode]}”里记的，现在是“${NAMES[sheet.mode()]}”：先换过去，再导入` };
        return { label, record, reason };
      } catch {
        return { label, record: null, reason: '读不了这个文件' };
      }
    }

    /** @param {ReadFile[]} read */
    function preview(read) {
      const good = read.flatMap(({ label, record }) => (record ? [{ name: label, record }] : []));
      const sources = good.map(({ name, record }) => {
        const unknown = new Set(files.report(record.marks, data).unknown);
        return { name, marks: new Map([...record.marks].filter(([id]) => !unknown.has(id))) };
      });
      const plan = merge.plan(sheet.marks(), sources, data);
      /** @type {Map<string, string>} */
      const decisions = new Map();
      const { dialog } = page;
      const status = element('p');
      status.setAttribute('role', 'status');
      const apply = button('照这样导入', () => {
        const changes = merge.settled(sheet.marks(), plan, decisions, sheet.next(), data);
        if (!changes) return;
        dialog.close();
        sheet.apply(changes);
        page.show();
        page.say(`导入了，改了 ${changes.length} 条；可以撤销`);
      });

      function showStatus() {
        const open = plan.conflicts.length - decisions.size;
        const total = plan.changes.length + plan.conflicts.length;
        apply.disabled = open > 0 || total === 0;
        if (!good.length) status.textContent = '没有可以导入的文件，什么也没有改。';
        else if (open) status.textContent = `还有 ${open} 条不一致的没有定。`;
        else status.textContent = total ? '还没有改。按“照这样导入”才改。' : '与这一页上的完全一致，没有要改的。';
      }

      const title = element('h2', '导入以前先看一看');
      title.id = 'wk-dialog-title';
      dialog.replaceChildren(
        title,
        ...read.map((file) => fileReport(file, data)),
        ...(good.length ? [changesList(plan, data)] : []),
        ...(plan.conflicts.length ? [conflictsList(plan, ['本页', ...good.map(({ name }) => name)], decisions, showStatus, data)] : []),
        status,
        group('wk-buttons', [apply, button('不导入', () => {
          dialog.close();
          page.say('没有导入，什么也没有改');
        })]),
      );
      showStatus();
      dialog.showModal();
    }

    picker.addEventListener('change', importFiles);
    document.querySelector('[data-export-json]')?.addEventListener('click', exportRecord);
    document.querySelector('[data-export-xlsx]')?.addEventListener('click', exportBook);
    document.querySelector('[data-export-csv]')?.addEventListener('click', exportTable);
    document.querySelector('[data-import]')?.addEventListener('click', () => picker.click());
  }

  // --- what the preview shows -------------------------------------------------------------------

  /**
   * @param {ReadFile} file
   * @param {WorkingData} data
   */
  function fileReport({ label, record, reason }, data) {
    const box = group('wk-file', [element('h3', label)]);
    if (!record) {
      box.append(element('p', `没有读：${reason}。`));
      return box;
    }
    const report = files.report(record.marks, data);
    const name = editions.nameOf(record.edition, data);
    const is = record.edition === data.edition.id ? '就是本版' : name ? `以前的版次“${name}”` : `版次“${record.edition}”，本版不认识`;
    const counts = [
      `保留 ${report.kept.length} 条`,
      `文字已改 ${report.reworded.length} 条`,
      `已删 ${report.removed.length} 条`,
      ...(report.unclear.length ? [`不知道文字改没改 ${report.unclear.length} 条`] : []),
      ...(report.unknown.length ? [`不认识的编号 ${report.unknown.length} 个，不导入`] : []),
    ];
    box.append(element('p', `${is}：${counts.join('，')}。`));
    if (record.dropped.length) box.append(element('p', `本版没有的方式略去了：${record.dropped.slice(0, 10).join('、')}。`));
    const lines = [
      ...report.reworded.flatMap(({ id, edition }) => {
        const words = editions.words(id, edition, data);
        return [line(`${id} 文字已改`), line('原来：', changed.before(words)), line('现在：', changed.after(words))];
      }),
      ...report.removed.flatMap(({ id, before, became }) => [line(`${id} 已删${became ? `，${became}` : ''}`), line(`原来：${textOf(before)}`)]),
    ];
    if (lines.length) box.append(folded('文字已改和已删的', lines));
    return box;
  }

  /**
   * @param {string} words
   * @param {Node[]} more
   */
  function line(words, more = []) {
    const made = element('p', words);
    made.append(...more);
    return made;
  }

  /** @param {WorkingText} text */
  function textOf({ title, text }) {
    return text ? `${title}（${text}）` : title;
  }

  /**
   * @param {WorkingPlan} plan
   * @param {WorkingData} data
   */
  function changesList({ changes, same }, data) {
    const box = group('wk-changes', [element('h3', `会改 ${changes.length} 条，${same.length} 条本来就一致`)]);
    const lines = changes.map(({ id, before, after }) => line(`${nameOf(id, data)}：${said(before)} → ${said(after)}`));
    if (lines.length) box.append(folded('会改的各条', lines, lines.length <= 20));
    return box;
  }

  /**
   * @param {WorkingPlan} plan
   * @param {string[]} names of the page and of the files
   * @param {Map<string, string>} decisions
   * @param {() => void} onDecision
   * @param {WorkingData} data
   */
  function conflictsList({ conflicts }, names, decisions, onDecision, data) {
    const box = group('wk-conflicts', [element('h3', `不一致 ${conflicts.length} 条：一条一条定，或者按一个办法定`)]);
    const choices = conflicts.map((conflict, at) => {
      const set = element('fieldset');
      set.append(element('legend', nameOf(conflict.id, data)));
      /** @type {HTMLInputElement[]} */
      const inputs = [];
      for (const result of data.results.filter((word, place) => place === 2 || conflict.opinions.some(({ mark }) => mark.result === word))) {
        const by = conflict.opinions.filter(({ mark }) => mark.result === result).map(({ source, mark }) => `${names[source]}${mark.methods.length ? ` ${mark.methods.join('、')}` : ''}`);
        const input = document.createElement('input');
        input.type = 'radio';
        input.name = `wk-conflict-${at}`;
        input.value = result;
        input.addEventListener('change', () => {
          decisions.set(conflict.id, result);
          onDecision();
        });
        inputs.push(input);
        const label = element('label');
        label.append(input, ` ${result}${by.length ? `（${by.join('；')}）` : ''}`);
        set.append(label);
      }
      return { conflict, set, inputs };
    });
    const rules = RULES.map(([rule, words]) => button(rule === 'doubt' ? `${words}${data.results[2]}` : words, () => {
      for (const { conflict, inputs } of choices) {
        const result = merge.ruled(conflict, rule, data);
        const input = inputs.find((one) => one.value === result);
        if (input) {
          input.checked = true;
          decisions.set(conflict.id, result);
        }
      }
      onDecision();
    }));
    box.append(group('wk-buttons', rules), ...choices.map(({ set }) => set));
    return box;
  }

  /**
   * @param {string} id
   * @param {WorkingData} data
   */
  function nameOf(id, data) {
    return `${id} ${data.rows.find((row) => row.id === id)?.title || '（本版已删）'}`;
  }

  /** @param {WorkingMark} mark */
  function said({ result, methods }) {
    return methods.length ? `${result}（${methods.join('、')}）` : result;
  }

  /**
   * @param {string} label
   * @param {HTMLElement[]} lines
   * @param {boolean} isOpen
   */
  function folded(label, lines, isOpen = false) {
    const box = document.createElement('details');
    box.className = 'wk-fold';
    box.open = isOpen;
    box.append(element('summary', label), ...lines);
    return box;
  }

  /**
   * @param {string} name
   * @param {Node[]} children
   */
  function group(name, children) {
    const made = document.createElement('div');
    made.className = name;
    made.append(...children);
    return made;
  }

  working.handOver = handOver;
})();
