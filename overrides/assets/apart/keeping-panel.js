// 页面上说“存在哪里”的那一块：存没存、为什么没有存，不保存，一键清除，别的窗口做了什么。

/**
 * What of it is the page's own.
 * @typedef {object} KeepingPanelOptions
 * @property {Omit<Keeper<never>, 'value' | 'change' | 'place'>} keeper
 * @property {SecondCopy} copy
 * @property {string} key what the names of all that it keeps begin with
 * @property {{ mark: string, marked: string, taking: string, unit: string }} words 勾、勾了、“导入、合并”、条：怎样说做了什么，导入的按钮叫什么，按什么数
 * @property {(words: string) => void} say
 * @property {() => void} refresh shows what the keeper has now
 * @property {() => void} [onWipe] forgets what else the page has
 * @property {(isKept: boolean) => void} [onKeep] the same for what else the page keeps
 * @property {() => void} [onOthers] another window may have written
 * @property {() => boolean} [isAtRisk] whether something else would be lost
 */

/**
 * @typedef {object} KeepingPanel
 * @property {() => void} show
 * @property {() => Promise<void>} recall what only the second copy has, and say so
 */

/** @typedef {(options: KeepingPanelOptions) => KeepingPanel} KeepingPanelMaker */

(() => {
  'use strict';

  const scope = /** @type {ApartScope} */ (globalThis);
  const apart = /** @type {ApartNamespace} */ (scope.apart = scope.apart || {});
  const { one } = /** @type {ElementsApi} */ (apart.elements);

  const CHROMIUM_ON_DISK = '从硬盘上打开时，这台计算机上任何一个本地的 HTML 文件都读得到这里存的记录。';
  const ONE_COPY = '这个浏览器只让存一份，电脑很忙的时候偶尔会丢，要常导出。';

  /** @param {KeepingPanelOptions['words']} words */
  function said({ mark, marked, taking }) {
    /** @type {Record<Unkept, string>} */
    const keeping = {
      '': `${marked}就存在这个浏览器里，下次打开还在。导出的文件才是记录。`,
      refused: `这个浏览器不让本页存东西（可能是无痕窗口，或者禁止了）。${mark}的只在这一页上，关掉就没有：关掉以前请导出。`,
      full: `浏览器里没有地方存了。${mark}的只在这一页上，关掉就没有：关掉以前请导出。`,
      strange: `浏览器里原来存着本页读不懂的东西，没有动它，也不往里存。${mark}的只在这一页上：请导出；“一键清除”以后就能存了。`,
      unwanted: `不保存：${mark}的只在这一页上，关掉或刷新就没有。要留就导出。`,
      cleared: '另一个窗口清除了存的记录。这一页上的还在，只是不再存：可以也清除，也可以存回去。',
    };
    const inFirefox = `Firefox 按文件的地址存：文件移动、改名或换了盘符，这里存的就读不到了。移动以前先导出，移动以后用“${taking}”。`;
    return { keeping, onDisk: /firefox/i.test(navigator.userAgent) ? inFirefox : CHROMIUM_ON_DISK };
  }

  /** @type {KeepingPanelMaker} */
  function createKeepingPanel({ keeper, copy, key: prefix, words, say, refresh, onWipe, onKeep, onOthers, isAtRisk }) {
    const { keeping, onDisk } = said(words);
    const box = /** @type {HTMLInputElement} */ (one('[data-not-keeping]'));

    function show() {
      const unkept = keeper.unkept();
      const text = keeping[unkept] + (unkept || keeper.hasCopy() ? '' : ONE_COPY);
      for (const place of Array.from(document.querySelectorAll('[data-keeping-text], [data-where-text]'))) {
        if (place.textContent !== text) place.textContent = text;
      }
      one('[data-keeping]').toggleAttribute('data-unkept', unkept !== '');
      one('[data-keeping-place]').hidden = unkept !== '' || location.protocol !== 'file:';
      one('[data-keeping-place]').textContent = onDisk;
      one('[data-cleared]').hidden = unkept !== 'cleared';
      box.checked = unkept !== '';
      box.disabled = unkept !== '' && unkept !== 'unwanted';
    }

    async function changeKeeping() {
      const leaving = keeper.keep(!box.checked);
      onKeep?.(!keeper.unkept());
      refresh();
      const left = await leaving;
      show();
      if (left.length) say('没有清掉浏览器里存的，请用浏览器自己的清除功能');
      else say(keeper.unkept() ? '不保存了；浏览器里原来存的已经清除' : '从现在起保存');
    }

    async function wipe() {
      const wiping = keeper.wipe();
      onWipe?.();
      refresh();
      const left = await wiping;
      const result = left === null
        ? '这一页上的已经清除；浏览器不让本页存东西，那里没有要清的。'
        : left.length ? '没有清掉：浏览器里还读得到。请用浏览器自己的“清除浏览数据”。'
          : keeper.isDoubtful() ? '已经清除。但是打开时浏览器没有交出原来存的：请重新打开这一页看一看，还有就再清除一次。'
            : '已经清除：再读一遍，浏览器里和这一页上都没有记录了。';
      refresh();
      one('[data-wiped]').textContent = result;
      say(result);
    }

    function keepAgain() {
      keeper.keep(true);
      onKeep?.(true);
      refresh();
      say('存回去了');
    }

    function reread() {
      onOthers?.();
      if (keeper.reread()) showOthers();
    }

    /** @param {CopyNews} news */
    async function hear(news) {
      onOthers?.();
      if (await keeper.hear(news)) showOthers();
    }

    /** What another window did. */
    function showOthers() {
      refresh();
      if (keeper.unkept() !== 'cleared') return;
      onKeep?.(false);
      say(keeping.cleared);
    }

    async function recall() {
      const count = await keeper.recall();
      if (count) {
        refresh();
        say(`浏览器这一次没有把存的全交出来，有 ${count} ${words.unit}是从第二份里读回来的`);
      } else show();
    }

    box.addEventListener('change', changeKeeping);
    one('[data-wipe]').addEventListener('click', wipe);
    one('[data-cleared-too]').addEventListener('click', wipe);
    one('[data-cleared-keep]').addEventListener('click', keepAgain);
    addEventListener('storage', ({ key }) => {
      if (key === null || key.startsWith(prefix)) reread();
    });
    copy.listen(hear);
    addEventListener('pageshow', reread);
    document.addEventListener('visibilitychange', reread);
    addEventListener('beforeunload', (event) => {
      if (!keeper.isAtRisk() && !isAtRisk?.()) return;
      event.preventDefault();
      event.returnValue = '不保存'; // what Chromium before 119 asks for; nobody sees the words
    });
    return { show, recall };
  }

  apart.createKeepingPanel = createKeepingPanel;
})();
