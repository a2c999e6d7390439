// 合并：几份记录（连同这一页的）逐条相比，一致的合在一起，不一致的列出来由人定。

/** @typedef {{ name: string, marks: WorkingMarks }} WorkingSource */
/** @typedef {{ source: number, mark: WorkingMark }} WorkingOpinion */
/** @typedef {{ id: string, opinions: WorkingOpinion[] }} WorkingConflict */
/** @typedef {{ id: string, before: WorkingMark, after: WorkingMark }} WorkingAgreement */
/** @typedef {{ changes: WorkingAgreement[], same: string[], conflicts: WorkingConflict[] }} WorkingPlan */
/** @typedef {'page' | 'files' | 'doubt'} WorkingRule */

/**
 * @typedef {object} WorkingMergeApi
 * @property {(page: WorkingMarks, files: readonly WorkingSource[], data: WorkingData) => WorkingPlan} plan
 * @property {(conflict: WorkingConflict, rule: WorkingRule, data: WorkingData) => string} ruled
 * @property {(page: WorkingMarks, plan: WorkingPlan, decisions: ReadonlyMap<string, string>, at: number, data: WorkingData) => WorkingChange[] | null} settled
 */

(() => {
  'use strict';

  const scope = /** @type {WorkingScope} */ (globalThis);
  const working = /** @type {WorkingNamespace} */ (scope.working = scope.working || {});
  const marking = /** @type {WorkingMarksApi} */ (working.marks);
  const PAGE = 0;

  /**
   * What would change. What says nothing has no opinion; ways of looking add up; results that
   * differ are a conflict.
   * @param {WorkingMarks} page
   * @param {readonly WorkingSource[]} files of them the ids in the handbook's order come first
   * @param {WorkingData} data
   * @returns {WorkingPlan}
   */
  function plan(page, files, data) {
    /** @type {WorkingPlan} */
    const found = { changes: [], same: [], conflicts: [] };
    const named = new Set(files.flatMap(({ marks }) => [...marks.keys()]));
    const listed = data.rows.map((row) => row.id).filter((id) => named.has(id));
    for (const id of new Set([...listed, ...[...named].sort()])) {
      const opinions = [page, ...files.map(({ marks }) => marks)].flatMap((marks, source) => {
        const mark = marks.get(id);
        return mark && marking.says(mark, data) ? [{ source, mark }] : [];
      });
      const results = new Set(opinions.map(({ mark }) => mark.result));
      const [result] = results;
      if (results.size > 1) found.conflicts.push({ id, opinions });
      if (results.size !== 1 || result === undefined) continue;
      const before = marking.markOf(page, id, data);
      const after = together(opinions, result, data);
      if (marking.isSame(before, after)) found.same.push(id);
      else found.changes.push({ id, before, after });
    }
    return found;
  }

  /**
   * One mark of several with the same result, whatever their order: the ways of all, and this
   * edition if one of them was made in it.
   * @param {WorkingOpinion[]} opinions
   * @param {string} result
   * @param {WorkingData} data
   * @returns {WorkingMark}
   */
  function together(opinions, result, data) {
    const agreeing = opinions.filter(({ mark }) => mark.result === result).map(({ mark }) => mark.edition);
    const editions = (agreeing.length ? agreeing : opinions.map(({ mark }) => mark.edition)).sort();
    const methods = marking.inOrder(opinions.flatMap(({ mark }) => mark.methods), data);
    const edition = editions.includes(data.edition.id) ? data.edition.id : String(editions[editions.length - 1]);
    return { result, methods, edition, at: 0 };
  }

  /**
   * The result that a rule gives, '' if it gives none: what stands on the page; what the last of the
   * files says; to be looked at again.
   * @param {WorkingConflict} conflict
   * @param {WorkingRule} rule
   * @param {WorkingData} data
   */
  function ruled(conflict, rule, data) {
    if (rule === 'doubt') return String(data.results[2]);
    const fitting = conflict.opinions.filter(({ source }) => (source === PAGE) === (rule === 'page'));
    return fitting[fitting.length - 1]?.mark.result || '';
  }

  /**
   * The changes of a plan whose conflicts are decided; null as long as one is not.
   * @param {WorkingMarks} page
   * @param {WorkingPlan} plan
   * @param {ReadonlyMap<string, string>} decisions the result for each id in conflict
   * @param {number} at
   * @param {WorkingData} data
   * @returns {WorkingChange[] | null}
   */
  function settled(page, { changes, conflicts }, decisions, at, data) {
    const decided = [];
    for (const { id, opinions } of conflicts) {
      const result = decisions.get(id);
      if (result === undefined || !data.results.includes(result)) return null;
      decided.push({ id, after: together(opinions, result, data) });
    }
    return [...changes, ...decided]
      .filter(({ id, after }) => !marking.isSame(marking.markOf(page, id, data), after))
      .map(({ id, after }) => ({ id, before: page.get(id), after: { ...after, at } }));
  }

  working.merge = { plan, ruled, settled };
})();
