// 正在做的这一份：两种模式各一份记录，改动、撤销、保存、别的窗口改了以后的合并、清除。不碰页面。

/**
 * @typedef {object} WorkingEditing
 * @property {() => WorkingMode} mode
 * @property {() => WorkingMarks} marks
 * @property {(id: string, edit: { result?: string, methods?: readonly string[] }) => boolean} edit
 * @property {(changes: readonly WorkingChange[]) => number} apply
 * @property {() => WorkingChange[]} reset
 * @property {() => { taken: WorkingChange[], left: number } | null} undo
 * @property {() => number} next what the next change counts as
 * @property {(mode: WorkingMode) => void} setMode
 */

/** @typedef {WorkingEditing & Omit<Keeper<WorkingStore>, 'value' | 'change' | 'place'>} WorkingSheet */

(() => {
  'use strict';

  const scope = /** @type {WorkingScope} */ (globalThis);
  const working = /** @type {WorkingNamespace} */ (scope.working = scope.working || {});
  const marking = /** @type {WorkingMarksApi} */ (working.marks);
  const keeping = /** @type {WorkingKeepingApi} */ (working.keeping);
  const { createKeeper } = /** @type {KeepingApi} */ (/** @type {ApartScope} */ (globalThis).apart?.keeping);
  const MODES = /** @type {const} */ (['training', 'use']);

  /**
   * @param {WorkingData} data
   * @param {() => Storage} get the browser's storage, which it may forbid
   * @param {SecondCopy} copy the second copy
   * @param {() => Storage} getSession the storage of the window alone, which it may forbid
   * @returns {WorkingSheet}
   */
  function createSheet(data, get, copy, getSession) {
    /** @type {Record<WorkingMode, WorkingChange[][]>} */
    let done = { training: [], use: [] };
    const keeper = createKeeper({ ...keeping.keepsake(data), recalled }, get, copy, getSession);

    const mode = () => keeper.value().mode;
    const marks = () => keeper.value().sheets[mode()];
    const next = () => marking.latest(keeper.value().sheets.training, keeper.value().sheets.use) + 1;

    /**
     * What was changed since the page opened is later than anything that was kept, whatever its
     * number; and what was done can still be undone.
     * @param {WorkingStore} own
     * @param {WorkingStore} first
     * @param {WorkingStore} found
     * @param {boolean} hadKept
     */
    function recalled(own, first, found, hadKept) {
      const opening = marking.latest(first.sheets.training, first.sheets.use);
      const shift = Math.max(0, marking.latest(found.sheets.training, found.sheets.use) - opening);
      /** @param {WorkingMark} mark */
      const later = (mark) => (mark.at > opening ? { ...mark, at: mark.at + shift } : mark);
      /** @param {WorkingMarks} marks */
      const shifted = (marks) => new Map([...marks].map(([id, mark]) => [id, later(mark)]));
      const isUntouched = !hadKept && own.mode === first.mode;
      /** @param {WorkingMode} mode */
      const together = (mode) => marking.joined(shifted(own.sheets[mode]), found.sheets[mode]);
      /** @type {WorkingStore} */
      const value = { mode: isUntouched ? found.mode : own.mode, sheets: { training: together('training'), use: together('use') } };
      let count = 0;
      for (const mode of MODES) {
        done[mode] = done[mode].map((changes) => changes.map(({ id, before, after }) => ({ id, before: before && later(before), after: later(after) })));
        count += [...value.sheets[mode]].filter(([id, mark]) => !marking.isSame(mark, marking.markOf(own.sheets[mode], id, data))).length;
      }
      return { value, count };
    }

    /** @param {readonly WorkingChange[]} changes */
    function put(changes) {
      const store = { ...keeper.value(), sheets: { ...keeper.value().sheets, [mode()]: marking.changed(marks(), changes) } };
      if (changes.length) keeper.change(store);
      else keeper.place(store);
    }

    /** @param {readonly WorkingChange[]} changes */
    function apply(changes) {
      if (!changes.length) return 0;
      done[mode()].push([...changes]);
      put(changes);
      return changes.length;
    }

    /**
     * @param {string} id
     * @param {{ result?: string, methods?: readonly string[] }} edit
     */
    function edit(id, edit) {
      const before = marking.markOf(marks(), id, data);
      const after = { ...before, ...edit, edition: data.edition.id, at: next() };
      if (marking.isSame(before, after)) return false;
      return apply([{ id, before: marks().get(id), after }]) > 0;
    }

    function reset() {
      const at = next();
      const blank = marking.markOf(new Map(), '', data);
      const changes = [...marks()]
        .filter(([, mark]) => marking.says(mark, data))
        .map(([id, before]) => ({ id, before, after: { ...blank, at } }));
      apply(changes);
      return changes;
    }

    function undo() {
      const changes = done[mode()].pop();
      if (!changes) return null;
      const at = next();
      const taken = marking.undoing(marks(), changes, at, data);
      // What stands there again was made by an earlier change, and is now as late as this one.
      const restored = new Map(changes.map(({ id, before }) => [id, before?.at]));
      done[mode()] = done[mode()].map((earlier) => earlier.map((change) => {
        const isAgain = taken.some(({ id }) => id === change.id) && restored.get(change.id) === change.after.at;
        return isAgain ? { ...change, after: { ...change.after, at } } : change;
      }));
      put(taken);
      return { taken, left: changes.length - taken.length };
    }

    function wipe() {
      done = { training: [], use: [] };
      return keeper.wipe();
    }

    return {
      ...keeper,
      mode,
      marks,
      edit,
      apply,
      reset,
      undo,
      next,
      setMode: (wanted) => keeper.place({ ...keeper.value(), mode: wanted }),
      wipe,
    };
  }

  working.createSheet = createSheet;
})();
