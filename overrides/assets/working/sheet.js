// 正在做的这一份：两种模式各一份记录，改动、撤销、保存、别的窗口改了以后的合并、清除。不碰页面。

/** @typedef {WorkingObstacle | 'unwanted' | 'cleared'} WorkingUnkept why nothing is kept, '' if it is */

/**
 * @typedef {object} WorkingSheet
 * @property {() => WorkingMode} mode
 * @property {() => WorkingMarks} marks
 * @property {() => WorkingUnkept} unkept
 * @property {() => boolean} isAtRisk whether closing the page would lose what no file has
 * @property {() => void} exported
 * @property {(id: string, edit: { result?: string, methods?: readonly string[] }) => boolean} edit
 * @property {(changes: readonly WorkingChange[]) => number} apply
 * @property {() => WorkingChange[]} reset
 * @property {() => { taken: WorkingChange[], left: number } | null} undo
 * @property {() => number} next what the next change counts as
 * @property {(mode: WorkingMode) => void} setMode
 * @property {(isKept: boolean) => string[]} keep
 * @property {() => string[] | null} wipe
 * @property {() => boolean} reread
 */

(() => {
  'use strict';

  const scope = /** @type {WorkingScope} */ (globalThis);
  const working = /** @type {WorkingNamespace} */ (scope.working = scope.working || {});
  const marking = /** @type {WorkingMarksApi} */ (working.marks);
  const keeping = /** @type {WorkingKeepingApi} */ (working.keeping);

  /**
   * @param {WorkingData} data
   * @param {() => Storage} get the browser's storage, which it may forbid
   * @returns {WorkingSheet}
   */
  function createSheet(data, get) {
    const opened = keeping.open(get, data);
    const storage = opened.storage;
    let store = (storage && keeping.fromText(storage.getItem(keeping.KEY), data).store) || keeping.empty();
    /** @type {WorkingUnkept} */
    let unkept = opened.obstacle;
    let hasKept = Boolean(storage && storage.getItem(keeping.KEY));
    let isNew = false;
    /** @type {Record<WorkingMode, WorkingChange[][]>} */
    let done = { training: [], use: [] };

    const marks = () => store.sheets[store.mode];
    const next = () => marking.latest(store.sheets.training, store.sheets.use) + 1;

    function save() {
      if (!storage || unkept) return;
      if (hasKept && storage.getItem(keeping.KEY) === null) {
        unkept = 'cleared'; // another window has done that, and nobody shall find it there again
        return;
      }
      const saved = keeping.save(storage, store, data);
      store = saved.store;
      unkept = saved.obstacle;
      hasKept = hasKept || !unkept;
    }

    /** @param {readonly WorkingChange[]} changes */
    function put(changes) {
      store = { ...store, sheets: { ...store.sheets, [store.mode]: marking.changed(marks(), changes) } };
      isNew = isNew || changes.length > 0;
      save();
    }

    /** @param {readonly WorkingChange[]} changes */
    function apply(changes) {
      if (!changes.length) return 0;
      done[store.mode].push([...changes]);
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
      const changes = done[store.mode].pop();
      if (!changes) return null;
      const at = next();
      const taken = marking.undoing(marks(), changes, at, data);
      // What stands there again was made by an earlier change, and is now as late as this one.
      const restored = new Map(changes.map(({ id, before }) => [id, before?.at]));
      done[store.mode] = done[store.mode].map((earlier) => earlier.map((change) => {
        const isAgain = taken.some(({ id }) => id === change.id) && restored.get(change.id) === change.after.at;
        return isAgain ? { ...change, after: { ...change.after, at } } : change;
      }));
      put(taken);
      return { taken, left: changes.length - taken.length };
    }

    /** @param {WorkingMode} mode */
    function setMode(mode) {
      store = { ...store, mode };
      save();
    }

    /**
     * @param {boolean} isKept
     * @returns {string[]} the keys that could not be removed
     */
    function keep(isKept) {
      unkept = isKept ? opened.obstacle : 'unwanted';
      hasKept = false;
      if (isKept) save();
      return isKept || !storage || opened.obstacle === 'strange' ? [] : keeping.wipe(storage);
    }

    /**
     * Forgets all, here and in the browser.
     * @returns {string[] | null} the keys that are still there when read again; null without storage
     */
    function wipe() {
      store = { ...keeping.empty(), mode: store.mode };
      done = { training: [], use: [] };
      isNew = false;
      hasKept = false;
      if (unkept === 'cleared') unkept = '';
      try {
        const left = keeping.wipe(get());
        if (!left.length && unkept === 'strange') {
          opened.obstacle = '';
          unkept = '';
        }
        return left;
      } catch {
        return null; // a storage that the browser forbids holds nothing
      }
    }

    /**
     * Takes in what another window has written. Two that write at once can each miss the other's
     * last change: whoever then reads less than he has writes again.
     * @returns {boolean} whether something changed
     */
    function reread() {
      if (!storage || unkept) return false;
      const text = storage.getItem(keeping.KEY);
      if (text === null) {
        if (hasKept) unkept = 'cleared';
        return hasKept;
      }
      const found = keeping.fromText(text, data).store;
      if (!found) {
        unkept = 'strange';
        return true;
      }
      hasKept = true;
      const all = keeping.joined(store, found);
      const hasMore = keeping.toText(all, data) !== keeping.toText(store, data);
      const lacks = keeping.toText({ ...all, mode: found.mode }, data) !== keeping.toText(found, data);
      store = all;
      if (lacks) save();
      return hasMore;
    }

    return {
      mode: () => store.mode,
      marks,
      unkept: () => unkept,
      isAtRisk: () => Boolean(unkept) && isNew,
      exported: () => {
        isNew = false;
      },
      edit,
      apply,
      reset,
      undo,
      next,
      setMode,
      keep,
      wipe,
      reread,
    };
  }

  working.createSheet = createSheet;
})();
