// 一组学员：读进他们的文件，起名，合并、替换、移除。每一步都得一个新的，旧的还在，所以都能撤销。

/**
 * @typedef {{ label: string, edition: string, record: TrainerRecord }} ResultsFile
 * @typedef {{ key: number, name: string, files: readonly ResultsFile[] }} ResultsMember
 * @typedef {{ members: readonly ResultsMember[], next: number }} ResultsCohort
 * @typedef {{ label: string, file: ResultsFile | null, reason: string }} ResultsRead
 */

/**
 * @typedef {object} ResultsCohortApi
 * @property {() => ResultsCohort} empty
 * @property {(label: string, text: string, data: ResultsData) => ResultsRead} read
 * @property {(cohort: ResultsCohort, read: readonly ResultsRead[], data: ResultsData) => { cohort: ResultsCohort, refused: ResultsRead[] }} added
 * @property {(cohort: ResultsCohort, key: number, name: string) => ResultsCohort} renamed an empty name, and one that another has, is made to differ
 * @property {(cohort: ResultsCohort) => ResultsCohort} namedByFiles
 * @property {(cohort: ResultsCohort, from: number, to: number) => ResultsCohort} merged the files of one are another's too
 * @property {(cohort: ResultsCohort, from: number, to: number) => ResultsCohort} replaced the files of one stand in for another's
 * @property {(cohort: ResultsCohort, key: number) => ResultsCohort} removed
 * @property {(member: ResultsMember) => TrainerRecord} recordOf of all their files; of two answers to one question the later
 * @property {(text: string, longest?: number) => string} cleaned what may stand as a name: nothing that cannot be seen
 * @property {number} most people
 */

(() => {
  'use strict';

  const scope = /** @type {ResultsScope} */ (globalThis);
  const results = /** @type {ResultsNamespace} */ (scope.results = scope.results || {});
  const records = /** @type {TrainerRecordApi} */ (scope.trainer?.record);

  const MOST = 200;
  const LONGEST_NAME = 30;

  /** @returns {ResultsCohort} */
  function empty() {
    return { members: [], next: 1 };
  }

  /**
   * @param {string} text
   * @param {number} longest
   */
  function cleaned(text, longest = LONGEST_NAME) {
    const seen = text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu, ' ').replace(/\s+/gu, ' ').trim();
    return Array.from(seen).slice(0, longest).join('').trim();
  }

  /**
   * The trainer's own script reads a record; it asks for no more than the handbook's title.
   * @param {string} label
   * @param {string} text
   * @param {ResultsData} data
   * @returns {ResultsRead}
   */
  function read(label, text, data) {
    const known = /** @type {unknown} */ (data);
    const { record, reason } = records.read(text, /** @type {TrainerData} */ (known));
    if (!record) return { label, file: null, reason };
    const { edition } = JSON.parse(text.replace(/^\ufeff/, '')); // a word: that was read
    return { label, file: { label, edition, record }, reason: '' };
  }

  /**
   * Each file is somebody new; one that is there already is refused, but for empty ones, which are all the same.
   * @param {ResultsCohort} cohort
   * @param {readonly ResultsRead[]} read
   * @param {ResultsData} data
   */
  function added(cohort, read, data) {
    /** @type {ResultsRead[]} */
    const refused = [];
    let { members, next } = cohort;
    for (const one of read) {
      const { file } = one;
      const same = file && !isEmpty(file) && members.find(({ files }) => files.some((other) => contentOf(other, data) === contentOf(file, data)));
      if (!file) refused.push(one);
      else if (same) refused.push({ ...one, file: null, reason: `和“${same.name}”的文件一模一样，没有再加` });
      else if (members.length >= MOST) refused.push({ ...one, file: null, reason: `已经有 ${MOST} 人，不能再加` });
      else {
        members = [...members, { key: next, name: unlike(`学员 ${next}`, members), files: [file] }];
        next += 1;
      }
    }
    return { cohort: { members, next }, refused };
  }

  /** @param {ResultsFile} file */
  function isEmpty({ record: { marks, exams, steps } }) {
    return !marks.size && !exams.length && [...steps.values()].every((done) => !done.size);
  }

  /**
   * @param {ResultsFile} file
   * @param {ResultsData} data
   */
  function contentOf({ edition, record }, data) {
    const known = /** @type {unknown} */ (data);
    return edition + records.write(record, /** @type {TrainerData} */ (known));
  }

  /**
   * @param {string} name
   * @param {readonly ResultsMember[]} others
   */
  function unlike(name, others) {
    const taken = new Set(others.map((one) => one.name));
    let found = name;
    for (let number = 2; taken.has(found); number += 1) found = `${name}（${number}）`;
    return found;
  }

  /**
   * @param {ResultsCohort} cohort
   * @param {number} key
   * @param {string} name
   */
  function renamed(cohort, key, name) {
    const others = cohort.members.filter((one) => one.key !== key);
    const own = unlike(cleaned(name) || `学员 ${key}`, others);
    return { ...cohort, members: cohort.members.map((one) => (one.key === key ? { ...one, name: own } : one)) };
  }

  /** @param {ResultsCohort} cohort */
  function namedByFiles(cohort) {
    return cohort.members.reduce((all, { key, files }) => renamed(all, key, (files[0]?.label || '').replace(/\.json$/i, '')), cohort);
  }

  /**
   * @param {ResultsCohort} cohort
   * @param {number} from
   * @param {number} to
   */
  function merged(cohort, from, to) {
    return joined(cohort, from, to, (own, more) => [...own, ...more]);
  }

  /**
   * @param {ResultsCohort} cohort
   * @param {number} from
   * @param {number} to
   */
  function replaced(cohort, from, to) {
    return joined(cohort, from, to, (_, more) => [...more]);
  }

  /**
   * @param {ResultsCohort} cohort
   * @param {number} from
   * @param {number} to whose name stays
   * @param {(own: readonly ResultsFile[], more: readonly ResultsFile[]) => ResultsFile[]} join
   * @returns {ResultsCohort}
   */
  function joined(cohort, from, to, join) {
    const source = cohort.members.find(({ key }) => key === from);
    if (!source || from === to || !cohort.members.some(({ key }) => key === to)) return cohort;
    const members = cohort.members
      .filter(({ key }) => key !== from)
      .map((one) => (one.key === to ? { ...one, files: join(one.files, source.files) } : one));
    return { ...cohort, members };
  }

  /**
   * @param {ResultsCohort} cohort
   * @param {number} key
   */
  function removed(cohort, key) {
    return { ...cohort, members: cohort.members.filter((one) => one.key !== key) };
  }

  /** @param {ResultsMember} member */
  function recordOf({ files }) {
    return files.map(({ record }) => record).reduce(records.joined, records.empty());
  }

  results.cohort = { empty, read, added, renamed, namedByFiles, merged, replaced, removed, recordOf, cleaned, most: MOST };
})();
