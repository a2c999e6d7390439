// 笔记：读者自己开启才有，只以密文存放。口令不存；没有口令，谁也打不开，忘了也一样。

/** @typedef {{ text: string, at: number }} WorkingNote */
/** @typedef {Map<string, WorkingNote>} WorkingNotes by mode and id, as `training/AB001` */
/** @typedef {{ iterations: number, salt: Uint8Array<ArrayBuffer>, iv: Uint8Array<ArrayBuffer>, data: Uint8Array<ArrayBuffer> }} WorkingEnvelope */

/**
 * @typedef {object} WorkingNotebook
 * @property {() => boolean} isOpen
 * @property {() => Promise<void>} recall finds out what the second copy has
 * @property {() => boolean} exists whether sealed notes lie in the browser
 * @property {() => boolean} isAtRisk whether closing the page would lose what is nowhere else
 * @property {(passphrase: string) => Promise<string>} open gives '', or why it stays closed
 * @property {() => void} lock
 * @property {(mode: WorkingMode, id: string) => string} text
 * @property {(mode: WorkingMode, id: string, text: string) => Promise<string>} write gives '', or why it was not kept
 * @property {() => Promise<string>} save
 * @property {() => void} unkeep the browser no longer has what it had
 * @property {() => Promise<boolean>} reread whether another window has written something new
 * @property {() => Promise<string>} sealed all notes, for a file
 * @property {(text: string, passphrase: string) => Promise<{ added: number, both: number, reason: string }>} takeIn
 */

/**
 * @typedef {object} WorkingNotesApi
 * @property {number} ITERATIONS
 * @property {number} LONGEST
 * @property {number} SHORTEST_PASSPHRASE
 * @property {(text: string) => WorkingEnvelope | string} envelopeFrom
 * @property {(name: string, storage: () => Storage | null, copy: SecondCopy) => WorkingNotebook} createNotebook
 */

(() => {
  'use strict';

  const scope = /** @type {WorkingScope} */ (globalThis);
  const working = /** @type {WorkingNamespace} */ (scope.working = scope.working || {});
  const marking = /** @type {WorkingMarksApi} */ (working.marks);
  const files = /** @type {WorkingFilesApi} */ (working.files);

  const FORMAT = 'handbook-working-notes';
  const VERSION = 1;
  // OWASP Password Storage Cheat Sheet (2023): PBKDF2-HMAC-SHA256, 600,000. A file may ask for
  // more, but not for so much that the browser stands still, and not for less.
  const ITERATIONS = 600_000;
  const MOST_ITERATIONS = 5_000_000;
  const LONGEST = 500;
  const SHORTEST_PASSPHRASE = 12;
  const SALT_BYTES = 16;
  const IV_BYTES = 12;
  // What is sealed is bound to what it is.
  const BOUND_TO = new TextEncoder().encode(`${FORMAT}/${VERSION}`);
  const GONE = '另一个窗口清除了存的笔记；这一页上的还在，没有再存：要留就导出';
  const BETWEEN = '\n——\n';

  const WRONG = '口令不对，或者存的内容坏了';
  const OTHER = '另一个窗口另设了口令，这里的没有存；先导出笔记，再锁上，用那个口令打开';

  /**
   * @param {string} passphrase
   * @param {Uint8Array<ArrayBuffer>} salt
   * @param {number} iterations
   */
  async function keyOf(passphrase, salt, iterations) {
    const words = new TextEncoder().encode(passphrase.normalize('NFC'));
    const material = await crypto.subtle.importKey('raw', words, 'PBKDF2', false, ['deriveKey']);
    return crypto.subtle.deriveKey({ name: 'PBKDF2', hash: 'SHA-256', salt, iterations }, material, { name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
  }

  /**
   * @param {WorkingNotes} notes
   * @param {CryptoKey} key
   * @param {Uint8Array<ArrayBuffer>} salt
   * @param {number} iterations
   */
  async function seal(notes, key, salt, iterations) {
    const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES));
    const plain = new TextEncoder().encode(JSON.stringify([...notes]));
    const data = new Uint8Array(await crypto.subtle.encrypt({ name: 'AES-GCM', iv, additionalData: BOUND_TO }, key, plain));
    return `${JSON.stringify({ format: FORMAT, version: VERSION, iterations, salt: toBase64(salt), iv: toBase64(iv), data: toBase64(data) })}\n`;
  }

  /**
   * @param {WorkingEnvelope} envelope
   * @param {CryptoKey} key
   * @returns {Promise<WorkingNotes | null>} null if the key is another, or the envelope was changed
   */
  async function unseal({ iv, data }, key) {
    try {
      const plain = await crypto.subtle.decrypt({ name: 'AES-GCM', iv, additionalData: BOUND_TO }, key, data);
      /** @type {WorkingNotes} */
      const notes = new Map();
      for (const [place, { text, at }] of JSON.parse(new TextDecoder().decode(plain))) {
        const [mode, id] = String(place).split('/');
        if ((mode !== 'training' && mode !== 'use') || !marking.isId(String(id)) || typeof text !== 'string' || !Number.isSafeInteger(at)) return null;
        notes.set(`${mode}/${id}`, { text, at });
      }
      return notes;
    } catch {
      return null;
    }
  }

  /**
   * @param {string} text
   * @returns {WorkingEnvelope | string} or what is wrong with it
   */
  function envelopeFrom(text) {
    const large = files.tooLarge(text.length);
    if (large) return large;
    try {
      const found = JSON.parse(text.replace(/^\ufeff/, ''));
      if (found.format !== FORMAT) return '不是导出的笔记';
      if (found.version !== VERSION) return '笔记的格式不是这一版认得的';
      const { iterations } = found;
      if (!Number.isSafeInteger(iterations) || iterations < ITERATIONS || iterations > MOST_ITERATIONS) return '笔记的迭代次数不在准许的范围里';
      const [salt, iv, data] = [fromBase64(found.salt), fromBase64(found.iv), fromBase64(found.data)];
      if (salt.length !== SALT_BYTES || iv.length !== IV_BYTES || data.length < 16) return '笔记的密文不完整';
      return { iterations, salt, iv, data };
    } catch {
      return '不是完整的笔记文件';
    }
  }

  /**
   * @param {string} name the key under which they are kept
   * @param {() => Storage | null} storage null as long as nothing shall be kept
   * @param {SecondCopy} copy the second copy
   * @returns {WorkingNotebook}
   */
  function createNotebook(name, storage, copy) {
    /** @type {{ key: CryptoKey, salt: Uint8Array<ArrayBuffer>, iterations: number } | null} */
    let lock = null;
    /** @type {WorkingNotes} */
    let notes = new Map();
    let written = 0; // changes so far, and how many of them lie in the browser or in a file
    let safe = 0;
    let hasKept = false;
    /** @type {Promise<string>} */
    let saving = Promise.resolve('');

    /** @type {string | null} */
    let second = null; // what the second copy had when it was last read

    const kept = () => storage()?.getItem(name) ?? null;
    const next = () => Math.max(0, ...[...notes.values()].map(({ at }) => at)) + 1;

    async function recall() {
      second = await orNull(copy.get(name));
    }

    /** @param {string} passphrase */
    async function open(passphrase) {
      await recall();
      const texts = storage() ? [...new Set([kept(), second])].filter((text) => text !== null) : [];
      const envelopes = texts.map(envelopeFrom);
      const [broken] = envelopes;
      if (typeof broken === 'string') return broken;
      /** @type {WorkingNotes} */
      let all = new Map();
      lock = null;
      for (const envelope of envelopes) {
        if (typeof envelope === 'string') continue; // a second copy that is none
        const key = await keyOf(passphrase, envelope.salt, envelope.iterations);
        const found = await unseal(envelope, key);
        if (!found) continue; // under another passphrase: it stays, and nothing is written over it
        lock = lock || { key, salt: envelope.salt, iterations: envelope.iterations };
        all = joined(all, found);
      }
      if (texts.length && !lock) return WRONG;
      if (!lock) {
        const salt = crypto.getRandomValues(new Uint8Array(SALT_BYTES));
        lock = { key: await keyOf(passphrase, salt, ITERATIONS), salt, iterations: ITERATIONS };
      }
      notes = all;
      written = 0;
      safe = 0;
      hasKept = kept() !== null;
      if (texts.length === 1 && kept() === second) return '';
      const reason = await save();
      if (reason) safe = -1;
      return texts.length ? '' : reason; // what was kept is open now; that it may be lost is told later
    }

    function forget() {
      lock = null;
      second = null;
      notes = new Map();
      written = 0;
      safe = 0;
      hasKept = false;
    }

    function unkeep() {
      second = null;
      safe = -1;
      hasKept = false;
    }

    function save() {
      saving = saving.then(saveNow, saveNow);
      return saving;
    }

    async function saveNow() {
      if (!lock || !storage()) return '';
      const { key, salt, iterations } = lock;
      const upTo = written;
      try {
        const text = kept();
        if (text === null && hasKept) {
          safe = -1;
          return GONE;
        }
        const envelope = text === null ? null : envelopeFrom(text);
        if (envelope) {
          const other = typeof envelope === 'string' ? null : await unseal(envelope, key);
          if (!other) return OTHER;
          notes = joined(notes, other);
        }
        const sealed = await seal(notes, key, salt, iterations);
        const place = storage();
        if (!place || lock?.key !== key) return '';
        place.setItem(name, sealed);
        if (place.getItem(name) !== sealed) return '浏览器没有存下笔记：请导出';
        hasKept = true;
        await copyOver(sealed);
        safe = Math.max(safe, upTo);
        return '';
      } catch {
        return '浏览器没有存下笔记：请导出';
      }
    }

    /**
     * The same in the second copy, with what only that has; one under another passphrase stays.
     * @param {string} text
     */
    async function copyOver(text) {
      if (!lock) return;
      const { key, salt, iterations } = lock;
      for (let isWritten = false; !isWritten;) {
        await recall();
        const envelope = second === null ? null : envelopeFrom(second);
        const other = envelope === null ? new Map() : typeof envelope === 'string' ? null : await unseal(envelope, key);
        if (!other) return;
        const hasMore = brings(notes, other);
        notes = joined(notes, other);
        const sealed = hasMore ? await seal(notes, key, salt, iterations) : text;
        if (lock?.key !== key || kept() === null) return; // locked, or wiped meanwhile
        const isSwapped = await orNull(copy.swap(name, second, sealed));
        if (isSwapped) {
          second = sealed;
          copy.tell('written');
        }
        isWritten = isSwapped !== false;
      }
    }

    /**
     * @param {WorkingMode} mode
     * @param {string} id
     * @param {string} text
     */
    async function write(mode, id, text) {
      const place = `${mode}/${id}`;
      if (!lock || (notes.get(place)?.text || '') === text) return '';
      notes.set(place, { text: text.slice(0, LONGEST), at: next() });
      written += 1;
      return save();
    }

    async function reread() {
      if (!lock) return false;
      await recall();
      const own = notes;
      /** @type {WorkingNotes[]} */
      const others = [];
      for (const text of kept() === null ? [] : new Set([kept(), second])) {
        const envelope = text === null ? '' : envelopeFrom(text);
        const other = lock && typeof envelope !== 'string' ? await unseal(envelope, lock.key) : null;
        if (other) others.push(other);
      }
      if (!lock) return false;
      notes = others.reduce(joined, notes);
      if (others.some((other) => brings(other, notes))) await save();
      return brings(own, notes);
    }

    async function sealed() {
      if (!lock) return '';
      const upTo = written;
      const text = await seal(notes, lock.key, lock.salt, lock.iterations);
      safe = Math.max(safe, upTo);
      return text;
    }

    /**
     * Notes of a file are added; of two that differ both stay, one below the other.
     * @param {string} text
     * @param {string} passphrase the file's
     */
    async function takeIn(text, passphrase) {
      const envelope = envelopeFrom(text);
      if (typeof envelope === 'string') return { added: 0, both: 0, reason: envelope };
      const found = await unseal(envelope, await keyOf(passphrase, envelope.salt, envelope.iterations));
      if (!found || !lock) return { added: 0, both: 0, reason: WRONG };
      let added = 0;
      let both = 0;
      for (const [place, { text: theirs }] of found) {
        const own = notes.get(place)?.text || '';
        if (theirs && !own.includes(theirs)) {
          notes.set(place, { text: own ? `${own}${BETWEEN}${theirs}` : theirs, at: next() });
          if (own) both += 1;
          else added += 1;
          written += 1;
        }
      }
      return { added, both, reason: await save() };
    }

    return {
      isOpen: () => lock !== null,
      recall,
      exists: () => kept() !== null || (storage() !== null && second !== null),
      isAtRisk: () => lock !== null && safe < written && notes.size > 0,
      open,
      lock: forget,
      text: (mode, id) => notes.get(`${mode}/${id}`)?.text || '',
      write,
      save,
      unkeep,
      reread,
      sealed,
      takeIn,
    };
  }

  /**
   * @param {WorkingNotes} a
   * @param {WorkingNotes} b
   */
  function joined(a, b) {
    const all = new Map(a);
    for (const [place, note] of b) {
      const other = all.get(place);
      if (!other || note.at > other.at || (note.at === other.at && note.text > other.text)) all.set(place, note);
    }
    return all;
  }

  /**
   * What a browser without a second copy refuses: the first is all there is.
   * @template T
   * @param {Promise<T>} asked
   * @returns {Promise<T | null>}
   */
  async function orNull(asked) {
    try {
      return await asked;
    } catch (error) {
      if (error instanceof DOMException) return null;
      throw error;
    }
  }

  /**
   * Whether the second has something that the first lacks.
   * @param {WorkingNotes} a
   * @param {WorkingNotes} b
   */
  function brings(a, b) {
    return [...joined(a, b)].some(([place, { at }]) => a.get(place)?.at !== at);
  }

  /** @param {Uint8Array} bytes */
  function toBase64(bytes) {
    let text = '';
    for (const byte of bytes) text += String.fromCharCode(byte);
    return btoa(text);
  }

  /** @param {unknown} text */
  function fromBase64(text) {
    return Uint8Array.from(atob(String(text)), (char) => char.charCodeAt(0));
  }

  working.notes = { ITERATIONS, LONGEST, SHORTEST_PASSPHRASE, envelopeFrom, createNotebook };
})();
