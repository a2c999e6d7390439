// 训练的页面和学习平台里的页面共用的：地址说的是哪个视图，换视图，把键交给视图。

/**
 * @typedef {object} TrainerFrame
 * @property {(isMoving: boolean) => void} show what the address says; `isMoving`: the reader comes from another view
 * @property {(address: string) => void} go
 * @property {() => void} leave what is shown
 * @property {() => void} refresh the record has changed elsewhere: what the reader is about to answer stays
 */

/**
 * @typedef {object} TrainerFrameOptions
 * @property {TrainerData} data
 * @property {Readonly<Record<string, TrainerView>>} views by the name that addresses begin with
 * @property {() => string} first the view of an address that names none
 * @property {(name: string, rest: string) => boolean} isQuestion whether it shall stand as high up as can be
 * @property {(name: string) => void} [onView]
 * @property {() => void} showRecord what stands above every view
 * @property {() => boolean} [isOver]
 */

/** @typedef {(options: TrainerFrameOptions) => TrainerFrame} TrainerFrameMaker */

(() => {
  'use strict';

  const scope = /** @type {TrainerScope} */ (globalThis);
  const trainer = /** @type {TrainerNamespace} */ (scope.trainer = scope.trainer || {});
  const { one } = /** @type {ElementsApi} */ (scope.apart?.elements);
  const ID = /^[A-Z]{1,8}[0-9]{1,8}$/;
  // Rounds and single questions are practice, too.
  /** @type {Readonly<Record<string, string>>} */
  const PART_OF = { round: 'practice', one: 'practice' };

  /** @type {TrainerFrameMaker} */
  function createFrame({ data, views, first, isQuestion, onView, showRecord, isOver }) {
    /** @type {TrainerShown | null} */
    let shown = null;

    function place() {
      const [name = '', ...rest] = decoded(location.hash.slice(1)).split('/');
      if (name !== 'one' && Object.keys(views).includes(name)) return { name, rest: rest.join('/') };
      return ID.test(name) ? { name: 'one', rest: name } : { name: first(), rest: '' };
    }

    /** @param {boolean} isMoving */
    function show(isMoving) {
      if (isOver?.()) return;
      leave();
      const { name, rest } = place();
      const box = one('[data-view]');
      box.dataset.view = name;
      one('.tr-first').dataset.at = isQuestion(name, rest) ? 'question' : 'view';
      onView?.(name);
      shown = /** @type {TrainerView} */ (views[name]).show(box, rest);
      document.title = `${shown.title} · ${data.title}训练（${data.edition.name}）`;
      for (const link of Array.from(document.querySelectorAll('[data-nav]'))) {
        if (link.getAttribute('data-nav') === (PART_OF[name] || name)) link.setAttribute('aria-current', 'page');
        else link.removeAttribute('aria-current');
      }
      showRecord();
      if (!isMoving) return;
      window.scrollTo({ top: 0 });
      shown.heading.focus({ preventScroll: true });
    }

    /** @param {string} address */
    function go(address) {
      if (location.hash === address) show(true);
      else location.hash = address;
    }

    function leave() {
      shown?.leave?.();
      shown = null;
    }

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

    addEventListener('hashchange', () => show(true));
    document.addEventListener('keydown', onKey);
    // The address says which view is shown, so that this link may not change it.
    one('[data-skip]').addEventListener('click', (event) => {
      event.preventDefault();
      one('main').focus();
    });
    return { show, go, leave, refresh };
  }

  /** @param {string} text */
  function decoded(text) {
    try {
      return decodeURIComponent(text);
    } catch {
      return text;
    }
  }

  trainer.createFrame = createFrame;
})();
