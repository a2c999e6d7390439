// 哪一天再问哪一题：答对的隔几天再问，答错的当天再问；每天的安排、错题本、各条目掌握得怎样。

/**
 * How a question was answered so far. `revision`: of the wording that was answered; `box`: how many
 * times in a row rightly, on different days; `due`: the day on which it is asked again; `day`: of the
 * last answer. Days are those of the computer's own calendar, YYYY-MM-DD.
 * @typedef {{ revision: string, seen: number, right: number, box: number, due: string, last: 'right' | 'wrong', day: string }} TrainerMark
 * @typedef {ReadonlyMap<string, TrainerMark>} TrainerMarks by the question's id
 */

/**
 * @typedef {{ due: string[], fresh: string[] }} TrainerPlan ids of questions, in the order to ask them
 * @typedef {{ fresh: number, reference: boolean }} TrainerPlanOptions how many new ones at most; whether reference questions too
 */

/**
 * How well an entry is known. `asked`: how many questions test it; `seen`: how many of them were
 * answered; `right`: how many of them rightly the last time.
 * `level` 0: none was answered; 1: one was answered wrongly and not rightly since, or its wording is
 * new; 2: fewer than half were answered, or one rightly only once; 3: otherwise; 4: all were answered,
 * each rightly three times in a row.
 * @typedef {{ asked: number, seen: number, right: number, level: 0 | 1 | 2 | 3 | 4 }} TrainerStrength
 */

/**
 * @typedef {object} TrainerScheduleApi
 * @property {(date: Date) => string} dayOf
 * @property {(text: unknown) => text is string} isDay whether it is a day that there is
 * @property {(day: string, days: number) => string} later
 * @property {(a: string, b: string) => number} daysBetween from a to b, negative if b is earlier
 * @property {(mark: TrainerMark | undefined, question: TrainerQuestion, isRight: boolean, day: string, intervals: readonly number[]) => TrainerMark} answered
 * @property {(mark: TrainerMark, question: TrainerQuestion, day: string) => boolean} isDue
 * @property {(data: TrainerData, marks: TrainerMarks, day: string, options: TrainerPlanOptions) => TrainerPlan} plan
 * @property {(data: TrainerData, marks: TrainerMarks) => string[]} mistakes
 * @property {(data: TrainerData, marks: TrainerMarks) => Map<string, TrainerStrength>} strengths of every entry that is tested
 * @property {(marks: TrainerMarks, day: string) => { day: string, isBack: boolean }} clock the day to count with: today, or the last day that was trained on if the computer's date is earlier (`isBack`)
 * @property {(marks: TrainerMarks, days: number) => Map<string, TrainerMark>} moved to change what is kept use record.moved
 */
