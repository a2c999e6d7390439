// 两个框：全部幻灯的目录，怎样放映。

/**
 * @typedef {object} SlidesDialogs
 * @property {() => void} overview
 * @property {() => void} help
 * @property {() => boolean} areOpen
 */

(() => {
  'use strict';

  const scope = /** @type {SlidesScope} */ (globalThis);
  const slides = /** @type {SlidesNamespace} */ (scope.slides = scope.slides || {});
  const { one, element } = /** @type {ElementsApi} */ (scope.apart?.elements);

  /** @param {SlidesDesk} desk */
  slides.createDialogs = (desk) => {
    const overviewBox = /** @type {HTMLDialogElement} */ (one('[data-overview-dialog]'));
    const helpBox = /** @type {HTMLDialogElement} */ (one('[data-help-dialog]'));

    /** @param {number} number */
    function entry(number) {
      const link = document.createElement('a');
      link.href = `#${number}`;
      link.textContent = `${number}　${desk.sheets[number - 1]?.dataset.name}`;
      if (number === desk.place().at) link.setAttribute('aria-current', 'true');
      link.addEventListener('click', (event) => {
        event.preventDefault();
        overviewBox.close();
        desk.show({ at: number, isAnswered: false });
      });
      const item = element('li');
      item.append(link);
      return item;
    }

    function fill() {
      const parts = /** @type {Map<string, HTMLElement>} */ (new Map());
      desk.sheets.forEach((sheet, at) => {
        const name = sheet.dataset.part || '';
        const list = parts.get(name) || element('ul');
        list.className = 'sl-list';
        list.append(entry(at + 1));
        parts.set(name, list);
      });
      const made = Array.from(parts, ([name, list]) => (name ? [element('h3', name), list] : [list]));
      one('[data-overview-list]').replaceChildren(...made.flat());
    }

    function overview() {
      fill();
      overviewBox.showModal();
      const current = overviewBox.querySelector('[aria-current]');
      if (current instanceof HTMLElement) current.focus();
    }

    for (const box of [overviewBox, helpBox]) {
      box.querySelector('[data-close]')?.addEventListener('click', () => box.close());
    }
    return { overview, help: () => helpBox.showModal(), areOpen: () => overviewBox.open || helpBox.open };
  };
})();
