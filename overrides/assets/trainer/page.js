// 训练的页面：先说清存在哪里；按地址换视图，把各部分连起来。

(() => {
  'use strict';

  const scope = /** @type {TrainerScope} */ (globalThis);
  const trainer = /** @type {TrainerNamespace} */ (scope.trainer = scope.trainer || {});
  const schedule = /** @type {TrainerScheduleApi} */ (trainer.schedule);
  const records = /** @type {TrainerRecordApi} */ (trainer.record);
  const keeping = /** @type {TrainerKeepingApi} */ (trainer.keeping);
  const views = /** @type {TrainerViewsApi} */ (trainer.views);
  const { one, element, button } = /** @type {ElementsApi} */ (scope.apart?.elements);
  const ID = /^[A-Z]{1,8}[0-9]{1,8}$/;

  const CHROMIUM_ON_DISK = '从硬盘上打开时，这台计算机上任何一个本地的 HTML 文件都读得到这里存的记录。';
  const FIREFOX_ON_DISK = 'Firefox 按文件的地址存：文件移动、改名或换了盘符，这里存的就读不到了。移动以前先导出，移动以后用“导入”。';
  const KEPT = '答了就存在这个浏览器里，下次打开还在。导出的文件才是记录。';
  const ONE_COPY = '这个浏览器只让存一份，电脑很忙的时候偶尔会丢，要常导出。';
  /** @type {Record<Exclude<Unkept, ''>, string>} */
  const UNKEPT = {
    refused: '这个浏览器不让本页存东西（可能是无痕窗口，或者禁止了）。练的只在这一页上，关掉就没有：关掉以前请导出。',
    full: '浏览器里没有地方存了。练的只在这一页上，关掉就没有：关掉以前请导出。',
    strange: '浏览器里原来存着本页读不懂的东西，没有动它，也不往里存。练的只在这一页上：请导出；“一键清除”以后就能存了。',
    unwanted: '不保存：练的只在这一页上，关掉或刷新就没有。要留就导出。',
    cleared: '另一个窗口清除了存的记录。这一页上的还在，只是不再存：可以也清除，也可以存回去。',
  };

  const json = document.querySelector('[data-trainer]')?.textContent;
  const dialog = document.querySelector('[data-dialog]');
  if (!json || !(dialog instanceof HTMLDialogElement) || !trainer.questionView) return;
  const data = /** @type {TrainerData} */ (JSON.parse(json));
  const { createCopy } = /** @type {Required<ApartNamespace>} */ (scope.apart);
  const names = keeping.keptUnder(data);
  const copy = createCopy(() => indexedDB, names);
  const keeper = keeping.createKeeper(data, () => localStorage, copy);
  let timer = 0;

  /** @type {TrainerDesk} */
  const desk = {
    data,
    questions: new Map(data.questions.map((question) => [question.id, question])),
    keeper,
    questionView: trainer.questionView.createQuestionView(data),
    round: null,
    at: 0,
    today: () => schedule.clock(keeper.record().marks, schedule.dayOf(new Date())).day,
    say,
    ask,
    go,
    save,
    mark,
    changed: showRecord,
    dialog,
  };
  /** @type {Record<string, TrainerView>} */
  const made = Object.fromEntries(Object.entries(views.makers).map(([name, make]) => [name, make(desk)]));
  /** @type {TrainerShown | null} */
  let shown = null;

  // --- what the views may ask of the page -------------------------------------------------------

  /** @param {string} words */
  function say(words) {
    const place = one('[data-said]');
    place.textContent = words;
    clearTimeout(timer);
    timer = window.setTimeout(() => place.replaceChildren(), 6000);
  }

  /**
   * @param {string} title
   * @param {string[]} words
   * @param {string} action
   * @param {() => void} act
   */
  function ask(title, words, action, act) {
    const heading = element('h2', title);
    heading.id = 'tr-dialog-title';
    const buttons = views.group('tr-buttons', [
      button(action, () => {
        desk.dialog.close();
        act();
      }),
      button('不了', () => desk.dialog.close()),
    ]);
    desk.dialog.replaceChildren(heading, ...words.map((text) => element('p', text)), buttons);
    desk.dialog.showModal();
  }

  /** @param {string} address */
  function go(address) {
    if (location.hash === address) show(true);
    else location.hash = address;
  }

  /**
   * @param {string} name
   * @param {string} content
   */
  function save(name, content) {
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob([content], { type: 'application/json' }));
    link.download = name;
    link.click();
    window.setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  }

  /**
   * @param {ReadonlyMap<string, boolean>} results
   * @param {(record: TrainerRecord) => TrainerRecord} rest
   */
  function mark(results, rest = (record) => record) {
    keeper.change((record) => {
      const { day } = schedule.clock(record.marks, schedule.dayOf(new Date()));
      const marks = new Map(record.marks);
      for (const [id, isRight] of results) {
        const question = desk.questions.get(id);
        if (question) marks.set(id, schedule.answered(marks.get(id), question, isRight, day, data.intervals));
      }
      return rest({ ...record, marks });
    });
    showRecord();
  }

  // --- what stands above every view -------------------------------------------------------------

  function showRecord() {
    showKeeping();
    showClock();
    showEditions();
    one('[data-nav=exam]').textContent = keeper.record().exam ? '考试中' : '模拟考试';
  }

  function showKeeping() {
    const unkept = keeper.unkept();
    const words = unkept ? UNKEPT[unkept] : keeper.hasCopy() ? KEPT : `${KEPT}${ONE_COPY}`;
    const place = one('[data-keeping-text]');
    if (place.textContent !== words) place.textContent = words;
    one('[data-where-text]').textContent = words;
    one('[data-keeping]').toggleAttribute('data-unkept', unkept !== '');
    one('[data-keeping-place]').hidden = unkept !== '' || location.protocol !== 'file:';
    one('[data-keeping-place]').textContent = /firefox/i.test(navigator.userAgent) ? FIREFOX_ON_DISK : CHROMIUM_ON_DISK;
    one('[data-cleared]').hidden = unkept !== 'cleared';
    const box = /** @type {HTMLInputElement} */ (one('[data-not-keeping]'));
    box.checked = unkept !== '';
    box.disabled = unkept !== '' && unkept !== 'unwanted';
  }

  /** A date that was set back would ask nothing for as long as it is back. */
  function showClock() {
    const today = schedule.dayOf(new Date());
    const { day, isBack } = schedule.clock(keeper.record().marks, today);
    const box = one('[data-clock]');
    box.hidden = !isBack;
    box.replaceChildren();
    if (!isBack) return;
    box.append(
      element('p', `记录里最后一次练是 ${day}，比这台计算机的今天（${today}）还晚：计算机的日期改回去过，或者那时候不准。现在照 ${day} 接着算，日期对了就没有这句话。`),
      button('今天的日期是准的，把记录挪到今天', () => {
        keeper.change((record) => records.moved(record, schedule.daysBetween(day, today)));
        refresh();
        say('记录的日期都挪过来了');
      }),
    );
  }

  /** What of the record was answered in another wording, or to questions that are no more. */
  function showEditions() {
    const { kept, changed, gone } = records.report(keeper.record(), data);
    const box = one('[data-editions]');
    box.hidden = !changed.length && !gone.length;
    box.replaceChildren();
    if (box.hidden) return;
    box.append(element('p', `记录里有别的版次的题：没有变的 ${kept.length} 题，题目已改 ${changed.length} 题，本版没有 ${gone.length} 题。`));
    box.append(views.folded(['看是哪些题'], (inside) => {
      const lines = changed.flatMap((id) => desk.questions.get(id) || []).map((question) => views.questionItem(question, data));
      if (lines.length) inside.append(element('p', '题目已改，会重新问：'), views.group('tr-list', lines, 'ul'));
      if (gone.length) inside.append(element('p', `本版没有：${gone.map((id) => records.lost(id, data)).join('、')}。记录还留着，导出的文件里也有。`));
    }));
  }

  // --- views by address -------------------------------------------------------------------------

  function parts() {
    const [name = '', ...rest] = decoded(location.hash.slice(1)).split('/');
    if (name !== 'one' && Object.keys(made).includes(name)) return { name, rest: rest.join('/') };
    return ID.test(name) ? { name: 'one', rest: name } : { name: 'practice', rest: '' };
  }

  /** @param {string} text */
  function decoded(text) {
    try {
      return decodeURIComponent(text);
    } catch {
      return text;
    }
  }

  /** @param {boolean} isMoving whether the reader came from another view */
  function show(isMoving) {
    shown?.leave?.();
    const { name, rest } = parts();
    const place = one('[data-view]');
    place.dataset.view = name;
    // A question shall stand as high up as can be.
    one('.tr-first').dataset.at = ['round', 'one'].includes(name) || rest ? 'question' : 'view';
    one('[data-where]').hidden = name !== 'record';
    one('[data-keeping-more]').hidden = name === 'record';
    shown = /** @type {TrainerView} */ (made[name]).show(place, rest);
    document.title = `${shown.title} · ${data.title}训练（${data.edition.name}）`;
    const part = { round: 'practice', one: 'practice' }[name] || name;
    for (const link of Array.from(document.querySelectorAll('[data-nav]'))) {
      if (link.getAttribute('data-nav') === part) link.setAttribute('aria-current', 'page');
      else link.removeAttribute('aria-current');
    }
    showRecord();
    if (!isMoving) return;
    window.scrollTo({ top: 0 });
    shown.heading.focus({ preventScroll: true });
  }

  /** After the record has changed elsewhere: what the reader is about to answer stays. */
  function refresh() {
    showRecord();
    shown?.onRecord?.();
  }

  /** @param {KeyboardEvent} event */
  function onKey(event) {
    const { target } = event;
    if (event.defaultPrevented || event.isComposing || event.keyCode === 229) return;
    if (event.altKey || event.metaKey || event.shiftKey || event.repeat) return;
    if (!(target instanceof Element) || target.closest('dialog, .hb-reading, textarea')) return;
    // Enter presses what has the focus; with Ctrl it hands in wherever the focus is.
    if (event.ctrlKey ? event.key !== 'Enter' : event.key === 'Enter' && target.closest('a, button, summary')) return;
    if (shown?.onKey?.(event)) event.preventDefault();
  }

  // --- keeping and forgetting -------------------------------------------------------------------

  async function onNotKeeping() {
    const box = /** @type {HTMLInputElement} */ (one('[data-not-keeping]'));
    const leaving = keeper.keep(!box.checked);
    refresh();
    const left = await leaving;
    showKeeping();
    if (left.length) say('没有清掉浏览器里存的，请用浏览器自己的清除功能');
    else say(keeper.unkept() ? '不保存了；浏览器里原来存的已经清除' : '从现在起保存');
  }

  async function onWipe() {
    const wiping = keeper.wipe();
    desk.round = null;
    refresh();
    const left = await wiping;
    const words = left === null
      ? '这一页上的已经清除；浏览器不让本页存东西，那里没有要清的。'
      : left.length ? '没有清掉：浏览器里还读得到。请用浏览器自己的“清除浏览数据”。'
        : keeper.isDoubtful() ? '已经清除。但是打开时浏览器没有交出原来存的：请重新打开这一页看一看，还有就再清除一次。'
          : '已经清除：再读一遍，浏览器里和这一页上都没有记录了。';
    refresh();
    one('[data-wiped]').textContent = words;
    say(words);
  }

  function reread() {
    if (keeper.reread()) showOthers();
  }

  /** @param {CopyNews} news */
  async function hear(news) {
    if (await keeper.hear(news)) showOthers();
  }

  /** What another window did. */
  function showOthers() {
    refresh();
    if (keeper.unkept() === 'cleared') say(UNKEPT.cleared);
  }

  async function recall() {
    const count = await keeper.recall();
    if (count) {
      refresh();
      say(`浏览器这一次没有把存的全交出来，有 ${count} 处是从第二份里读回来的`);
    } else showKeeping();
  }

  one('[data-not-keeping]').addEventListener('change', onNotKeeping);
  one('[data-wipe]').addEventListener('click', onWipe);
  one('[data-cleared-too]').addEventListener('click', onWipe);
  one('[data-cleared-keep]').addEventListener('click', () => {
    keeper.keep(true);
    refresh();
    say('存回去了');
  });
  // The address says which view is shown, so that this link may not change it.
  one('[data-skip]').addEventListener('click', (event) => {
    event.preventDefault();
    one('#tr-main').focus();
  });
  addEventListener('hashchange', () => show(true));
  addEventListener('storage', ({ key }) => {
    if (key === null || key.startsWith(names.key)) reread();
  });
  copy.listen(hear);
  addEventListener('pageshow', reread);
  document.addEventListener('visibilitychange', reread);
  document.addEventListener('keydown', onKey);
  addEventListener('beforeunload', (event) => {
    if (!keeper.isAtRisk()) return;
    event.preventDefault();
    event.returnValue = '不保存'; // what Chromium before 119 asks for; nobody sees the words
  });

  show(false);
  recall();
})();
