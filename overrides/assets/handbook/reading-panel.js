// 阅读设置的面板：字号、字体、颜色、对比度、要不要单个字母的快捷键。选了就生效，记在浏览器里。
// 有的浏览器给硬盘上的每个文件各记各的，所以在那里由链接把设置带到下一页。

(() => {
  'use strict';

  const reading = /** @type {HandbookWindow} */ (window).handbook?.reading;
  const opener = document.querySelector('[data-reading-open]');
  if (!reading || !(opener instanceof HTMLButtonElement)) return;

  /** @type {Record<Exclude<ReadingName, 'view'>, [string, Record<string, string>]>} */
  const TEXT = {
    size: ['字号', { 16: '标准', 18: '大', 20: '特大' }],
    face: ['字体', { sans: '黑体', serif: '宋体' }],
    colour: ['颜色', { auto: '随系统', light: '浅色', dark: '深色' }],
    contrast: ['对比', { normal: '普通', high: '高' }],
    keys: ['单键', { keys: opener.dataset.keysWords || '按 / 搜索', 'no-keys': '不用单键' }],
  };
  const panel = createPanel(reading);

  /** @param {HandbookReading} settings */
  function createPanel(settings) {
    const made = document.createElement('div');
    made.className = 'hb-reading';
    made.id = 'hb-reading';
    made.setAttribute('role', 'group');
    made.setAttribute('aria-label', '阅读设置');
    made.hidden = true;
    for (const name of /** @type {(keyof typeof TEXT)[]} */ (Object.keys(TEXT))) made.append(createRow(name, settings));
    return made;
  }

  /**
   * @param {keyof typeof TEXT} name
   * @param {HandbookReading} settings
   */
  function createRow(name, settings) {
    const row = document.createElement('fieldset');
    const legend = document.createElement('legend');
    legend.textContent = TEXT[name][0];
    row.append(legend);
    for (const value of settings.choices[name]) {
      const label = document.createElement('label');
      const input = document.createElement('input');
      input.type = 'radio';
      input.name = `hb-reading-${name}`;
      input.value = value;
      input.checked = settings.get(name) === value;
      input.addEventListener('change', () => settings.set(name, value));
      label.append(input, TEXT[name][1][value] || value);
      row.append(label);
    }
    return row;
  }

  /** @param {boolean} isShown */
  function show(isShown) {
    panel.hidden = !isShown;
    opener?.setAttribute('aria-expanded', String(isShown));
    const first = panel.querySelector('input:checked');
    if (isShown && first instanceof HTMLElement) first.focus();
  }

  /**
   * On a disk the next page may know nothing of this one's settings.
   * @param {MouseEvent} event
   */
  function carry(event) {
    const link = event.target instanceof Element ? event.target.closest('a') : null;
    if (!link || !reading || link.protocol !== 'file:' || link.pathname === location.pathname) return;
    const query = new URLSearchParams(link.search);
    query.delete('reading');
    if (reading.carried()) query.set('reading', reading.carried());
    link.search = query.toString();
  }

  opener.setAttribute('aria-controls', panel.id);
  opener.after(panel);
  opener.addEventListener('click', () => show(Boolean(panel.hidden)));
  document.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || panel.hidden) return;
    show(false);
    opener.focus();
  });
  // Not yet when the button goes down: whoever lets go elsewhere has thought better of it.
  document.addEventListener('pointerup', (event) => {
    const isInside = event.target instanceof Node && (panel.contains(event.target) || opener.contains(event.target));
    if (!panel.hidden && !isInside) show(false);
  });
  // Beyond its last row lies the page, which the panel covers; the search gives the focus back.
  panel.addEventListener('focusout', ({ relatedTarget: next }) => {
    if (next instanceof Element && !panel.contains(next) && next !== opener && !next.closest('dialog')) show(false);
  });
  if (location.protocol === 'file:') document.addEventListener('click', carry, true);
})();
