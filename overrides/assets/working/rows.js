// 清单的各行：照记录勾上，挑选、分张、进度，还有键盘。

/**
 * @typedef {object} WorkingRows
 * @property {() => void} show the marks as they are
 * @property {() => void} choose those rows that the choices let through, from the first card on
 */

(() => {
  'use strict';

  const scope = /** @type {WorkingScope & HandbookWindow} */ (globalThis);
  const working = /** @type {WorkingNamespace} */ (scope.working = scope.working || {});
  const marking = /** @type {WorkingMarksApi} */ (working.marks);
  const editions = /** @type {WorkingEditionsApi} */ (working.editions);
  const changed = /** @type {WorkingChangedApi} */ (working.changed);
  const { one, element, button } = /** @type {ElementsApi} */ (/** @type {ApartScope} */ (globalThis).apart?.elements);
  const ON_A_CARD = 9;

  /**
   * @param {WorkingSheet} sheet
   * @param {WorkingData} data
   * @param {(words: string) => void} say
   * @returns {WorkingRows}
   */
  function createRows(sheet, data, say) {
    const elements = new Map(allOf('[data-row]').map((row) => [String(row.dataset.row), row]));
    const chooser = /** @type {HTMLFormElement} */ (document.querySelector('[data-chooser]'));
    const singleKeys = /** @type {HTMLInputElement} */ (document.querySelector('[data-single-keys]'));
    /** @type {WorkingRow[]} */
    let chosen = [];
    let card = 0;
    let current = '';

    // --- choosing and turning -------------------------------------------------------------------

    /** @returns {WorkingChoice} */
    function choice() {
      const values = Object.fromEntries([...new FormData(chooser)].map(([name, value]) => [name, String(value)]));
      const { part = '', ...others } = values;
      const [of = '', group = ''] = part.split('.');
      return { ...others, sheet: of, group };
    }

    function choose() {
      chosen = marking.chosen(data.rows, sheet.marks(), choice(), data);
      turnTo(0);
    }

    /** @param {number} to */
    function turnTo(to) {
      const cards = marking.cards(chosen, ON_A_CARD);
      card = Math.max(0, Math.min(to, cards.length - 1));
      const shown = new Set((cards[card] || []).map((row) => row.id));
      const among = new Set(chosen.map((row) => row.id));
      for (const [id, line] of elements) {
        line.hidden = !among.has(id);
        line.toggleAttribute('data-away', !shown.has(id));
      }
      for (const part of [...allOf('.wk-section'), ...allOf('.wk-sheet')]) {
        part.hidden = !part.querySelector('[data-row]:not([hidden])');
        part.toggleAttribute('data-away', !part.querySelector('[data-row]:not([data-away])'));
      }
      const words = cards.length ? `第 ${card + 1} 张，共 ${cards.length} 张（选出 ${chosen.length} 条）` : '';
      one('[data-card]').textContent = words;
      one('[data-nothing]').hidden = cards.length > 0;
      for (const button of allOf('[data-turn]')) {
        const next = card + Number(button.dataset.turn);
        button.toggleAttribute('disabled', next < 0 || next >= cards.length);
      }
      mark(cards[card]?.[0]?.id || '');
    }

    /** @param {number} by */
    function turn(by) {
      const before = card;
      turnTo(card + by);
      if (card === before) say(by > 0 ? '已经是最后一张' : '已经是第一张');
      else {
        focusOn(current);
        say(String(one('[data-card]').textContent));
      }
    }

    // --- showing --------------------------------------------------------------------------------

    function show() {
      for (const row of data.rows) showRow(row);
      showProgress();
    }

    /** @param {WorkingRow} row */
    function showRow(row) {
      const line = elements.get(row.id);
      if (!line) return;
      const mark = marking.markOf(sheet.marks(), row.id, data);
      for (const input of inputsOf(line)) {
        const isOn = input.type === 'radio' ? input.value === mark.result : mark.methods.includes(input.value);
        if (input.checked !== isOn) input.checked = isOn;
      }
      line.dataset.result = String(data.results.indexOf(mark.result));
      showNote(line, row, mark);
    }

    /**
     * What a mark was made on, if that was another text than stands here.
     * @param {HTMLElement} box
     * @param {WorkingRow} row
     * @param {WorkingMark} mark
     */
    function showNote(box, row, mark) {
      const note = box.querySelector('[data-note]');
      if (!(note instanceof HTMLElement)) return;
      const isOlder = marking.says(mark, data) && mark.edition !== data.edition.id;
      const { fate, before } = editions.former(row.id, mark.edition, data);
      note.hidden = !isOlder || fate === 'kept';
      note.replaceChildren();
      if (note.hidden) return;
      const name = editions.nameOf(mark.edition, data) || mark.edition;
      const told = element('p', `这一条是照版次“${name}”记的，本版不认识它，不知道文字改没改。`);
      if (before) {
        const words = editions.words(row.id, mark.edition, data);
        const isPartly = changed.isPartly(words);
        told.textContent = isPartly ? `文字已改。与记录时（${name}）相比：` : `文字已改。记录时（${name}）是：`;
        told.append(...(isPartly ? changed.both(words) : changed.before(words)));
      }
      const seen = button('照现在的文字看过，仍然这样', () => {
        if (sheet.edit(row.id, {})) say(`${row.id} 照本版的文字记下了`);
        show();
        focusOn(row.id);
      });
      note.append(told, seen);
    }

    function showProgress() {
      const total = marking.progress(data.rows, sheet.marks(), data);
      const bar = /** @type {HTMLProgressElement} */ (one('[data-total-bar]'));
      bar.max = total.total;
      bar.value = total.settled;
      one('[data-total]').textContent = `已定 ${total.settled}/${total.total}；${data.results.map((word, at) => `${word} ${total.counts[at]}`).join('，')}`;
      for (const row of allOf('[data-progress]')) {
        const { settled, total: all, counts } = marking.progress(rowsOf(row.dataset.progress), sheet.marks(), data);
        [`${settled}/${all}`, ...counts.map(String)].forEach((words, at) => {
          const cell = row.querySelectorAll('td')[at];
          if (cell) cell.textContent = words;
        });
      }
      for (const place of allOf('[data-group-progress]')) {
        const { settled, total: all } = marking.progress(rowsOf(place.dataset.groupProgress), sheet.marks(), data);
        place.textContent = `已定 ${settled}/${all}`;
      }
    }

    /** @param {string | undefined} part */
    function rowsOf(part) {
      const [of = '', group = ''] = String(part).split('.');
      return marking.chosen(data.rows, sheet.marks(), { sheet: of, group }, data);
    }

    // --- ticking --------------------------------------------------------------------------------

    /**
     * @param {string} id
     * @param {{ result?: string, methods?: string[] }} edit
     */
    function tick(id, edit) {
      sheet.edit(id, edit);
      const { result, methods } = marking.markOf(sheet.marks(), id, data);
      say(`${id} ${result}${methods.length ? `（${methods.join('、')}）` : ''}`);
      const row = data.rows.find((one) => one.id === id);
      if (row) showRow(row);
      showProgress();
    }

    /** @param {Event} event */
    function onChange({ target }) {
      const row = target instanceof Element ? target.closest('[data-row]') : null;
      if (!(target instanceof HTMLInputElement) || !(row instanceof HTMLElement)) return;
      const id = String(row.dataset.row);
      mark(id);
      // Ways that only another edition has have no box here: they stay.
      const others = marking.markOf(sheet.marks(), id, data).methods.filter((word) => !data.methods.includes(word));
      tick(id, target.type === 'radio' ? { result: target.value } : { methods: [...ticked(row), ...others] });
    }

    /** @param {HTMLElement} row */
    function ticked(row) {
      return inputsOf(row).filter((input) => input.type === 'checkbox' && input.checked).map((input) => input.value);
    }

    // --- keys -----------------------------------------------------------------------------------

    /** @param {string} id the row that the keys are about */
    function mark(id) {
      elements.get(current)?.removeAttribute('data-current');
      current = id;
      elements.get(id)?.setAttribute('data-current', '');
    }

    /** @param {string} id */
    function focusOn(id) {
      mark(id);
      const row = elements.get(id);
      const input = row?.querySelector('input:checked') || row?.querySelector('input');
      if (input instanceof HTMLElement) input.focus();
    }

    /** @param {number} by */
    function move(by) {
      const shown = marking.cards(chosen, ON_A_CARD)[card] || [];
      const at = shown.findIndex((row) => row.id === current);
      const isInside = elements.get(current)?.contains(document.activeElement);
      const next = isInside ? shown[at + by] : shown[Math.max(at, 0)];
      if (next) focusOn(next.id);
      else {
        turn(by);
        if (by < 0) focusOn(marking.cards(chosen, ON_A_CARD)[card]?.slice(-1)[0]?.id || '');
      }
    }

    /** @param {number} number from 1: the results, then the ways of looking */
    function press(number) {
      const row = elements.get(current);
      if (!row || !current) return;
      const result = data.results[number - 1];
      const method = data.methods[number - data.results.length - 1];
      if (result !== undefined) tick(current, { result });
      else if (method !== undefined) {
        const before = marking.markOf(sheet.marks(), current, data).methods;
        const after = before.includes(method) ? before.filter((word) => word !== method) : [...before, method];
        tick(current, { methods: marking.inOrder(after, data) });
      }
      focusOn(current);
    }

    /** @param {KeyboardEvent} event */
    function onKey(event) {
      const { target, key } = event;
      const isElsewhere = target instanceof Element && target.closest('select, textarea, dialog, .hb-reading');
      if (event.defaultPrevented || event.isComposing || event.altKey || isElsewhere) return;
      const isUndo = (event.ctrlKey || event.metaKey) && !event.shiftKey && key.toLowerCase() === 'z';
      if (isUndo) undo();
      else if (event.ctrlKey || event.metaKey || !singleKeys.checked) return;
      else if (key === 'j' || (key === 'ArrowDown' && isInRow(target))) move(1);
      else if (key === 'k' || (key === 'ArrowUp' && isInRow(target))) move(-1);
      else if (key === 'n') turn(1);
      else if (key === 'p') turn(-1);
      else if (key === 'u') undo();
      else if (/^[1-9]$/.test(key) && Number(key) <= data.results.length + data.methods.length) press(Number(key));
      else return;
      event.preventDefault();
    }

    /** @param {EventTarget | null} target */
    function isInRow(target) {
      return target instanceof Element && target.closest('[data-row]') !== null;
    }

    function undo() {
      const undone = sheet.undo();
      if (!undone) {
        say('没有可以撤销的');
        return;
      }
      show();
      const [first] = undone.taken;
      const left = undone.left ? `；${undone.left} 处别的窗口后来又改过，没有动` : '';
      say(undone.taken.length === 1 && first ? `撤销：${first.id} 回到${first.after.result}${left}` : `撤销了 ${undone.taken.length} 处${left}`);
      const line = first && undone.taken.length === 1 ? elements.get(first.id) : null;
      if (first && line && !line.hidden && !line.hasAttribute('data-away')) focusOn(first.id);
    }

    // --- wiring ---------------------------------------------------------------------------------

    function connectKeys() {
      const reading = scope.handbook?.reading;
      singleKeys.checked = reading?.get('keys') !== 'no-keys';
      singleKeys.addEventListener('change', () => {
        const value = singleKeys.checked ? 'keys' : 'no-keys';
        reading?.set('keys', value);
        const other = document.querySelector(`input[name="hb-reading-keys"][value="${value}"]`);
        if (other instanceof HTMLInputElement) other.checked = true;
        say(singleKeys.checked ? '单键可以用了' : '单键关了');
      });
      document.addEventListener('change', ({ target }) => {
        if (target instanceof HTMLInputElement && target.name === 'hb-reading-keys') singleKeys.checked = target.value === 'keys';
      });
    }

    document.addEventListener('change', onChange);
    document.addEventListener('keydown', onKey);
    document.addEventListener('focusin', ({ target }) => {
      const row = target instanceof Element ? target.closest('[data-row]') : null;
      if (row instanceof HTMLElement) mark(String(row.dataset.row));
    });
    chooser.addEventListener('change', () => {
      choose();
      say(chosen.length ? `选出 ${chosen.length} 条` : '没有这样的条目');
    });
    chooser.addEventListener('submit', (event) => {
      event.preventDefault();
      choose();
      say(chosen.length ? `选出 ${chosen.length} 条` : '没有这样的条目');
    });
    for (const button of allOf('[data-turn]')) button.addEventListener('click', () => turn(Number(button.dataset.turn)));
    for (const button of allOf('[data-part]')) {
      button.addEventListener('click', () => {
        const part = /** @type {HTMLSelectElement} */ (chooser.elements.namedItem('part'));
        part.value = String(button.dataset.part);
        choose();
        one('#wk-list').focus();
        say(`选出 ${chosen.length} 条`);
      });
    }
    one('[data-undo]').addEventListener('click', undo);
    connectKeys();
    return { show, choose };
  }

  /** @param {string} selector */
  function allOf(selector) {
    return /** @type {HTMLElement[]} */ (Array.from(document.querySelectorAll(selector)));
  }


  /** @param {HTMLElement} row */
  function inputsOf(row) {
    return Array.from(row.querySelectorAll('input'));
  }

  working.createRows = createRows;
})();
