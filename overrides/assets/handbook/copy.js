// 条目标题旁的链接：按下除了到这一条，还把编号、题目和出处（在服务器上还有网址）复制下来，便于引用。

(() => {
  'use strict';

  const said = document.createElement('p');
  said.className = 'hb-said';
  said.setAttribute('role', 'status');
  let timer = 0;

  /** @param {string} words */
  function say(words) {
    said.textContent = words;
    clearTimeout(timer);
    timer = window.setTimeout(() => said.replaceChildren(), 4000);
  }

  /** @param {HTMLAnchorElement} link */
  function citation(link) {
    const heading = link.parentElement?.cloneNode(true);
    if (!(heading instanceof HTMLElement)) return '';
    heading.querySelector('.headerlink')?.remove();
    const colophon = document.querySelector('.hb-colophon strong')?.textContent || '';
    const address = link.protocol === 'file:' ? '' : ` ${link.href}`;
    return `${heading.textContent?.trim()}（${colophon.replace(/\s+/g, ' ').trim()}）${address}`;
  }

  /**
   * The browser's own clipboard is there on https, on this machine and on a disk, not on http.
   * @param {string} words
   * @param {HTMLAnchorElement} link
   */
  async function copy(words, link) {
    try {
      await navigator.clipboard.writeText(words);
      return true;
    } catch {
      const isDone = copyBySelection(words);
      link.focus({ preventScroll: true }); // the field took the focus with it
      return isDone;
    }
  }

  /** @param {string} words */
  function copyBySelection(words) {
    const field = document.createElement('textarea');
    field.value = words;
    field.className = 'hb-said';
    document.body.append(field);
    field.focus({ preventScroll: true });
    field.select();
    const isDone = document.execCommand('copy');
    field.remove();
    return isDone;
  }

  // A screen reader tells only what changes in a region that it already knows.
  document.body.append(said);
  document.addEventListener('click', async (event) => {
    const link = event.target instanceof Element ? event.target.closest('a.headerlink') : null;
    if (!(link instanceof HTMLAnchorElement)) return;
    const words = citation(link);
    say((await copy(words, link)) ? `已复制：${words}` : '没有复制成：浏览器不允许。地址栏里已经是这一条的地址。');
  });
  for (const link of document.querySelectorAll('a.headerlink')) link.setAttribute('title', '到这一条，并复制编号、题目和出处');
})();
