// 学习平台（LMS）按 SCORM 1.2 给的接口：往上层窗口和打开它的窗口里找，找到了就一句一句地说。

/**
 * What an LMS puts into a window above, by the name of API. It answers in texts.
 * @typedef {object} ScormApi
 * @property {(nothing: string) => unknown} LMSInitialize
 * @property {(nothing: string) => unknown} LMSFinish
 * @property {(name: string) => unknown} LMSGetValue
 * @property {(name: string, value: string) => unknown} LMSSetValue
 * @property {(nothing: string) => unknown} LMSCommit
 * @property {() => unknown} LMSGetLastError
 * @property {(code: string) => unknown} LMSGetErrorString
 */

/**
 * A window, as far as the search asks.
 * @typedef {{ API?: unknown, parent?: ScormFrame | null, opener?: ScormFrame | null }} ScormFrame
 */

/** @typedef {{ find: (start: ScormFrame) => ScormApi | null }} ScormApiSearch */

/**
 * @typedef {object} ScormNamespace
 * @property {ScormApiSearch} [api]
 * @property {ScormPackingApi} [packing]
 * @property {ScormSessionApi} [session]
 */

/** @typedef {'exam' | 'practice'} ScormPart what is to be done before the LMS is told that it is done */

/** @typedef {TrainerData & { part: ScormPart }} ScormData */

/** @typedef {typeof globalThis & TrainerScope & { scorm?: ScormNamespace }} ScormScope */

(() => {
  'use strict';

  const scope = /** @type {ScormScope} */ (globalThis);
  const scorm = /** @type {ScormNamespace} */ (scope.scorm = scope.scorm || {});
  // As many frames as nobody nests: a window that is its own ancestor is not searched for ever.
  const DEEPEST = 50;

  /**
   * Nothing where a window belongs to another site.
   * @param {ScormFrame} frame
   * @param {'parent' | 'opener'} name
   * @returns {ScormFrame | null}
   */
  function next(frame, name) {
    try {
      return frame[name] || null;
    } catch {
      return null;
    }
  }

  /** @param {ScormFrame} frame */
  function apiOf(frame) {
    try {
      return /** @type {ScormApi | null} */ (frame.API || null);
    } catch {
      return null;
    }
  }

  /** @param {ScormFrame | null} start */
  function above(start) {
    let frame = start;
    for (let depth = 0; frame && depth < DEEPEST; depth += 1) {
      const api = apiOf(frame);
      if (api) return api;
      const parent = next(frame, 'parent');
      if (parent === frame) return null;
      frame = parent;
    }
    return null;
  }

  /**
   * In the window and those above it, then in the one that opened it, or its topmost, and those above.
   * @param {ScormFrame} start
   */
  function find(start) {
    const found = above(start);
    if (found) return found;
    /** @type {ScormFrame | null} */
    let frame = start;
    for (let depth = 0; frame && depth < DEEPEST; depth += 1) {
      const opener = next(frame, 'opener');
      const other = opener && above(opener);
      if (other) return other;
      const parent = next(frame, 'parent');
      if (parent === frame) return null;
      frame = parent;
    }
    return null;
  }

  scorm.api = { find };
})();
