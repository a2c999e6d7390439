// 单键的开关：与阅读设置里的“单键”是同一个，随处打开的框都跟着变。

/**
 * @typedef {object} TrainerSingleKeysApi
 * @property {() => boolean} areOn
 * @property {() => HTMLElement} box a switch, which follows the others
 */

(() => {
  'use strict';

  const scope = /** @type {TrainerScope & HandbookWindow} */ (globalThis);
  const views = /** @type {TrainerViewsApi} */ (scope.trainer?.views);
  let isOn = scope.handbook?.reading?.get('keys') !== 'no-keys';

  /** @param {boolean} wanted */
  function set(wanted) {
    const value = wanted ? 'keys' : 'no-keys';
    isOn = wanted;
    scope.handbook?.reading?.set('keys', value);
    for (const input of Array.from(document.querySelectorAll('[data-single-keys]'))) {
      if (input instanceof HTMLInputElement) input.checked = wanted;
    }
    const other = document.querySelector(`input[name="hb-reading-keys"][value="${value}"]`);
    if (other instanceof HTMLInputElement) other.checked = true;
  }

  function box() {
    const input = document.createElement('input');
    input.type = 'checkbox';
    input.checked = isOn;
    input.autocomplete = 'off';
    input.dataset.singleKeys = '';
    input.addEventListener('change', () => set(input.checked));
    const label = document.createElement('label');
    label.className = 'tr-switch';
    label.append(input, ' 用单键');
    return label;
  }

  document.addEventListener('change', ({ target }) => {
    if (target instanceof HTMLInputElement && target.name === 'hb-reading-keys') set(target.value === 'keys');
  });

  views.singleKeys = { areOn: () => isOn, box };
})();
