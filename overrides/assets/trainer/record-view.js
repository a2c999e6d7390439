// 记录：导出；导入前先说会改什么，定了才改。存在哪里、怎样清除在页面上，见 page.js。

(() => {
  'use strict';

  const scope = /** @type {TrainerScope} */ (globalThis);
  const trainer = /** @type {TrainerNamespace} */ (scope.trainer = scope.trainer || {});
  const records = /** @type {TrainerRecordApi} */ (trainer.record);
  const views = /** @type {TrainerViewsApi} */ (trainer.views);
  const { group, heading, folded } = views;
  const { one, element, button } = /** @type {ElementsApi} */ (scope.apart?.elements);
  const MOST_FILES = 10;

  /** @typedef {{ label: string, record: TrainerRecord | null, reason: string }} TrainerReadFile */

  /** @param {TrainerDesk} desk */
  function createRecord(desk) {
    const { data, keeper } = desk;
    const picker = /** @type {HTMLInputElement} */ (one('[data-import-files]'));

    /**
     * @param {HTMLElement} place
     * @returns {TrainerShown}
     */
    function show(place) {
      const title = heading('记录');
      const draw = () => {
        const record = keeper.record();
        const steps = [...record.steps.values()].reduce((sum, done) => sum + done.size, 0);
        place.replaceChildren(title, group('tr-box', [
          element('h2', '导出和导入'),
          element('p', `现在有 ${record.marks.size} 题的记录，${record.exams.length} 次模拟考试，学习路径做完 ${steps} 步。`),
          element('p', '导出的文件才是记录。换一台计算机、换浏览器，或者文件移动过，就在那里导入；两边都练过的，合起来，每一题留近的。'),
          group('tr-buttons', [button('导出记录（JSON）', exportRecord), button('导入…', () => picker.click())]),
        ], 'section'));
      };
      draw();
      return { title: '记录', heading: title, onRecord: draw };
    }

    function exportRecord() {
      desk.save(`trainer-record-${data.edition.id}.json`, records.write(keeper.record(), data));
      keeper.exported();
      desk.say(`导出了 ${keeper.record().marks.size} 题的记录`);
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
     * @returns {Promise<TrainerReadFile>}
     */
    async function readFile(file) {
      const label = `文件（${file.name}）`;
      const large = records.tooLarge(file.size);
      if (large) return { label, record: null, reason: large };
      try {
        return { label, ...records.read(await file.text(), data) };
      } catch {
        return { label, record: null, reason: '读不了这个文件' };
      }
    }

    /** @param {TrainerReadFile[]} read */
    function preview(read) {
      const good = read.flatMap(({ record }) => (record ? [record] : []));
      const before = keeper.record();
      const after = good.reduce(records.taken, before);
      const changes = differences(before, after);
      const isSame = !changes.fresh.length && !changes.later.length && !changes.exams && !changes.steps;
      const apply = button('照这样导入', () => {
        desk.dialog.close();
        keeper.change((record) => good.reduce(records.taken, record));
        desk.changed();
        desk.go('#record');
        desk.say(`导入了：新增 ${changes.fresh.length} 题，更新 ${changes.later.length} 题`);
      });
      apply.disabled = isSame;
      const title = element('h2', '导入以前先看一看');
      title.id = 'tr-dialog-title';
      const status = element('p', !good.length ? '没有可以导入的文件，什么也没有改。' : isSame ? '与这一页上的一致，没有要改的。' : '还没有改。按“照这样导入”才改。');
      desk.dialog.replaceChildren(
        title,
        ...read.map(fileReport),
        ...(good.length ? [changesReport(changes)] : []),
        status,
        group('tr-buttons', [apply, button('不导入', () => {
          desk.dialog.close();
          desk.say('没有导入，什么也没有改');
        })]),
      );
      desk.dialog.showModal();
    }

    /** @param {TrainerReadFile} file */
    function fileReport({ label, record, reason }) {
      if (!record) return group('tr-file', [element('h3', label), element('p', `没有读：${reason}。`)]);
      const { kept, changed, gone } = records.report(record, data);
      const box = group('tr-file', [element('h3', label), element('p', `${record.marks.size} 题，${record.exams.length} 次模拟考试。题目没有变的 ${kept.length} 题，题目已改 ${changed.length} 题，本版没有的 ${gone.length} 题。`)]);
      if (changed.length) box.append(element('p', `题目已改的会重新问：${listed(changed)}。`));
      if (gone.length) box.append(element('p', `本版没有的留在记录里，不问：${listed(gone.map((id) => records.lost(id, data)))}。`));
      return box;
    }

    /** @param {readonly string[]} words */
    function listed(words) {
      return words.length > 20 ? `${words.slice(0, 20).join('、')} 等` : words.join('、');
    }

    /** @param {{ fresh: string[], later: string[], exams: number, steps: number }} changes */
    function changesReport({ fresh, later, exams, steps }) {
      const box = group('tr-changes', [element('h3', `会新增 ${fresh.length} 题，更新 ${later.length} 题，加上 ${exams} 次模拟考试，学习路径多做完 ${steps} 步`)]);
      if (fresh.length + later.length) box.append(folded(['会改的各题'], (inside) => inside.append(element('p', [...fresh, ...later].map(nameOf).join('；')))));
      return box;
    }

    /** @param {string} id */
    function nameOf(id) {
      return `${id} ${desk.questions.get(id)?.title || '（本版没有）'}`;
    }

    picker.addEventListener('change', importFiles);
    return { show };
  }

  /**
   * @param {TrainerRecord} before
   * @param {TrainerRecord} after
   */
  function differences(before, after) {
    const fresh = [...after.marks.keys()].filter((id) => !before.marks.has(id));
    const later = [...after.marks].filter(([id, mark]) => {
      const own = before.marks.get(id);
      return own && JSON.stringify(own) !== JSON.stringify(mark);
    }).map(([id]) => id);
    const steps = [...after.steps].reduce((sum, [path, done]) => sum + done.size - (before.steps.get(path)?.size || 0), 0);
    return { fresh, later, exams: after.exams.length - before.exams.length, steps };
  }

  views.makers.record = createRecord;
})();
