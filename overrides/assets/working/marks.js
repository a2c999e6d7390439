// 工作清单的记录：每个条目的结果和方式、进度、挑选、分张、撤销。只算不显示，浏览器和 node 里一样用。

/**
 * What was noted of one entry. `at` counts the changes of all marks: of two, the later one holds.
 * @typedef {{ result: string, methods: readonly string[], edition: string, at: number }} WorkingMark
 * @typedef {ReadonlyMap<string, WorkingMark>} WorkingMarks
 * @typedef {{ id: string, kind: string, sheet: number, group: number, title: string, text: string, facts: Record<string, string[]> }} WorkingRow
 * @typedef {{ title: string, text: string }} WorkingText
 * @typedef {{ id: string, name: string, texts: Record<string, WorkingText>, spans: Record<string, { title: WorkingSpans, text: WorkingSpans }>, same: string[] }} WorkingEdition
 */

/**
 * All that the page knows when it opens. The first of the results is that of an entry nobody has
 * looked at, the third that of one to look at again.
 * @typedef {object} WorkingData
 * @property {string} title
 * @property {string} slug begins the names under which browsers keep something
 * @property {string[]} formerSlugs those under which something may have been kept
 * @property {string} useNotice what they are told who note a real case
 * @property {{ id: string, name: string }} edition
 * @property {WorkingEdition[]} editions former ones, each with the texts that are others now, what of their words is, and the ids of the rest
 * @property {Record<string, string>} moved for an id that is gone, what became of it
 * @property {string[]} results
 * @property {string[]} methods
 * @property {Record<string, string>} kinds
 * @property {{ name: string, groups: string[] }[]} sheets
 * @property {WorkingRow[]} rows
 */

/** @typedef {{ id: string, before: WorkingMark | undefined, after: WorkingMark }} WorkingChange */
/** @typedef {{ total: number, counts: number[], settled: number }} WorkingProgress */
/** @typedef {Record<string, string>} WorkingChoice what each list of choices says, '' for all */

/**
 * @typedef {object} WorkingMarksApi
 * @property {(id: string) => boolean} isId
 * @property {(marks: WorkingMarks, id: string, data: WorkingData) => WorkingMark} markOf
 * @property {(mark: WorkingMark | undefined, data: WorkingData) => boolean} says
 * @property {(words: Iterable<string>, data: WorkingData) => string[]} inOrder
 * @property {(a: WorkingMark, b: WorkingMark) => boolean} isSame
 * @property {(...all: WorkingMarks[]) => number} latest
 * @property {(a: WorkingMarks, b: WorkingMarks) => Map<string, WorkingMark>} joined
 * @property {(marks: WorkingMarks, changes: readonly WorkingChange[]) => Map<string, WorkingMark>} changed
 * @property {(marks: WorkingMarks, changes: readonly WorkingChange[], at: number, data: WorkingData) => WorkingChange[]} undoing
 * @property {(rows: readonly WorkingRow[], marks: WorkingMarks, data: WorkingData) => WorkingProgress} progress
 * @property {(rows: readonly WorkingRow[], marks: WorkingMarks, choice: WorkingChoice, data: WorkingData) => WorkingRow[]} chosen
 * @property {<T>(rows: readonly T[], size: number) => T[][]} cards
 */

/**
 * @typedef {object} WorkingNamespace
 * @property {WorkingMarksApi} [marks]
 * @property {WorkingEditionsApi} [editions]
 * @property {WorkingChangedApi} [changed]
 * @property {WorkingFilesApi} [files]
 * @property {WorkingMergeApi} [merge]
 * @property {WorkingTableApi} [table]
 * @property {WorkingBookApi} [workbook]
 * @property {WorkingKeepingApi} [keeping]
 * @property {WorkingNotesApi} [notes]
 * @property {(data: WorkingData, get: () => Storage, copy: SecondCopy, getSession: () => Storage) => WorkingSheet} [createSheet]
 * @property {(sheet: WorkingSheet, data: WorkingData, page: WorkingPage, copy: SecondCopy) => WorkingNotesPanel} [createNotesPanel]
 * @property {(sheet: WorkingSheet, data: WorkingData, say: (words: string) => void) => WorkingRows} [createRows]
 * @property {(sheet: WorkingSheet, data: WorkingData, page: WorkingPage) => void} [handOver]
 */

/** @typedef {typeof globalThis & {working?: WorkingNamespace}} WorkingScope */

(() => {
  'use strict';

  const scope = /** @type {WorkingScope} */ (globalThis);
  scope.working = scope.working || {};

  /** An open entry is one that nobody has looked at, or that is to be looked at again. */
  const OPEN = [0, 2];

  /** @param {string} id */
  function isId(id) {
    return /^[A-Z]{1,8}[0-9]{1,8}$/.test(id);
  }

  /**
   * @param {WorkingMarks} marks
   * @param {string} id
   * @param {WorkingData} data
   * @returns {WorkingMark}
   */
  function markOf(marks, id, data) {
    return marks.get(id) || { result: String(data.results[0]), methods: [], edition: data.edition.id, at: 0 };
  }

  /**
   * Whether a mark says more than that nothing was done.
   * @param {WorkingMark | undefined} mark
   * @param {WorkingData} data
   */
  function says(mark, data) {
    return Boolean(mark && (mark.result !== data.results[0] || mark.methods.length));
  }

  /**
   * Ways of looking, each once: this edition's in its order, then those that only another one has.
   * @param {Iterable<string>} words
   * @param {WorkingData} data
   */
  function inOrder(words, data) {
    const all = new Set(words);
    return [...data.methods.filter((word) => all.has(word)), ...[...all].filter((word) => !data.methods.includes(word)).sort()];
  }

  /**
   * Whether a reader would see no difference, of editions neither.
   * @param {WorkingMark} a
   * @param {WorkingMark} b
   */
  function isSame(a, b) {
    return a.result === b.result && a.edition === b.edition && a.methods.join() === b.methods.join();
  }

  /** @param {WorkingMarks[]} all */
  function latest(...all) {
    let found = 0;
    for (const marks of all) for (const mark of marks.values()) found = Math.max(found, mark.at);
    return found;
  }

  /**
   * Of each id the later mark; of two as late, in whatever order they come, the same one.
   * @param {WorkingMarks} a
   * @param {WorkingMarks} b
   */
  function joined(a, b) {
    const all = new Map(a);
    for (const [id, mark] of b) {
      const other = all.get(id);
      if (!other || mark.at > other.at || (mark.at === other.at && key(mark) > key(other))) all.set(id, mark);
    }
    return all;
  }

  /** @param {WorkingMark} mark */
  function key(mark) {
    return [mark.result, mark.edition, ...mark.methods].join('\n');
  }

  /**
   * @param {WorkingMarks} marks
   * @param {readonly WorkingChange[]} changes
   */
  function changed(marks, changes) {
    const all = new Map(marks);
    for (const { id, after } of changes) all.set(id, after);
    return all;
  }

  /**
   * What takes changes back; what somebody else has changed since stays as it is.
   * @param {WorkingMarks} marks
   * @param {readonly WorkingChange[]} changes
   * @param {number} at
   * @param {WorkingData} data
   * @returns {WorkingChange[]}
   */
  function undoing(marks, changes, at, data) {
    return changes
      .filter(({ id, after }) => marks.get(id)?.at === after.at)
      .map(({ id, before, after }) => ({ id, before: after, after: { ...(before || markOf(new Map(), id, data)), at } }));
  }

  /**
   * @param {readonly WorkingRow[]} rows
   * @param {WorkingMarks} marks
   * @param {WorkingData} data
   * @returns {WorkingProgress} how many rows have each of the results, and how many are not open
   */
  function progress(rows, marks, data) {
    const counts = data.results.map(() => 0);
    for (const row of rows) {
      const place = data.results.indexOf(markOf(marks, row.id, data).result);
      counts[place] = (counts[place] || 0) + 1;
    }
    const open = OPEN.reduce((sum, place) => sum + (counts[place] || 0), 0);
    return { total: rows.length, counts, settled: rows.length - open };
  }

  /**
   * The rows that all choices let through. `result` is one of the results or `open`; `sheet` and
   * `group` are numbers, `kind` a name; any other choice is about the facts of that name.
   * @param {readonly WorkingRow[]} rows
   * @param {WorkingMarks} marks
   * @param {WorkingChoice} choice
   * @param {WorkingData} data
   */
  function chosen(rows, marks, choice, data) {
    return rows.filter((row) => Object.entries(choice).every(([name, value]) => {
      if (value === '') return true;
      if (name === 'sheet') return row.sheet === Number(value);
      if (name === 'group') return row.group === Number(value);
      if (name === 'kind') return row.kind === value;
      if (name !== 'result') return (Object.entries(row.facts).find(([fact]) => fact === name)?.[1] || []).includes(value);
      const { result } = markOf(marks, row.id, data);
      return value === 'open' ? OPEN.includes(data.results.indexOf(result)) : result === value;
    }));
  }

  /**
   * @template T
   * @param {readonly T[]} rows
   * @param {number} size the most on one card
   */
  function cards(rows, size) {
    const found = [];
    for (let first = 0; first < rows.length; first += size) found.push(rows.slice(first, first + size));
    return found;
  }

  scope.working.marks = { isId, markOf, says, inOrder, isSame, latest, joined, changed, undoing, progress, chosen, cards };
})();
