// 训练器知道的一切：试题、它们所考的条目、学习路径。由 handbook/trainer.py 写进页面。

/**
 * A piece of a reason: words, or the id of an entry and the words that stand for it.
 * @typedef {string | [string, string]} TrainerSegment
 */

/**
 * One option, item to put in order, gap, or left side of a pair. Which fields there are depends on
 * the question's form: `right` of options, `wordings` of gaps (all ways to write it, the first being
 * `text`), `partner` of pairs. Items to put in order stand in their right order.
 * @typedef {{ text: string, right?: boolean, wordings?: string[], partner?: string, reason: TrainerSegment[] }} TrainerItem
 */

/**
 * What readers call them, `TrainerData.forms` says.
 * @typedef {'single' | 'multiple' | 'verdict' | 'order' | 'gaps' | 'match'} TrainerForm
 */

/**
 * `revision` changes whenever the words of the question do. `tests` are ids of entries, the main one
 * first. `reference`: it is about wordings that are not the issued ones. `topic` is a place in
 * `TrainerData.topics`. In the stem of `gaps`, each `____` is a gap.
 * @typedef {object} TrainerQuestion
 * @property {string} id
 * @property {string} revision
 * @property {string} title
 * @property {TrainerForm} form
 * @property {string[]} stem paragraphs
 * @property {TrainerItem[]} items
 * @property {string[]} tests
 * @property {boolean} scenario
 * @property {boolean} reference
 * @property {number} topic
 */

/**
 * An entry that a question tests or cites. `text` is the editor's, headed by `label`; a sentence of
 * the source has no title. `quotes` are words of the source. `url` is relative to the site's root.
 * @typedef {{ kind: string, title: string, text: string, url: string, label: string, parent: string, quotes: string[], attribution: string, reference: boolean }} TrainerEntry
 */

/**
 * A step of a path: to read entries, to look at them with the checklist, or to be tested in `count`
 * of the `questions`.
 * @typedef {{ form: 'read' | 'check' | 'test', title: string, minutes: number, entries: string[], questions: string[], count: number }} TrainerStep
 * @typedef {{ id: string, title: string, audience: string, minutes: number, steps: TrainerStep[] }} TrainerPath
 */

/**
 * @typedef {object} TrainerData
 * @property {string} title
 * @property {string} slug begins the names under which browsers keep something
 * @property {string[]} formerSlugs those under which something may have been kept
 * @property {{ id: string, name: string }} edition
 * @property {string[]} notices what has to be said of wordings that are not the issued ones
 * @property {string} reference what these wordings are called; '' if there are none
 * @property {Record<TrainerForm, string>} forms what readers call the forms of questions
 * @property {number[]} intervals days after which a question comes again, answered rightly once, twice…
 * @property {string} handbook the address of the site's root, to which links lead; '' if it is not at hand
 * @property {{ questions: number, minutes: number, pass: number, reference?: boolean }} exam `reference`: whether reference questions are asked, where that is not for the reader to say
 * @property {Record<string, string>} kinds labels
 * @property {Record<string, TrainerEntry>} entries by id
 * @property {string[]} topics
 * @property {TrainerQuestion[]} questions
 * @property {TrainerPath[]} paths
 * @property {Record<string, string>} moved for a question that is no more, the id of the one that took over, or why none did
 */

/**
 * @typedef {object} TrainerNamespace
 * @property {TrainerChanceApi} [chance]
 * @property {TrainerScoringApi} [scoring]
 * @property {TrainerScheduleApi} [schedule]
 * @property {TrainerExamApi} [exam]
 * @property {TrainerRecordApi} [record]
 * @property {TrainerKeepingApi} [keeping]
 * @property {TrainerQuestionViewApi} [questionView]
 * @property {TrainerViewsApi} [views]
 * @property {TrainerFrameMaker} [createFrame]
 */

/** @typedef {typeof globalThis & ApartScope & { trainer?: TrainerNamespace }} TrainerScope */
