// 浏览器里的第二份：忙不过来的 Chromium 偶尔给页面一个空的 localStorage，写进去也读得出来，重新打开却没有了。
// IndexedDB 在写完时才说写完了，所以每次改动在那里再存一份，打开时两份合起来。那样的页面也收不到 storage 事件，
// 所以写了、清了还另外告诉别的窗口。

/** @typedef {'written' | 'cleared'} CopyNews what another window did there */

/**
 * Texts by key. Each call ends when the browser says that it is done, or fails with its reason.
 * @typedef {object} SecondCopy
 * @property {(key: string) => Promise<string | null>} get
 * @property {(key: string, expected: string | null, text: string) => Promise<boolean>} swap writes only over what is expected
 * @property {() => Promise<string[]>} clear gives the keys that are still there when read again
 * @property {(news: CopyNews) => void} tell the other windows, where the browser can
 * @property {(hear: (news: CopyNews) => void) => void} listen
 */

/** @typedef {(get: () => IDBFactory | undefined, names: KeptUnder) => SecondCopy} CopyMaker */

(() => {
  'use strict';

  const scope = /** @type {ApartScope} */ (globalThis);
  const apart = /** @type {ApartNamespace} */ (scope.apart = scope.apart || {});
  const STORE = 'texts';

  /**
   * @param {() => IDBFactory | undefined} get which the browser may forbid, or not have
   * @param {KeptUnder} names `key` is that of the page's own database
   * @returns {SecondCopy}
   */
  function createCopy(get, names) {
    /** @type {Promise<IDBDatabase> | null} */
    let opening = null;
    // A page on the disk has it too, with all windows that share its storage.
    const channel = typeof BroadcastChannel === 'function' ? new BroadcastChannel(names.key) : null;

    async function database() {
      opening = opening || openedFor(() => {
        opening = null;
      });
      return opening;
    }

    /** @param {() => void} onClosed */
    async function openedFor(onClosed) {
      const own = await opened(get(), names.key, onClosed);
      for (const name of (await keysIn(own)).length ? [] : names.former) await takeOver(own, name);
      return own;
    }

    /**
     * @param {IDBDatabase} own
     * @param {string} name of a database of earlier, whose keys begin with it
     */
    async function takeOver(own, name) {
      const texts = await textsOf(get(), name);
      await transacted(own, 'readwrite', (store) => {
        for (const [key, text] of texts) store.put(text, names.key + key.slice(name.length));
      });
    }

    /**
     * @template T
     * @param {IDBTransactionMode} mode
     * @param {(texts: IDBObjectStore, answer: (value: T) => void) => void} act
     * @returns {Promise<T | undefined>} what was answered, once all of it is done
     */
    async function transact(mode, act) {
      return transacted(await database(), mode, act);
    }

    /** @param {string} key */
    async function read(key) {
      const text = await transact('readonly', (texts, answer) => {
        const asked = texts.get(key);
        asked.onsuccess = () => answer(asked.result);
      });
      return typeof text === 'string' ? text : null;
    }

    /**
     * @param {string} key
     * @param {string | null} expected
     * @param {string} text
     */
    async function swap(key, expected, text) {
      const isWritten = await transact('readwrite', (texts, answer) => {
        const asked = texts.get(key);
        asked.onsuccess = () => {
          const isExpected = (typeof asked.result === 'string' ? asked.result : null) === expected;
          if (isExpected) texts.put(text, key);
          answer(isExpected);
        };
      });
      return Boolean(isWritten);
    }

    async function clear() {
      await transact('readwrite', (texts) => texts.clear());
      const left = await keysIn(await database());
      for (const name of names.former) {
        const former = await existing(get(), name);
        if (!former) continue;
        await transacted(former, 'readwrite', (texts) => texts.clear());
        left.push(...(await keysIn(former)));
        former.close();
      }
      return left;
    }

    /** @param {CopyNews} news */
    function tell(news) {
      channel?.postMessage(news);
    }

    /** @param {(news: CopyNews) => void} hear */
    function listen(hear) {
      channel?.addEventListener('message', ({ data }) => {
        if (data === 'written' || data === 'cleared') hear(data);
      });
    }

    return { get: read, swap, clear, tell, listen };
  }

  /**
   * @template T
   * @param {IDBDatabase} database
   * @param {IDBTransactionMode} mode
   * @param {(texts: IDBObjectStore, answer: (value: T) => void) => void} act
   * @returns {Promise<T | undefined>} what was answered, once all of it is done
   */
  function transacted(database, mode, act) {
    const transaction = database.transaction(STORE, mode, { durability: 'strict' });
    return new Promise((resolve, reject) => {
      /** @type {T | undefined} */
      let answered;
      transaction.oncomplete = () => resolve(answered);
      transaction.onabort = () => reject(transaction.error);
      act(transaction.objectStore(STORE), (value) => {
        answered = value;
      });
    });
  }

  /**
   * @param {IDBDatabase} database
   * @returns {Promise<string[]>}
   */
  async function keysIn(database) {
    const found = await transacted(database, 'readonly', (texts, answer) => {
      const asked = texts.getAllKeys();
      asked.onsuccess = () => answer(asked.result.map(String));
    });
    return found || [];
  }

  /**
   * @param {IDBFactory | undefined} factory
   * @param {string} name
   * @returns {Promise<[string, string][]>} all that lies in a database, which need not be there
   */
  async function textsOf(factory, name) {
    const database = await existing(factory, name);
    if (!database) return [];
    /** @type {[string, string][]} */
    const found = [];
    for (const key of await keysIn(database)) {
      const text = await transacted(database, 'readonly', (texts, answer) => {
        const asked = texts.get(key);
        asked.onsuccess = () => answer(asked.result);
      });
      if (typeof text === 'string') found.push([key, text]);
    }
    database.close();
    return found;
  }

  /**
   * @param {IDBFactory | undefined} factory
   * @param {string} name
   * @returns {Promise<IDBDatabase | null>} null if there is none; it is not made
   */
  function existing(factory, name) {
    return new Promise((resolve) => {
      if (!factory) throw new DOMException('no IndexedDB', 'NotSupportedError');
      const asked = factory.open(name);
      asked.onupgradeneeded = () => asked.transaction?.abort();
      asked.onerror = (event) => {
        event.preventDefault(); // Firefox would report what was aborted on purpose
        resolve(null);
      };
      asked.onsuccess = () => resolve(asked.result);
    });
  }

  /**
   * @param {IDBFactory | undefined} factory
   * @param {string} name
   * @param {() => void} onClosed
   * @returns {Promise<IDBDatabase>}
   */
  function opened(factory, name, onClosed) {
    return new Promise((resolve, reject) => {
      if (!factory) throw new DOMException('no IndexedDB', 'NotSupportedError');
      const asked = factory.open(name, 1);
      asked.onupgradeneeded = () => asked.result.createObjectStore(STORE);
      asked.onerror = () => reject(asked.error);
      asked.onsuccess = () => {
        asked.result.onclose = onClosed;
        resolve(asked.result);
      };
    });
  }

  apart.createCopy = createCopy;
})();
