// 存在浏览器里：一个键，按编号存。几个窗口同时开着也不丢，读不懂的不覆盖，清除以后再读一遍作证。

/** @typedef {{ mode: WorkingMode, sheets: Record<WorkingMode, Map<string, WorkingMark>> }} WorkingStore */
/** @typedef {{ store: WorkingStore | null, isStrange: boolean }} WorkingLoaded */

/**
 * Why nothing is kept: the browser refuses, what lies there is not ours, or there is no room.
 * @typedef {'' | 'refused' | 'strange' | 'full'} WorkingObstacle
 */

/**
 * @typedef {object} WorkingKeepingApi
 * @property {string} KEY
 * @property {string} NOTES the key of sealed notes
 * @property {readonly string[]} ALL every key
 * @property {() => WorkingStore} empty
 * @property {(store: WorkingStore, data: WorkingData) => string} toText
 * @property {(text: string | null, data: WorkingData) => WorkingLoaded} fromText
 * @property {(a: WorkingStore, b: WorkingStore) => WorkingStore} joined
 * @property {(get: () => Storage, data: WorkingData) => { storage: Storage | null, obstacle: WorkingObstacle }} open
 * @property {(storage: Storage, store: WorkingStore, data: WorkingData) => { store: WorkingStore, obstacle: WorkingObstacle }} save
 * @property {(storage: Storage) => string[]} wipe
 */

(() => {
  'use strict';

  const scope = /** @type {WorkingScope} */ (globalThis);
  const working = /** @type {WorkingNamespace} */ (scope.working = scope.working || {});
  const marking = /** @type {WorkingMarksApi} */ (working.marks);
  const files = /** @type {WorkingFilesApi} */ (working.files);

  const KEY = 'handbook-working';
  const PROBE = 'handbook-working-probe';
  const NOTES = 'handbook-working-notes';
  const ALL = [KEY, PROBE, NOTES];
  const MODES = /** @type {const} */ (['training', 'use']);
  // More than a row can take up, in both modes: the probe asks for all that may be needed.
  const PER_ROW = 400;

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
   * @returns {WorkingLoaded} no store if nothing lies there, or what is strange
   */
  function fromText(text, data) {
    if (text === null) return { store: null, isStrange: false };
    const strange = { store: null, isStrange: true };
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
      return { store, isStrange: false };
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
   * The storage, if it takes and gives back as much as may be needed; asked before the first tick.
   * @param {() => Storage} get which the browser may forbid
   * @param {WorkingData} data
   */
  function open(get, data) {
    try {
      const storage = get();
      const text = 'x'.repeat(data.rows.length * PER_ROW);
      storage.setItem(PROBE, text);
      const isKept = storage.getItem(PROBE) === text;
      storage.removeItem(PROBE);
      if (!isKept) return { storage: null, obstacle: /** @type {WorkingObstacle} */ ('refused') };
      const { isStrange } = fromText(storage.getItem(KEY), data);
      return { storage, obstacle: /** @type {WorkingObstacle} */ (isStrange ? 'strange' : '') };
    } catch (error) {
      return { storage: null, obstacle: isFull(error) ? 'full' : /** @type {WorkingObstacle} */ ('refused') };
    }
  }

  /**
   * Writes the store, joined with what another window may have written, and reads it back.
   * @param {Storage} storage
   * @param {WorkingStore} store
   * @param {WorkingData} data
   * @returns {{ store: WorkingStore, obstacle: WorkingObstacle }} what holds now, kept or not
   */
  function save(storage, store, data) {
    try {
      const found = fromText(storage.getItem(KEY), data);
      if (found.isStrange) return { store, obstacle: 'strange' };
      const all = found.store ? joined(store, found.store) : store;
      const text = toText(all, data);
      storage.setItem(KEY, text);
      return { store: all, obstacle: storage.getItem(KEY) === text ? '' : 'refused' };
    } catch (error) {
      return { store, obstacle: isFull(error) ? 'full' : 'refused' };
    }
  }

  /**
   * Removes all that this page has ever kept, and gives the keys that are still there.
   * @param {Storage} storage
   */
  function wipe(storage) {
    for (const key of ALL) storage.removeItem(key);
    return ALL.filter((key) => storage.getItem(key) !== null);
  }

  /** @param {unknown} error */
  function isFull(error) {
    return error instanceof Error && /quota/i.test(error.name);
  }

  working.keeping = { KEY, NOTES, ALL, empty, toText, fromText, joined, open, save, wipe };
})();
