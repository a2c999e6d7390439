// 存在浏览器里：一个键，加上第二份。几个窗口同时开着也不丢，读不懂的不覆盖，清除以后再读一遍作证。

/**
 * Why nothing is kept: the browser refuses, what lies there is not ours, there is no room, nobody
 * wants it, or another window has cleared it.
 * @typedef {'' | 'refused' | 'strange' | 'full' | 'unwanted' | 'cleared'} TrainerUnkept
 */

/**
 * @typedef {object} TrainerKeeper
 * @property {() => TrainerRecord} record
 * @property {(edit: (record: TrainerRecord) => TrainerRecord) => void} change keeps at once, joined with what another window wrote; steps and exams only ever become more
 * @property {() => TrainerUnkept} unkept
 * @property {() => boolean} isAtRisk whether closing the page would lose what no file has
 * @property {() => void} exported
 * @property {(isKept: boolean) => Promise<string[]>} keep gives the keys that could not be removed
 * @property {() => Promise<string[] | null>} wipe gives the keys still there when read again; null without storage
 * @property {() => boolean} reread takes in what another window wrote; whether something changed
 * @property {() => Promise<number>} recall takes in what only the second copy has, and says how many things that were
 * @property {() => Promise<void>} copied waits until the second copy is as good as can be
 * @property {() => boolean} hasCopy whether there is a second copy, as far as is known
 * @property {() => boolean} isDoubtful whether the browser withheld what was kept when the page opened
 */

/**
 * @typedef {object} TrainerKeepingApi
 * @property {string} KEY
 * @property {readonly string[]} ALL every key
 * @property {(data: TrainerData, get: () => Storage, copy: SecondCopy) => TrainerKeeper} createKeeper
 */
