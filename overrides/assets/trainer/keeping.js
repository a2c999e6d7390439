// 存在浏览器里：一个键，加上第二份。几个窗口同时开着也不丢，读不懂的不覆盖，清除以后再读一遍作证。

/**
 * Why nothing is kept: the browser refuses, what lies there is not ours, there is no room, nobody
 * wants it, or another window has cleared it.
 * @typedef {'' | 'refused' | 'strange' | 'full' | 'unwanted' | 'cleared'} TrainerUnkept
 */

/**
 * @typedef {object} TrainerKeeper
 * @property {() => TrainerRecord} record
 * @property {(edit: (record: TrainerRecord) => TrainerRecord) => void} change keeps at once, joined with what another window wrote; steps and exams only ever become more
 * @property {() => TrainerUnkept} unkept
 * @property {() => boolean} isAtRisk whether closing the page would lose what no file has
 * @property {() => void} exported
 * @property {(isKept: boolean) => Promise<string[]>} keep gives the keys that could not be removed
 * @property {() => Promise<string[] | null>} wipe gives the keys still there when read again; null without storage
 * @property {() => boolean} reread takes in what another window wrote; whether something changed
 * @property {() => Promise<number>} recall takes in what only the second copy has, and says how many things that were
 * @property {() => Promise<void>} copied waits until the second copy is as good as can be
 * @property {() => boolean} hasCopy whether there is a second copy, as far as is known
 * @property {() => boolean} isDoubtful whether the browser withheld what was kept when the page opened
 */

/**
 * @typedef {object} TrainerKeepingApi
 * @property {string} KEY
 * @property {readonly string[]} ALL every key
 * @property {(data: TrainerData, get: () => Storage, copy: SecondCopy) => TrainerKeeper} createKeeper
 */

(() => {
  'use strict';

  const scope = /** @type {TrainerScope} */ (globalThis);
  const trainer = /** @type {TrainerNamespace} */ (scope.trainer = scope.trainer || {});
  const records = /** @type {TrainerRecordApi} */ (trainer.record);

  const KEY = 'handbook-trainer';
  const PROBE = 'handbook-trainer-probe';
  const ALL = [KEY, PROBE];
  // More than a mark takes up, and than some hundred exams do: the probe asks for all that may be needed.
  const PER_QUESTION = 200;
  const FOR_EXAMS = 100_000;

  /**
   * The storage, if it takes and gives back as much as may be needed; asked before the first answer.
   * @param {() => Storage} get which the browser may forbid
   * @param {TrainerData} data
   * @returns {{ storage: Storage | null, obstacle: TrainerUnkept }}
   */
  function open(get, data) {
    try {
      const storage = get();
      const text = 'x'.repeat(data.questions.length * PER_QUESTION + FOR_EXAMS);
      storage.setItem(PROBE, text);
      const isKept = storage.getItem(PROBE) === text;
      storage.removeItem(PROBE);
      if (!isKept) return { storage: null, obstacle: 'refused' };
      const { isStrange } = records.fromText(storage.getItem(KEY), data);
      return { storage, obstacle: isStrange ? 'strange' : '' };
    } catch (error) {
      return { storage: null, obstacle: isFull(error) ? 'full' : 'refused' };
    }
  }

  /**
   * Writes the record, joined with what another window may have written, and reads it back.
   * @param {Storage} storage
   * @param {TrainerRecord} record
   * @param {TrainerData} data
   * @returns {{ record: TrainerRecord, obstacle: TrainerUnkept }} what holds now, kept or not
   */
  function save(storage, record, data) {
    try {
      const found = records.fromText(storage.getItem(KEY), data);
      if (found.isStrange) return { record, obstacle: 'strange' };
      const all = found.record ? records.joined(record, found.record) : record;
      const text = records.toText(all, data);
      storage.setItem(KEY, text);
      return { record: all, obstacle: storage.getItem(KEY) === text ? '' : 'refused' };
    } catch (error) {
      return { record, obstacle: isFull(error) ? 'full' : 'refused' };
    }
  }

  /**
   * Removes all that this page has ever kept, and gives the keys that are still there.
   * @param {Storage} storage
   */
  function removeAll(storage) {
    for (const key of ALL) storage.removeItem(key);
    return ALL.filter((key) => storage.getItem(key) !== null);
  }

  /** @param {unknown} error */
  function isFull(error) {
    return error instanceof Error && /quota/i.test(error.name);
  }

  /** @param {TrainerRecord} record */
  function examKey({ exam }) {
    return exam ? `${exam.day} ${exam.seed}` : '';
  }

  /**
   * How many things the second has that the first has not, or has otherwise.
   * @param {TrainerRecord} first
   * @param {TrainerRecord} second
   */
  function surplus(first, second) {
    const marks = [...second.marks].filter(([id, mark]) => {
      const other = first.marks.get(id);
      return !other || other.day !== mark.day || other.seen !== mark.seen;
    });
    const steps = [...second.steps].map(([path, done]) => done.size - (first.steps.get(path)?.size || 0));
    const exams = second.exams.length - first.exams.length + Number(examKey(first) !== examKey(second));
    return marks.length + exams + steps.reduce((sum, more) => sum + more, 0);
  }

  /**
   * What was trained since the page opened, before anybody knew of an older record: it is later than
   * all that the older one has, and is added to it.
   * @param {TrainerRecord} own
   * @param {TrainerRecord} first as the page opened
   * @param {TrainerRecord} older
   * @returns {TrainerRecord}
   */
  function onTopOf(own, first, older) {
    const turn = own.turn > first.turn ? own.turn + Math.max(0, older.turn - first.turn) : own.turn;
    const marks = new Map(own.marks);
    for (const [id, mark] of own.marks) {
      const other = older.marks.get(id);
      const before = first.marks.get(id) || { seen: 0, right: 0 };
      if (mark.seen === before.seen || !other) continue;
      const seen = mark.seen + Math.max(0, other.seen - before.seen);
      const right = mark.right + Math.max(0, other.right - before.right);
      marks.set(id, { ...mark, seen, right });
    }
    return { ...own, marks, turn };
  }

  /**
   * @param {TrainerData} data
   * @param {() => Storage} get the browser's storage, which it may forbid
   * @param {SecondCopy} copy the second copy
   * @returns {TrainerKeeper}
   */
  function createKeeper(data, get, copy) {
    const opened = open(get, data);
    const storage = opened.storage;
    let record = (storage && records.fromText(storage.getItem(KEY), data).record) || records.empty();
    let unkept = opened.obstacle;
    let hasKept = Boolean(storage && storage.getItem(KEY));
    let isNew = false;
    const first = record;
    const hadKept = hasKept;
    let hasCopy = true;
    let isReadable = false;
    let isDoubtful = false;
    let wipes = 0;
    /** @type {Promise<number> | null} */
    let recalling = null;
    /** @type {Promise<void>} */
    let copying = Promise.resolve();

    function keepNow() {
      if (!storage || unkept) return;
      if (hasKept && storage.getItem(KEY) === null) {
        cleared();
        return;
      }
      const saved = save(storage, record, data);
      record = saved.record;
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
      recall();
      inTurn(async () => {
        let isWritten = false;
        while (!isWritten) {
          const text = await copy.get(KEY);
          const found = records.fromText(text, data);
          // What nobody may find any more is not written again; what is strange stays.
          if (!storage || unkept || storage.getItem(KEY) === null || found.isStrange) return;
          const all = found.record ? records.joined(record, found.record) : record;
          isWritten = await copy.swap(KEY, text, records.toText(all, data));
        }
      });
    }

    /** @param {(record: TrainerRecord) => TrainerRecord} edit */
    function change(edit) {
      const edited = edit(record);
      const isTurn = examKey(edited) !== examKey(record);
      const next = isTurn ? { ...edited, turn: record.turn + 1 } : edited;
      const text = records.toText(next, data);
      if (text === records.toText(record, data)) return;
      // Once kept it would be taken for something strange, and nothing would be kept any more.
      if (records.fromText(text, data).isStrange) throw new TypeError('a record that could not be read again');
      record = next;
      isNew = true;
      keepNow();
    }

    /** @param {boolean} isKept */
    async function keep(isKept) {
      unkept = isKept ? opened.obstacle : 'unwanted';
      hasKept = false;
      if (isKept) keepNow();
      return isKept || !storage || opened.obstacle === 'strange' ? [] : wipeBoth(storage);
    }

    /** @param {Storage} from */
    async function wipeBoth(from) {
      const left = removeAll(from);
      /** @type {string[]} */
      let leftThere = [];
      await inTurn(async () => {
        leftThere = isReadable ? [...ALL] : []; // until it is seen that they are gone
        leftThere = await copy.clear();
      });
      return [...new Set([...left, ...leftThere])];
    }

    /** Forgets all, here and in the browser. */
    async function wipe() {
      record = records.empty();
      wipes += 1;
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
     * Two windows that write at once can each miss the other's last change: whoever then reads less
     * than he has writes again.
     */
    function reread() {
      if (!storage || unkept) return false;
      const text = storage.getItem(KEY);
      if (text === null) {
        if (hasKept) cleared();
        return hasKept;
      }
      const found = records.fromText(text, data).record;
      if (!found) {
        unkept = 'strange';
        return true;
      }
      hasKept = true;
      const all = records.joined(record, found);
      const hasMore = records.toText(all, data) !== records.toText(record, data);
      const lacks = records.toText(all, data) !== records.toText(found, data);
      record = all;
      if (lacks) keepNow();
      return hasMore;
    }

    /** Once, before anything is written there: what the page writes would hide what it has not seen. */
    function recall() {
      recalling = recalling || takeIn();
      return recalling;
    }

    async function takeIn() {
      const before = wipes;
      let count = 0;
      let isOther = false;
      await inTurn(async () => {
        const found = records.fromText(await copy.get(KEY), data).record;
        isReadable = true;
        if (!found || !storage || unkept || before !== wipes) return;
        const all = records.joined(onTopOf(record, first, found), found);
        count = surplus(record, all);
        isOther = records.toText(all, data) !== records.toText(record, data);
        record = all;
      });
      if (isOther) keepNow();
      else copyOver();
      isDoubtful = count > 0 && !hadKept;
      return count;
    }

    return {
      record: () => record,
      change,
      unkept: () => unkept,
      isAtRisk: () => Boolean(unkept) && isNew,
      exported: () => {
        isNew = false;
      },
      keep,
      wipe,
      reread,
      recall,
      copied: () => copying,
      hasCopy: () => hasCopy,
      isDoubtful: () => isDoubtful,
    };
  }

  trainer.keeping = { KEY, ALL, createKeeper };
})();
