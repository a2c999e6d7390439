// 各张表：屏幕上、纸上和 CSV 里是同一张，写在这里一次。

/**
 * A cell: words, or how well an entry is known, as a sign and in words.
 * @typedef {string | { level: number, sign: string, words: string }} ResultsCell
 */

/**
 * The first column heads the rows; from `people` on there is one column for each person, which may
 * be shown some at a time.
 * @typedef {object} ResultsTable
 * @property {string} name of its file
 * @property {string} title
 * @property {string} caption
 * @property {string[]} head
 * @property {ResultsCell[][]} rows
 * @property {number} people
 * @property {string} none what to say where there are no rows
 */

/**
 * @typedef {object} ResultsTablesApi
 * @property {(data: ResultsData, names: readonly string[], found: ResultsFound) => ResultsAllTables} all
 * @property {(table: ResultsTable) => string} csv
 * @property {(table: ResultsTable, ids: ReadonlySet<string>) => ResultsTable} only the rows that begin with one of the ids
 * @property {(table: ResultsTable, most: number) => ResultsTable[]} pieces with so many people each
 * @property {string} KIND what heads the column of kinds
 * @property {readonly (readonly [string, string, string])[]} levels sign, short words, what they mean
 */

/**
 * @typedef {'next' | 'people' | 'entries' | 'topics' | 'undone' | 'unanswered' | 'doubts' | 'items' | 'exams' | 'sittings'} ResultsTableName
 * @typedef {Readonly<Record<ResultsTableName, ResultsTable>>} ResultsAllTables
 */

(() => {
  'use strict';

  const scope = /** @type {ResultsScope} */ (globalThis);
  const results = /** @type {ResultsNamespace} */ (scope.results = scope.results || {});
  const { percent, limits } = /** @type {ResultsStatisticsApi} */ (results.statistics);
  const csvFile = /** @type {CsvApi} */ (scope.apart?.csv);

  const levels = /** @type {const} */ ([
    ['□□□□', '没练', '考到它的题一题也没有答过'],
    ['■□□□', '有错', '有答错的，还没有改过来'],
    ['■■□□', '刚练', '答对了，但练得还少'],
    ['■■■□', '大半', '练过一半以上，隔天再问也答对'],
    ['■■■■', '都会', '考到它的题都连着答对三次'],
  ]);
  const KIND = '种类';
  const NOBODY = '还没有学员。';
  /** @type {Record<ResultsDoubt, string>} */
  const DOUBTS = {
    none: '最近一次没有一个人答对：题或者答案可能有毛病，也可能没有教到',
    all: '从来没有人答错：可能太容易，或者题里露了答案',
    negative: '区分度是负的：别的题答得好的人，这一题反而容易错，看看有没有歧义',
  };

  /**
   * @param {ResultsData} data
   * @param {readonly string[]} names
   * @param {ResultsFound} found
   * @returns {ResultsAllTables}
   */
  function all(data, names, found) {
    return {
      next: next(data, names, found),
      people: people(names, found),
      entries: entries(data, names, found),
      topics: topics(data, names, found),
      undone: undone(data, names, found),
      unanswered: unanswered(data, names, found),
      doubts: doubts(data, found),
      items: items(data, found),
      exams: exams(names, found),
      sittings: sittings(names, found),
    };
  }

  /**
   * @param {ResultsTableName} name
   * @param {string} title
   * @param {string} caption
   * @param {string[]} head
   * @param {ResultsCell[][]} rows
   * @param {{ people?: number, none?: string }} more
   * @returns {ResultsTable}
   */
  function table(name, title, caption, head, rows, { people: from = head.length, none = NOBODY } = {}) {
    return { name, title, caption, head, rows, people: from, none };
  }

  /** @param {ResultsShare} share */
  function rate(share) {
    const value = percent(share);
    return value === null ? '—' : `${value}%`;
  }

  /** Not as 3/5, which a spreadsheet takes for a day. @param {ResultsShare} share */
  function answered(share) {
    return share.seen ? `${share.seen} 次里对 ${share.right} 次` : '没有人答过';
  }

  /**
   * @param {string} id
   * @param {ResultsData} data
   */
  function entryName(id, { entries: known, kinds }) {
    const entry = known[id];
    return entry ? [id, kinds[entry.kind] || '', entry.title] : [id, '', ''];
  }

  /**
   * @param {ResultsData} data
   * @param {readonly string[]} names
   * @param {ResultsFound} found
   */
  function next(data, names, found) {
    const rows = found.next.map(({ id, share, weak }) => [
      ...entryName(id, data), rate(share), answered(share), weak.length ? `${weak.length} 人：${weak.map((at) => names[at]).join('、')}` : '—',
    ]);
    const caption = '有人最近一次还答错的条目，全组答对率低的在前；答的次数少的说明不了多少，往后排。答对率按各人、各题最近一次算。';
    return table('next', '下一步教什么', caption, ['编号', KIND, '条目', '答对率', '全组', '还没有改过来的人'], rows, { none: '没有答错的条目。' });
  }

  /**
   * @param {readonly string[]} names
   * @param {ResultsFound} found
   */
  function people(names, found) {
    const rows = names.map((name, at) => {
      const one = /** @type {ResultsStanding} */ (found.people[at]);
      const sitting = found.sittings[at] || [];
      const newest = sitting[sitting.length - 1];
      return [
        name, `${one.seen} 题`, rate(one), `${one.known} 条`, newest ? `${newest.score} 分` : '没有考过',
        one.changed.length ? `${one.changed.length} 题` : '—', one.gone.length ? `${one.gone.length} 题` : '—', one.last || '—',
      ];
    });
    const caption = `本版算在内的试题 ${found.questions} 道，考到的条目 ${found.entries.length} 条。“答对率”按各题最近一次算；“会了”是大半会和都会的条目。题目已改的、本版没有的单列，不算在别的格里。`;
    return table('people', '各人', caption, ['姓名', '答过', '答对率', '会了', '最近一次模拟考试', '题目已改', '本版没有', '最后一天'], rows);
  }

  /**
   * @param {ResultsData} data
   * @param {readonly string[]} names
   * @param {ResultsFound} found
   */
  function entries(data, names, found) {
    const rows = found.entries.map(({ id, levels: own, known }) => [
      ...entryName(id, data), `${known} 人`, ...own.map(levelCell),
    ]);
    const caption = '每格是一个人对一个条目掌握得怎样；“会了”是大半和都会的人数。';
    return table('entries', '各条目掌握得怎样', caption, ['编号', KIND, '条目', '会了', ...names], rows, { people: 4 });
  }

  /** @param {number} level */
  function levelCell(level) {
    const [sign, words] = levels[level] || levels[0];
    return { level, sign, words };
  }

  /**
   * @param {ResultsData} data
   * @param {readonly string[]} names
   * @param {ResultsFound} found
   */
  function topics(data, names, found) {
    const rows = found.topics.map(({ topic, asked, people: own, share }) => [
      data.topics[topic] || '', `${asked} 道`, rate(share), ...own.map((one) => (one.seen ? `${rate(one)}（${one.seen} 题）` : '没练')),
    ]);
    return table('topics', '各部分', '答对率，按各题最近一次算；括号里是答过几题。', ['部分', '试题', '全组', ...names], rows, { people: 3 });
  }

  /**
   * @param {ResultsData} data
   * @param {readonly string[]} names
   * @param {ResultsFound} found
   */
  function undone(data, names, found) {
    const rows = names.map((name, at) => {
      const one = /** @type {ResultsStanding} */ (found.people[at]);
      const times = found.sittings[at]?.length || 0;
      return [
        name,
        `${one.unanswered.length} 题`,
        `${one.untrained.length} 条`,
        one.untouched.map((topic) => data.topics[topic] || '').join('、') || '—',
        times ? `考过 ${times} 次` : '没有考过',
        ...data.paths.map(({ steps }, path) => stepsDone(one.steps[path] || 0, steps)),
      ];
    });
    const head = ['姓名', '没有答过', '没有练过', '一题没练的部分', '模拟考试', ...data.paths.map(({ title }) => title)];
    return table('undone', '还没有做的', '没有答过的试题（题目已改以后没有再答的也在内）、没有练过的条目、没有碰过的部分；后面几栏是各条学习路径。', head, rows);
  }

  /**
   * @param {number} done
   * @param {number} steps
   */
  function stepsDone(done, steps) {
    if (!done) return '没有开始';
    return done >= steps ? '做完了' : `做了 ${done} 步，共 ${steps} 步`;
  }

  /**
   * @param {ResultsData} data
   * @param {readonly string[]} names
   * @param {ResultsFound} found
   */
  function unanswered(data, names, found) {
    const known = new Map(data.questions.map((question) => [question.id, question]));
    const rows = names.flatMap((name, at) => (found.people[at]?.unanswered || []).map((id) => {
      const question = known.get(id);
      const isChanged = found.people[at]?.changed.includes(id);
      return [name, id, question?.title || '', data.topics[question?.topic || 0] || '', isChanged ? '题目已改，要重新答' : ''];
    }));
    return table('unanswered', '各人没有答过的试题', '一人一题一行。', ['姓名', '编号', '题名', '部分', '说明'], rows, { none: '没有。' });
  }

  /**
   * @param {ResultsQuestion | undefined} question
   * @param {ResultsData} data
   */
  function formOf(question, data) {
    return question ? data.forms[question.form] : '';
  }

  /**
   * @param {ResultsData} data
   * @param {ResultsFound} found
   */
  function doubts(data, found) {
    const known = new Map(data.questions.map((question) => [question.id, question]));
    const rows = found.items.filter((item) => item.doubts.length).map((item) => [
      item.id, known.get(item.id)?.title || '', formOf(known.get(item.id), data), `${item.share.seen} 人`, rate(item.share), powerOf(item),
      item.doubts.map((doubt) => DOUBTS[doubt]).join('；'),
    ]);
    const caption = `该看一看的试题：答过的人满 ${limits.judged} 个才判断；只是提个醒，不说明题一定有毛病。`;
    return table('doubts', '该看一看的试题', caption, ['编号', '题名', '题型', '答过', '答对率', '区分度', '为什么'], rows, { none: `没有该看一看的试题。答过的人满 ${limits.judged} 个才判断。` });
  }

  /**
   * @param {ResultsData} data
   * @param {ResultsFound} found
   */
  function items(data, found) {
    const known = new Map(data.questions.map((question) => [question.id, question]));
    const rows = found.items.map((item) => {
      const { share, clean, older } = item;
      return [
        item.id, known.get(item.id)?.title || '', formOf(known.get(item.id), data), `${share.seen} 人`, rate(share),
        share.seen ? `${clean} 人` : '—', powerOf(item), older ? `${older} 人` : '—',
      ];
    });
    const caption = `答对率就是难度，按各人最近一次回答算：记录里没有第一次答得怎样；“从没答错”的人，第一次也答对了。区分度是这一题答对与否同其余各题答对率的点二列相关，−1 到 1，越大越分得出谁会谁不会；答过它、又答过另外 ${limits.rest} 题的人满 ${limits.compared} 个才算，不到 30 人的只作参考。“改前答过”的是题目改了以后还没有再答的人，别的格里不算。`;
    return table('items', '各题', caption, ['编号', '题名', '题型', '答过', '答对率', '从没答错', '区分度', '改前答过'], rows);
  }

  /** With the sign for minus: what begins with a hyphen a spreadsheet would calculate. @param {ResultsItem} item */
  function powerOf({ power, lack }) {
    if (power === null) return lack === 'few' ? '人数太少' : '答得都一样';
    const hundredths = Math.round(power * 100);
    return `${hundredths < 0 ? '−' : ''}${(Math.abs(hundredths) / 100).toFixed(2)}`;
  }

  /**
   * @param {readonly string[]} names
   * @param {ResultsFound} found
   */
  function exams(names, found) {
    const rows = names.map((name, at) => {
      const own = found.sittings[at] || [];
      const [first, newest] = [own[0], own[own.length - 1]];
      if (!first || !newest) return [name, '没有考过', '—', '—', '—', '—', '—'];
      const change = newest.score - first.score;
      return [
        name, `${own.length} 次`, said(first), said(newest), `${Math.max(...own.map(({ score }) => score))} 分`, `${own.filter(({ isPassed }) => isPassed).length} 次`,
        own.length === 1 ? '只考过一次' : change ? `${change > 0 ? '高' : '低'}了 ${Math.abs(change)} 分` : '一样',
      ];
    });
    return table('exams', '模拟考试', '按日子先后，同一天考几次的，记录里分不出先后。合格按本版的分数线。', ['姓名', '考过', '第一次', '最近一次', '最高', '合格', '最近比第一次'], rows);
  }

  /** @param {ResultsSitting} sitting */
  function said({ score, isPassed }) {
    return `${score} 分 ${isPassed ? '✓ 合格' : '✗ 不合格'}`;
  }

  /**
   * @param {readonly string[]} names
   * @param {ResultsFound} found
   */
  function sittings(names, found) {
    const rows = names.flatMap((name, at) => (found.sittings[at] || []).map((one) => [
      name, one.day, `${one.score} 分`, one.isPassed ? '✓ 合格' : '✗ 不合格', `${one.right} 题`, `${one.asked} 题`, `${Math.floor(one.seconds / 60)} 分钟`,
    ]));
    return table('sittings', '每次模拟考试', '一次一行。', ['姓名', '日期', '得分', '结果', '答对', '共', '用时'], rows, { none: '还没有人考过。' });
  }

  // --- other forms of a table -------------------------------------------------------------------

  /** @param {ResultsCell} cell */
  function textOf(cell) {
    return typeof cell === 'string' ? cell : `${cell.sign} ${cell.words}`;
  }

  /** @param {ResultsTable} one */
  function csv({ head, rows }) {
    return csvFile.text([head, ...rows.map((cells) => cells.map(textOf))]);
  }

  /**
   * @param {ResultsTable} one
   * @param {ReadonlySet<string>} ids
   * @returns {ResultsTable}
   */
  function only(one, ids) {
    return { ...one, rows: one.rows.filter(([first]) => typeof first === 'string' && ids.has(first)) };
  }

  /**
   * @param {ResultsTable} one
   * @param {number} most
   */
  function pieces(one, most) {
    const count = Math.max(1, Math.ceil((one.head.length - one.people) / most));
    return Array.from({ length: count }, (_, at) => {
      const from = one.people + at * most;
      /** @type {<T>(cells: T[]) => T[]} */
      const cut = (cells) => [...cells.slice(0, one.people), ...cells.slice(from, from + most)];
      return { ...one, head: cut(one.head), rows: one.rows.map(cut) };
    });
  }

  results.tables = { all, csv, only, pieces, levels, KIND };
})();
