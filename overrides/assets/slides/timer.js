// 讲了多久：走、停、归零。时刻由调用的人给，Node 里也能运行。

/**
 * @typedef {object} SlidesTimer
 * @property {(now: number) => void} run
 * @property {(now: number) => void} stop
 * @property {(now: number) => void} reset it goes on, if it ran
 * @property {(now: number) => string} shown minutes and seconds, with hours if there are any
 * @property {() => boolean} isRunning
 */

(() => {
  'use strict';

  const scope = /** @type {SlidesScope} */ (globalThis);
  const slides = /** @type {SlidesNamespace} */ (scope.slides = scope.slides || {});

  slides.createTimer = () => {
    let kept = 0;
    /** @type {number | null} */
    let since = null;

    /** @param {number} now */
    const passed = (now) => kept + (since === null ? 0 : Math.max(0, now - since));

    /** @param {number} number */
    const two = (number) => String(number).padStart(2, '0');

    return {
      run(now) {
        if (since === null) since = now;
      },
      stop(now) {
        kept = passed(now);
        since = null;
      },
      reset(now) {
        kept = 0;
        if (since !== null) since = now;
      },
      shown(now) {
        const seconds = Math.floor(passed(now) / 1000);
        const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
        return hours ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
      },
      isRunning: () => since !== null,
    };
  };
})();
