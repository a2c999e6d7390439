// 存在浏览器里：一个键，加上第二份。几个窗口同时开着也不丢，读不懂的不覆盖，清除以后再读一遍作证。
// 存的是什么、怎样写成文字、两份怎样合起来，由用它的页面说。键以手册的 slug 开头：Chromium 里从硬盘上打开的
// 几本手册共用一个 localStorage。

/**
 * Why nothing is kept: the browser refuses, what lies there is not ours, there is no room, nobody
 * wants it, or another window has cleared it; '' if it is kept.
 * @typedef {'' | 'refused' | 'strange' | 'full' | 'unwanted' | 'cleared'} Unkept
 */

/**
 * The names under which a page keeps something: `key` in the storage, and as the name of its second
 * copy; for more than one thing `key` and an ending. `former` are those of earlier, with which they
 * begin instead. What lies there is taken over where nothing lies yet, and wiped with the rest: the
 * page of an earlier edition, should it still be used, goes on with its own.
 * @typedef {{ key: string, former: readonly string[] }} KeptUnder
 */

/**
 * What a page keeps, of the type T.
 * @template T
 * @typedef {object} Keepsake
 * @property {string} key
 * @property {string} probe a key to try the storage with
 * @property {string} place a key for what tells this storage from another that the browser gave instead
 * @property {readonly string[]} all every key of the page, those of earlier too
 * @property {readonly (readonly [string, string])[]} moved for a key of earlier the one of now, the latest first
 * @property {number} room as many characters as may ever be needed
 * @property {() => T} empty
 * @property {(value: T) => T} emptied what stays of it on the page after a wipe
 * @property {(value: T) => string} toText
 * @property {(text: string | null) => { value: T | null, isStrange: boolean }} fromText
 * @property {(a: T, b: T) => T} joined the same in any order, but for what only the page is about
 * @property {(found: T, all: T) => boolean} lacks whether what lies there has less than all
 * @property {(own: T, first: T, found: T, hadKept: boolean) => { value: T, count: number }} recalled what the page has, opened with the first, together with what only the second copy has, and how many things those are
 */

/**
 * @template T
 * @typedef {object} Keeper
 * @property {() => T} value
 * @property {(value: T) => void} change keeps at once, joined with what another window wrote
 * @property {(value: T) => void} place the same for what nobody would miss
 * @property {() => Unkept} unkept
 * @property {() => boolean} isAtRisk whether closing the page would lose what no file has
 * @property {() => void} exported
 * @property {(isKept: boolean) => Promise<string[]>} keep gives the keys that could not be removed
 * @property {() => Promise<string[] | null>} wipe gives the keys still there when read again; null without storage
 * @property {() => boolean} reread takes in what another window wrote; whether something changed
 * @property {(news: CopyNews) => Promise<boolean>} hear what another window did to the second copy; whether something changed
 * @property {() => Promise<number>} recall takes in what only the second copy has, once, and says how many things that were
 * @property {() => Promise<void>} copied waits until the second copy is as good as can be
 * @property {() => boolean} hasCopy whether there is a second copy, as far as is known
 * @property {() => boolean} isDoubtful whether the browser withheld what was kept when the page opened
 */

/**
 * @typedef {object} KeepingApi
 * @property {(what: string, handbook: { slug: string, formerSlugs: readonly string[] }) => KeptUnder} keptUnder
 * @property {(names: KeptUnder, endings: readonly string[]) => string[]} allKeys
 * @property {(names: KeptUnder, endings: readonly string[]) => [string, string][]} movedKeys
 * @property {<T>(keepsake: Keepsake<T>, get: () => Storage, copy: SecondCopy, getSession: () => Storage) => Keeper<T>} createKeeper
 * @property {(storage: Storage, keys: readonly string[]) => string[]} removed gives the keys that are still there
 */

(() => {
  'use strict';

  const scope = /** @type {ApartScope} */ (globalThis);
  const apart = /** @type {ApartNamespace} */ (scope.apart = scope.apart || {});

  /**
   * @param {string} what
   * @param {{ slug: string, formerSlugs: readonly string[] }} handbook
   * @returns {KeptUnder}
   */
  function keptUnder(what, { slug, formerSlugs }) {
    return { key: `${slug}-${what}`, former: formerSlugs.map((other) => `${other}-${what}`) };
  }

  /**
   * @param {KeptUnder} names
   * @param {readonly string[]} endings
   */
  function allKeys({ key, former }, endings) {
    return [key, ...former].flatMap((name) => endings.map((ending) => name + ending));
  }

  /**
   * @param {KeptUnder} names
   * @param {readonly string[]} endings
   * @returns {[string, string][]}
   */
  function movedKeys({ key, former }, endings) {
    return former.flatMap((name) => endings.map((ending) => /** @type {[string, string]} */ ([name + ending, key + ending])));
  }

  /**
   * @template T
   * @param {Keepsake<T>} keepsake
   * @param {Storage} storage
   */
  function takeOver({ key, moved, fromText }, storage) {
    for (const [old, now] of moved) {
      const text = storage.getItem(now) === null ? storage.getItem(old) : null;
      if (text !== null && !(now === key && fromText(text).isStrange)) storage.setItem(now, text);
    }
  }

  /**
   * The storage, if it takes and gives back as much as may be needed; asked before the first change.
   * @template T
   * @param {Keepsake<T>} keepsake
   * @param {() => Storage} get which the browser may forbid
   * @returns {{ storage: Storage | null, obstacle: Unkept }}
   */
  function opened(keepsake, get) {
    const { key, probe, room, fromText } = keepsake;
    try {
      const storage = get();
      const text = 'x'.repeat(room);
      storage.setItem(probe, text);
      const isKept = storage.getItem(probe) === text;
      storage.removeItem(probe);
      if (!isKept) return { storage: null, obstacle: 'refused' };
      takeOver(keepsake, storage);
      return { storage, obstacle: fromText(storage.getItem(key)).isStrange ? 'strange' : '' };
    } catch (error) {
      return { storage: null, obstacle: isFull(error) ? 'full' : 'refused' };
    }
  }

  /**
   * Writes a value, joined with what another window may have written, and reads it back.
   * @template T
   * @param {Keepsake<T>} keepsake
   * @param {Storage} storage
   * @param {T} value
   * @returns {{ value: T, obstacle: Unkept }} what holds now, kept or not
   */
  function saved({ key, fromText, toText, joined }, storage, value) {
    try {
      const found = fromText(storage.getItem(key));
      if (found.isStrange) return { value, obstacle: 'strange' };
      const all = found.value ? joined(value, found.value) : value;
      const text = toText(all);
      storage.setItem(key, text);
      return { value: all, obstacle: storage.getItem(key) === text ? '' : 'refused' };
    } catch (error) {
      return { value, obstacle: isFull(error) ? 'full' : 'refused' };
    }
  }

  /**
   * @param {Storage} storage
   * @param {readonly string[]} keys
   */
  function removed(storage, keys) {
    for (const key of keys) storage.removeItem(key);
    return keys.filter((key) => storage.getItem(key) !== null);
  }

  /** @param {unknown} error */
  function isFull(error) {
    return error instanceof Error && /quota/i.test(error.name);
  }

  /**
   * @template T
   * @param {Keepsake<T>} keepsake
   * @param {Storage} storage
   */
  function placeOf({ place }, storage) {
    const found = storage.getItem(place) || crypto.getRandomValues(new Uint32Array(2)).join('-');
    storage.setItem(place, found);
    return found;
  }

  /**
   * What is on its way to the second copy: a page that is loaded again at once may find neither that
   * nor, where the browser withheld it, the first. It lies with the window, until the copy is written.
   * What went into the very storage that a page finds is there already.
   * @template T
   * @param {Keepsake<T>} keepsake
   * @param {() => Storage} get the storage of the window, which the browser may forbid
   */
  function createJournal({ key, fromText, toText, empty }, get) {
    /**
     * @param {string} place
     * @param {T} first what the page opened with
     * @param {T} value
     */
    function write(place, first, value) {
      allowed(() => get().setItem(key, JSON.stringify([place, toText(first), toText(value)])));
    }

    /** @returns {{ place: string, first: T, value: T } | null} */
    function read() {
      const text = allowed(() => get().getItem(key));
      if (!text) return null;
      const texts = allowed(() => JSON.parse(text));
      const [place, ...rest] = Array.isArray(texts) ? texts.map(String) : [''];
      const [first, value] = rest.map((one) => fromText(one).value);
      return value ? { place: String(place), first: first || empty(), value } : null;
    }

    /** @returns {string[]} the key, if it is still there */
    function remove() {
      return allowed(() => removed(get(), [key])) || [];
    }

    return { write, read, remove };
  }

  /**
   * @template T
   * @param {() => T} act
   * @returns {T | null} null where the browser does not allow it, or has no room
   */
  function allowed(act) {
    try {
      return act();
    } catch {
      return null;
    }
  }

  /**
   * @template T
   * @param {Keepsake<T>} keepsake
   * @param {() => Storage} get the browser's storage, which it may forbid
   * @param {SecondCopy} copy the second copy
   * @param {() => Storage} getSession the storage of the window alone, which it may forbid
   * @returns {Keeper<T>}
   */
  function createKeeper(keepsake, get, copy, getSession) {
    const { key, all: keys, fromText, toText, joined } = keepsake;
    const start = opened(keepsake, get);
    const storage = start.storage;
    const journal = createJournal(keepsake, getSession);
    const kept = (storage && fromText(storage.getItem(key)).value) || keepsake.empty();
    let value = kept;
    let first = kept;
    let unkept = start.obstacle;
    let hasKept = Boolean(storage && storage.getItem(key));
    let isNew = false;
    const hadKept = hasKept;
    const noted = unkept ? null : journal.read();
    const unfinished = noted?.place === storage?.getItem(keepsake.place) ? null : noted;
    if (unfinished) {
      value = hadKept ? keepsake.recalled(unfinished.value, unfinished.first, kept, true).value : unfinished.value;
      first = hadKept ? kept : unfinished.first;
    }
    let hasCopy = true;
    let isReadable = false;
    let isDoubtful = false;
    let wipes = 0;
    /** @type {Promise<number> | null} */
    let recalling = null;
    /** @type {Promise<void>} */
    let copying = Promise.resolve();

    function save() {
      if (!storage || unkept) return;
      if (hasKept && storage.getItem(key) === null) {
        cleared();
        return;
      }
      const result = saved(keepsake, storage, value);
      value = result.value;
      unkept = result.obstacle;
      hasKept = hasKept || !unkept;
      const mark = unkept ? null : allowed(() => placeOf(keepsake, storage));
      if (mark) journal.write(mark, first, value);
      copyOver();
    }

    /** Another window has done that, and nobody shall find again what this one wrote meanwhile. */
    function cleared() {
      unkept = 'cleared';
      journal.remove();
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
        const copied = value;
        let isWritten = false;
        while (!isWritten) {
          const text = await copy.get(key);
          const found = fromText(text);
          // What nobody may find any more is not written again; what is strange stays.
          if (!storage || unkept || storage.getItem(key) === null || found.isStrange) return;
          const all = toText(found.value ? joined(value, found.value) : value);
          isWritten = all === text || await copy.swap(key, text, all);
          if (isWritten && all !== text) copy.tell('written');
        }
        if (copied === value) journal.remove();
      });
    }

    /** @param {T} next */
    function change(next) {
      isNew = true;
      place(next);
    }

    /** @param {T} next */
    function place(next) {
      value = next;
      save();
    }

    /** @param {boolean} isKept */
    async function keep(isKept) {
      unkept = isKept ? start.obstacle : 'unwanted';
      hasKept = false;
      if (isKept) save();
      return isKept || !storage || start.obstacle === 'strange' ? [] : wipeBoth(storage);
    }

    /** @param {Storage} from */
    async function wipeBoth(from) {
      const left = [...removed(from, keys), ...journal.remove()];
      /** @type {string[]} */
      let leftThere = [];
      await inTurn(async () => {
        leftThere = isReadable ? [...keys] : []; // until it is seen that they are gone
        leftThere = await copy.clear();
        copy.tell('cleared');
      });
      return [...new Set([...left, ...leftThere])];
    }

    /** Forgets all, here and in the browser. */
    async function wipe() {
      value = keepsake.emptied(value);
      first = value;
      wipes += 1;
      isNew = false;
      hasKept = false;
      if (unkept === 'cleared') unkept = '';
      try {
        const left = await wipeBoth(get());
        if (!left.length && unkept === 'strange') {
          start.obstacle = '';
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
      const text = storage.getItem(key);
      if (text === null) {
        if (hasKept) cleared();
        return hasKept;
      }
      const found = fromText(text).value;
      if (!found) {
        unkept = 'strange';
        return true;
      }
      hasKept = true;
      const all = joined(value, found);
      const hasMore = toText(all) !== toText(value);
      value = all;
      if (keepsake.lacks(found, all)) save();
      return hasMore;
    }

    /**
     * A window that the browser gave a storage of its own learns in no other way what the others did.
     * @param {CopyNews} news
     */
    function hear(news) {
      return news === 'written' ? takeInMore() : Promise.resolve(hearCleared());
    }

    async function takeInMore() {
      await recall();
      const before = wipes;
      let hasMore = false;
      await inTurn(async () => {
        const found = fromText(await copy.get(key)).value;
        // After a wipe it may be what another window wrote before it knew of that.
        if (!found || !storage || unkept || before !== wipes || (wipes && !hasKept)) return;
        const all = joined(value, found);
        hasMore = toText(all) !== toText(value);
        value = all;
      });
      if (hasMore) save();
      return hasMore;
    }

    function hearCleared() {
      if (!storage || unkept || !hasKept) return false;
      removed(storage, keys);
      cleared();
      return true;
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
        const found = fromText(await copy.get(key)).value;
        isReadable = true;
        if (!found || !storage || unkept || before !== wipes) return;
        const result = keepsake.recalled(value, first, found, hadKept);
        count = result.count;
        isOther = toText(result.value) !== toText(value);
        value = result.value;
      });
      if (isOther) save();
      else copyOver();
      isDoubtful = count > 0 && !hadKept;
      return count;
    }

    if (unfinished) save();
    return {
      value: () => value,
      change,
      place,
      unkept: () => unkept,
      isAtRisk: () => Boolean(unkept) && isNew,
      exported: () => {
        isNew = false;
      },
      keep,
      wipe,
      reread,
      hear,
      recall,
      copied: () => copying,
      hasCopy: () => hasCopy,
      isDoubtful: () => isDoubtful,
    };
  }

  apart.keeping = { keptUnder, allKeys, movedKeys, createKeeper, removed };
})();
