// 模拟考试：按种子抽题，题目在各部分、各条目之间摊开；只数页面开着的时间；交卷以后算分、列出该读的条目。

/**
 * An exam that goes on. `seconds`: spent so far, counted while the page is open, so that no clock
 * can cheat or rob; `limit`: how many there are; `changes`: how often something was answered.
 * @typedef {{ seed: number, questions: string[], answers: Record<string, TrainerAnswer>, seconds: number, changes: number, day: string, limit: number }} TrainerExamState
 */

/**
 * What is kept of an exam that was handed in.
 * @typedef {{ day: string, seed: number, questions: string[], right: string[], seconds: number }} TrainerExamResult
 */

/**
 * `missing`: those that nothing was answered to. `reading`: the entries that wrong and missing ones
 * test, most often first.
 * @typedef {{ right: string[], wrong: string[], missing: string[], score: number, isPassed: boolean, reading: string[] }} TrainerExamMarking
 */

/**
 * @typedef {object} TrainerExamApi
 * @property {(data: TrainerData, seed: number, count: number, withReference: boolean) => string[]} draw
 * @property {(data: TrainerData, seed: number, day: string, withReference: boolean) => TrainerExamState} started
 * @property {(state: TrainerExamState, id: string, answer: TrainerAnswer) => TrainerExamState} answeredIn nothing once it is over
 * @property {(state: TrainerExamState, seconds: number) => TrainerExamState} spent
 * @property {(state: TrainerExamState) => boolean} isOver
 * @property {(data: TrainerData, state: TrainerExamState) => TrainerExamMarking} marked
 * @property {(data: TrainerData, state: TrainerExamState) => TrainerExamResult} result what goes into TrainerRecord.exams
 */
