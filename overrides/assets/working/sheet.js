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
 * @property {(isKept: boolean) => Promise<string[]>} keep
 * @property {() => Promise<string[] | null>} wipe
 * @property {() => boolean} reread
 * @property {() => Promise<number>} recall takes in the second copy, and gives how many marks were only there
 * @property {() => Promise<void>} copied waits until the second copy is as good as can be
 * @property {() => boolean} hasCopy whether there is a second copy, as far as is known
 * @property {() => boolean} isDoubtful whether the browser withheld what was kept when the page opened
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
   * @param {SecondCopy} copy the second copy
   * @returns {WorkingSheet}
   */
  function createSheet(data, get, copy) {
    const opened = keeping.open(get, data);
    const storage = opened.storage;
    let store = (storage && keeping.fromText(storage.getItem(keeping.KEY), data).store) || keeping.empty();
    /** @type {WorkingUnkept} */
    let unkept = opened.obstacle;
    let hasKept = Boolean(storage && storage.getItem(keeping.KEY));
    let isNew = false;
    const first = store;
    const hadKept = hasKept;
    let hasCopy = true;
    let isReadable = false;
    let isDoubtful = false;
    let wipes = 0;
    /** @type {Promise<void>} */
    let copying = Promise.resolve();
    /** @type {Record<WorkingMode, WorkingChange[][]>} */
    let done = { training: [], use: [] };

    const marks = () => store.sheets[store.mode];
    const next = () => marking.latest(store.sheets.training, store.sheets.use) + 1;

    function save() {
      if (!storage || unkept) return;
      if (hasKept && storage.getItem(keeping.KEY) === null) {
        cleared();
        return;
      }
      const saved = keeping.save(storage, store, data);
      store = saved.store;
      unkept = saved.obstacle;
      hasKept = hasKept || !unkept;
      copyOver();
    }

    /** Another window has done that, and nobody shall find again what this one wrote meanwhile. */
    function cleared() {
      unkept = 'cleared';
      inTurn(async () => {
        await copy.clear();
      });
    }

    /**
     * One after the other. Where the browser has no place for a second copy, the first is all.
     * @param {() => Promise<void>} act
     */
    function inTurn(act) {
      const turn = copying.then(act);
      copying = turn.catch((error) => {
        hasCopy = false;
        if (!(error instanceof DOMException)) reportError(error);
      });
      return copying;
    }

    function copyOver() {
      inTurn(async () => {
        let isWritten = false;
        while (!isWritten) {
          const text = await copy.get(keeping.KEY);
          const found = keeping.fromText(text, data);
          // What nobody may find any more is not written again; what is strange stays.
          if (!storage || unkept || storage.getItem(keeping.KEY) === null || found.isStrange) return;
          const all = found.store ? keeping.joined(store, found.store) : store;
          isWritten = await copy.swap(keeping.KEY, text, keeping.toText(all, data));
        }
      });
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
     * @returns {Promise<string[]>} the keys that could not be removed
     */
    async function keep(isKept) {
      unkept = isKept ? opened.obstacle : 'unwanted';
      hasKept = false;
      if (isKept) save();
      return isKept || !storage || opened.obstacle === 'strange' ? [] : wipeBoth(storage);
    }

    /** @param {Storage} from */
    async function wipeBoth(from) {
      const left = keeping.wipe(from);
      /** @type {string[]} */
      let leftThere = [];
      await inTurn(async () => {
        leftThere = isReadable ? [...keeping.ALL] : []; // until it is seen that they are gone
        leftThere = await copy.clear();
      });
      return [...new Set([...left, ...leftThere])];
    }

    /**
     * Forgets all, here and in the browser.
     * @returns {Promise<string[] | null>} the keys that are still there when read again; null without storage
     */
    async function wipe() {
      store = { ...keeping.empty(), mode: store.mode };
      wipes += 1;
      done = { training: [], use: [] };
      isNew = false;
      hasKept = false;
      if (unkept === 'cleared') unkept = '';
      try {
        const left = await wipeBoth(get());
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
        if (hasKept) cleared();
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

    /**
     * Takes in what only the second copy has. What was changed since the page opened is later than
     * anything that was kept, whatever its number.
     */
    async function recall() {
      const before = wipes;
      let count = 0;
      await inTurn(async () => {
        const found = keeping.fromText(await copy.get(keeping.KEY), data).store;
        isReadable = true;
        if (!found || !storage || unkept || before !== wipes) return;
        const opening = marking.latest(first.sheets.training, first.sheets.use);
        const shift = Math.max(0, marking.latest(found.sheets.training, found.sheets.use) - opening);
        /** @param {WorkingMark} mark */
        const later = (mark) => (mark.at > opening ? { ...mark, at: mark.at + shift } : mark);
        /** @param {WorkingMode} mode */
        const shifted = (mode) => new Map([...store.sheets[mode]].map(([id, mark]) => [id, later(mark)]));
        const own = { ...store, sheets: { training: shifted('training'), use: shifted('use') } };
        const isUntouched = !hadKept && store.mode === first.mode;
        const all = { ...keeping.joined(own, found), mode: isUntouched ? found.mode : store.mode };
        for (const mode of /** @type {const} */ (['training', 'use'])) {
          done[mode] = done[mode].map((changes) => changes.map(({ id, before, after }) => ({ id, before: before && later(before), after: later(after) })));
          count += [...all.sheets[mode]].filter(([id, mark]) => !marking.isSame(mark, marking.markOf(store.sheets[mode], id, data))).length;
        }
        store = all;
      });
      if (count) save();
      else copyOver();
      isDoubtful = count > 0 && !hadKept;
      return count;
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
      recall,
      copied: () => copying,
      hasCopy: () => hasCopy,
      isDoubtful: () => isDoubtful,
    };
  }

  working.createSheet = createSheet;
})();
