// 存在浏览器里的样子：一个键，按编号存；写成文字，读回来，两份合起来。

/** @typedef {{ mode: WorkingMode, sheets: Record<WorkingMode, Map<string, WorkingMark>> }} WorkingStore */

/**
 * @typedef {object} WorkingKeepingApi
 * @property {(data: WorkingData) => KeptUnder} keptUnder
 * @property {(data: WorkingData) => string} notesKey the key of sealed notes
 * @property {(data: WorkingData) => Omit<Keepsake<WorkingStore>, 'recalled'>} keepsake
 */

(() => {
  'use strict';

  const scope = /** @type {WorkingScope} */ (globalThis);
  const working = /** @type {WorkingNamespace} */ (scope.working = scope.working || {});
  const marking = /** @type {WorkingMarksApi} */ (working.marks);
  const files = /** @type {WorkingFilesApi} */ (working.files);
  const kept = /** @type {KeepingApi} */ (/** @type {ApartScope} */ (globalThis).apart?.keeping);

  const PROBE = '-probe';
  const PLACE = '-place';
  const NOTES = '-notes';
  const ALL = ['', PROBE, PLACE, NOTES];
  const MODES = /** @type {const} */ (['training', 'use']);
  // More than a row can take up, in both modes: the probe asks for all that may be needed.
  const PER_ROW = 400;

  /** @param {WorkingData} data */
  function keptUnder(data) {
    return kept.keptUnder('working', data);
  }

  /** @param {WorkingData} data */
  function notesKey(data) {
    return keptUnder(data).key + NOTES;
  }

  /** @returns {WorkingStore} */
  function empty() {
    return { mode: 'training', sheets: { training: new Map(), use: new Map() } };
  }

  /**
   * @param {WorkingStore} store
   * @param {WorkingData} data
   */
  function toText(store, data) {
    const sheets = Object.fromEntries(MODES.map((mode) => [mode, Object.fromEntries([...store.sheets[mode]].sort(([a], [b]) => (a < b ? -1 : 1)))]));
    const revision = marking.latest(store.sheets.training, store.sheets.use);
    return JSON.stringify({ format: files.FORMAT, version: files.VERSION, edition: data.edition.id, mode: store.mode, revision, sheets });
  }

  /**
   * @param {string | null} text
   * @param {WorkingData} data
   * @returns {{ value: WorkingStore | null, isStrange: boolean }} no value if nothing lies there, or what is strange
   */
  function fromText(text, data) {
    if (text === null) return { value: null, isStrange: false };
    const strange = { value: null, isStrange: true };
    try {
      const found = JSON.parse(text);
      if (found.format !== files.FORMAT || found.version !== files.VERSION || !MODES.includes(found.mode)) return strange;
      const store = empty();
      store.mode = found.mode;
      for (const mode of MODES) {
        for (const [id, value] of Object.entries(found.sheets[mode])) {
          const { at, ...rest } = /** @type {Record<string, unknown>} */ (value);
          const mark = files.markFrom(rest, '', 0, data, null);
          if (!marking.isId(id) || typeof mark === 'string' || !mark.edition || !Number.isSafeInteger(at)) return strange;
          store.sheets[mode].set(id, { ...mark, at: Number(at) });
        }
      }
      return { value: store, isStrange: false };
    } catch {
      return strange; // no JSON, or none of ours
    }
  }

  /**
   * @param {WorkingStore} a whose mode it stays
   * @param {WorkingStore} b
   * @returns {WorkingStore}
   */
  function joined(a, b) {
    return {
      mode: a.mode,
      sheets: {
        training: marking.joined(a.sheets.training, b.sheets.training),
        use: marking.joined(a.sheets.use, b.sheets.use),
      },
    };
  }

  /**
   * @param {WorkingData} data
   * @returns {Omit<Keepsake<WorkingStore>, 'recalled'>}
   */
  function keepsake(data) {
    const names = keptUnder(data);
    return {
      key: names.key,
      probe: names.key + PROBE,
      place: names.key + PLACE,
      all: kept.allKeys(names, ALL),
      moved: kept.movedKeys(names, ['', NOTES]),
      room: data.rows.length * PER_ROW,
      empty,
      emptied: ({ mode }) => ({ ...empty(), mode }),
      toText: (store) => toText(store, data),
      fromText: (text) => fromText(text, data),
      joined,
      // Which mode another window is in matters to nobody.
      lacks: (found, all) => toText({ ...all, mode: found.mode }, data) !== toText(found, data),
    };
  }

  working.keeping = { keptUnder, notesKey, keepsake };
})();
