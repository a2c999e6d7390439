// 结果页知道的一切：试题的编号和题名、它们考到的条目、学习路径。由 handbook/results.py 写进页面。

/**
 * A question without its words: `revision` changes whenever they do. `tests`, `reference` and `topic`
 * are those of TrainerQuestion.
 * @typedef {object} ResultsQuestion
 * @property {string} id
 * @property {string} revision
 * @property {string} title
 * @property {TrainerForm} form
 * @property {string[]} tests
 * @property {boolean} reference
 * @property {number} topic
 */

/**
 * @typedef {object} ResultsData
 * @property {string} title
 * @property {{ id: string, name: string }} edition
 * @property {string[]} notices what has to be said of wordings that are not the issued ones
 * @property {string} reference what these wordings are called; '' if there are none
 * @property {Record<TrainerForm, string>} forms what readers call the forms of questions
 * @property {number[]} intervals
 * @property {number} pass
 * @property {Record<string, string>} kinds labels
 * @property {Record<string, { kind: string, title: string }>} entries that are tested, in the order of the handbook
 * @property {string[]} topics
 * @property {ResultsQuestion[]} questions
 * @property {{ id: string, title: string, steps: number }[]} paths
 */

/**
 * @typedef {object} ResultsNamespace
 * @property {ResultsStatisticsApi} [statistics]
 * @property {ResultsCohortApi} [cohort]
 * @property {ResultsTablesApi} [tables]
 * @property {ResultsPartsApi} [parts]
 * @property {ResultsPeopleApi} [people]
 * @property {ResultsPaperApi} [paper]
 */

/** @typedef {TrainerScope & { results?: ResultsNamespace }} ResultsScope */
