// 掌握情况：考到的每个条目一格，掌握的程度用记号、文字和颜色三样表示；各部分合计；也有表格。

(() => {
  'use strict';

  const scope = /** @type {TrainerScope} */ (globalThis);
  const trainer = /** @type {TrainerNamespace} */ (scope.trainer = scope.trainer || {});
  const chance = /** @type {TrainerChanceApi} */ (trainer.chance);
  const schedule = /** @type {TrainerScheduleApi} */ (trainer.schedule);
  const views = /** @type {TrainerViewsApi} */ (trainer.views);
  const rounds = /** @type {TrainerRoundViewApi} */ (views.rounds);
  const { group, heading, inner, folded, table, nameOf } = views;
  const { element, button } = /** @type {ElementsApi} */ (scope.apart?.elements);

  /** @type {readonly (readonly [string, string])[]} how a level is drawn and called */
  const LEVELS = [
    ['□□□□', '没有练过'],
    ['■□□□', '有答错的'],
    ['■■□□', '刚练过一些'],
    ['■■■□', '大半会了'],
    ['■■■■', '都会了'],
  ];
  const WEAK = 3;
  const IN_A_ROUND = 10;

  /** @param {number} level */
  function levelOf(level) {
    return LEVELS[level] || /** @type {const} */ (['', '']);
  }

  /**
   * Entries of one kind that stand under the same entry.
   * @typedef {{ kind: string, parent: string, ids: string[] }} TrainerBlock
   */

  /**
   * In the order of the handbook.
   * @param {TrainerData} data
   * @param {ReadonlyMap<string, TrainerStrength>} strengths
   */
  function blocks(data, strengths) {
    /** @type {Map<string, TrainerBlock>} */
    const found = new Map();
    for (const [id, { kind, parent }] of Object.entries(data.entries)) {
      if (!strengths.has(id)) continue;
      const key = `${kind} ${parent}`;
      const block = found.get(key) || { kind, parent, ids: [] };
      found.set(key, block);
      block.ids.push(id);
    }
    return [...found.values()];
  }

  /** @param {TrainerDesk} desk */
  function createProgress(desk) {
    const { data } = desk;

    /**
     * @param {HTMLElement} place
     * @returns {TrainerShown}
     */
    function show(place) {
      const title = heading('掌握情况');
      const draw = () => {
        const strengths = schedule.strengths(data, desk.keeper.record().marks);
        place.replaceChildren(title, topicsBox(), weakBox(strengths), legend(), ...kindBoxes(strengths), tableBox(strengths));
      };
      draw();
      return { title: '掌握情况', heading: title, onRecord: draw };
    }

    function topicsBox() {
      const { marks } = desk.keeper.record();
      const rows = [...data.topics, ''].map((name, topic) => {
        const questions = data.questions.filter((question) => !name || question.topic === topic);
        const seen = questions.filter(({ id }) => marks.has(id));
        const right = seen.filter(({ id }) => marks.get(id)?.last === 'right').length;
        return [name || '合计', `${seen.length}/${questions.length}`, String(right), seen.length ? `${Math.round((right * 100) / seen.length)}%` : '—'];
      });
      return group('tr-box', [table(['部分', '练过', '上次答对', '答对率'], rows, '各部分合计，答对率按各题最近一次算')], 'section');
    }

    /** @param {ReadonlyMap<string, TrainerStrength>} strengths */
    function weakBox(strengths) {
      const weak = [...strengths].filter(([, { level }]) => level > 0 && level < WEAK).sort(([, a], [, b]) => a.level - b.level).map(([id]) => id);
      const fresh = [...strengths].filter(([, { level }]) => level === 0).map(([id]) => id);
      const buttons = [
        ...(weak.length ? [button(`练薄弱的（${weak.length} 条）`, () => start('薄弱的', weak))] : []),
        ...(fresh.length ? [button(`练没有练过的（${fresh.length} 条）`, () => start('没有练过的', fresh))] : []),
      ];
      return group('tr-buttons', buttons);
    }

    /**
     * One question for each entry, until there are enough.
     * @param {string} title
     * @param {string[]} entries
     */
    function start(title, entries) {
      const seed = chance.seedOf(`${desk.today()} ${desk.keeper.record().marks.size}`);
      const random = chance.random(seed);
      /** @type {Set<string>} */
      const ids = new Set();
      for (const entry of entries) {
        const about = data.questions.filter(({ tests }) => tests.includes(entry));
        const [question] = chance.shuffled(about.filter(({ tests }) => tests[0] === entry).length ? about.filter(({ tests }) => tests[0] === entry) : about, random);
        if (question && ids.size < IN_A_ROUND) ids.add(question.id);
      }
      desk.round = rounds.begin({ title, ids: [...ids], back: '#progress', repeats: true }, seed);
      desk.go('#round');
    }

    function legend() {
      const items = LEVELS.map(([sign, words], level) => group(`tr-cell tr-cell--${level}`, [signed(sign), words], 'li'));
      return group('tr-legend', items, 'ul');
    }

    /** @param {string} sign */
    function signed(sign) {
      const made = group('tr-level', [sign], 'span');
      made.setAttribute('aria-hidden', 'true');
      return made;
    }

    /** @param {ReadonlyMap<string, TrainerStrength>} strengths */
    function kindBoxes(strengths) {
      const all = blocks(data, strengths);
      return [...new Set(all.map(({ kind }) => kind))].map((kind) => {
        const own = all.filter((block) => block.kind === kind);
        const ids = own.flatMap((block) => block.ids);
        const known = ids.filter((id) => (strengths.get(id)?.level || 0) >= WEAK).length;
        const title = element('h2', data.kinds[kind]);
        title.append(' ', group('tr-quiet', [`${ids.length} 条，大半会了和都会了的 ${known} 条`], 'span'));
        return group('tr-kind', [title, ...own.flatMap((block) => [
          ...(block.parent ? [element('h3', `${block.parent} ${nameOf(block.parent, data)}`)] : []),
          group('tr-grid', block.ids.map((id) => cell(id, strengths)), 'ul'),
        ])], 'section');
      });
    }

    /**
     * @param {string} id
     * @param {ReadonlyMap<string, TrainerStrength>} strengths
     */
    function cell(id, strengths) {
      const { level = 0, seen = 0, asked = 0 } = strengths.get(id) || {};
      const [sign, words] = levelOf(level);
      const link = inner('', `#${id}`);
      link.className = `tr-cell tr-cell--${level}`;
      link.title = `${nameOf(id, data)}（${words}，练过 ${seen}/${asked} 题）`;
      link.append(group('hb-id', [id], 'span'), signed(sign), group('tr-unseen', [` ${words}`], 'span'));
      return group('', [link], 'li');
    }

    /** @param {ReadonlyMap<string, TrainerStrength>} strengths */
    function tableBox(strengths) {
      return folded(['按表格看'], (inside) => {
        const rows = blocks(data, strengths).flatMap(({ ids }) => ids).map((id) => {
          const { level = 0, seen = 0, asked = 0, right = 0 } = strengths.get(id) || {};
          return [inner(`${id} ${nameOf(id, data).slice(0, 40)}`, `#${id}`), `${seen}/${asked}`, String(right), levelOf(level)[1]];
        });
        inside.append(table(['条目', '练过', '上次答对', '程度'], rows, '考到的各个条目'));
      });
    }

    return { show };
  }

  views.makers.progress = createProgress;
})();
