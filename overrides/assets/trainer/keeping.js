// 训练的记录怎样存在浏览器里：怎样写、怎样合、打开以前练的怎样加上去。

/**
 * `change` takes what the record becomes from what it is; steps and exams only ever become more.
 * @typedef {Omit<Keeper<TrainerRecord>, 'value' | 'change' | 'place'> & { record: () => TrainerRecord, change: (edit: (record: TrainerRecord) => TrainerRecord) => void }} TrainerKeeper
 */

/**
 * @typedef {object} TrainerKeepingApi
 * @property {(data: TrainerData) => KeptUnder} keptUnder
 * @property {(data: TrainerData, get: () => Storage, copy: SecondCopy, getSession: () => Storage) => TrainerKeeper} createKeeper
 */

(() => {
  'use strict';

  const scope = /** @type {TrainerScope} */ (globalThis);
  const trainer = /** @type {TrainerNamespace} */ (scope.trainer = scope.trainer || {});
  const records = /** @type {TrainerRecordApi} */ (trainer.record);
  const keeping = /** @type {KeepingApi} */ (scope.apart?.keeping);

  const PROBE = '-probe';
  const PLACE = '-place';
  // More than a mark takes up, and than some hundred exams do: the probe asks for all that may be needed.
  const PER_QUESTION = 200;
  const FOR_EXAMS = 100_000;

  /** @param {TrainerData} data */
  function keptUnder(data) {
    return keeping.keptUnder('trainer', data);
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
   * @param {() => Storage} getSession the storage of the window alone, which it may forbid
   * @returns {TrainerKeeper}
   */
  function createKeeper(data, get, copy, getSession) {
    /** @param {TrainerRecord} record */
    const toText = (record) => records.toText(record, data);
    /** @param {string | null} text */
    const fromText = (text) => {
      const { record, isStrange } = records.fromText(text, data);
      return { value: record, isStrange };
    };
    const names = keptUnder(data);
    const keeper = keeping.createKeeper({
      key: names.key,
      probe: names.key + PROBE,
      place: names.key + PLACE,
      all: keeping.allKeys(names, ['', PROBE, PLACE]),
      moved: keeping.movedKeys(names, ['']),
      room: data.questions.length * PER_QUESTION + FOR_EXAMS,
      empty: records.empty,
      emptied: records.empty,
      toText,
      fromText,
      joined: records.joined,
      lacks: (found, all) => toText(all) !== toText(found),
      recalled: (own, first, found) => {
        const value = records.joined(onTopOf(own, first, found), found);
        return { value, count: surplus(own, value) };
      },
    }, get, copy, getSession);

    /** @param {(record: TrainerRecord) => TrainerRecord} edit */
    function change(edit) {
      const record = keeper.value();
      const edited = edit(record);
      const isTurn = examKey(edited) !== examKey(record);
      const next = isTurn ? { ...edited, turn: record.turn + 1 } : edited;
      const text = toText(next);
      if (text === toText(record)) return;
      // Once kept it would be taken for something strange, and nothing would be kept any more.
      if (fromText(text).isStrange) throw new TypeError('a record that could not be read again');
      keeper.change(next);
    }

    return { ...keeper, record: keeper.value, change };
  }

  trainer.keeping = { keptUnder, createKeeper };
})();
