// 讲者视图：同一个文件，另一个窗口，地址末尾是 #speaker。两个窗口只说放到第几张。
// 量过（file://，Chromium 156 和 Firefox 153）：window.open 打开的窗口和打开它的窗口，postMessage 两边都通，
// 哪一边重新载入以后也还通；Chromium 不让读对方的页面，localStorage 的 storage 事件也收不到。所以用 postMessage，
// 讲者的窗口每两秒问一次，放映的窗口重新载入以后就又知道它。

/**
 * What the parts of the page share.
 * @typedef {object} SlidesDesk
 * @property {readonly HTMLElement[]} sheets
 * @property {boolean} isDesk whether this is the lecturer's window
 * @property {() => SlidePlace} place
 * @property {(place: SlidePlace, isTold?: boolean) => void} show
 * @property {(words: string) => void} say
 */

/**
 * @typedef {object} SlidesSpeaker
 * @property {() => boolean} open whether the browser opened the window
 * @property {() => void} tell the other window where the lecture is
 */

(() => {
  'use strict';

  const scope = /** @type {SlidesScope} */ (globalThis);
  const slides = /** @type {SlidesNamespace} */ (scope.slides = scope.slides || {});
  const ADDRESS = '#speaker';
  const OFTEN = 2_000;
  const LATE = 5_000;
  const ALONE = '没有连着放映的窗口：这里可以自己翻。在放映的窗口里按 s 就会连上。';
  const LOST = '放映的窗口没有回应：可能关了。这里还可以自己翻。';
  const LINKED = '已连上放映的窗口：在哪一边翻，另一边都跟着。';

  /** @param {SlidesDesk} desk */
  slides.createSpeaker = (desk) => {
    const deck = /** @type {SlidesDeckApi} */ (slides.deck);
    /** @type {WindowProxy | null} */
    let other = desk.isDesk ? window.opener : null;
    let heard = 0;

    /** @param {Record<string, unknown>} words */
    function send(words) {
      // A file on the disk has no origin to name; a place in the slides is no secret.
      if (other && !other.closed) other.postMessage({ slides: desk.sheets.length, ...words }, '*');
    }

    function tell() {
      send({ place: desk.place() });
    }

    function open() {
      const address = location.href.split('#')[0] + ADDRESS;
      const opened = window.open(address, 'handbook-slides-speaker', 'popup,width=1100,height=700');
      if (opened) other = opened;
      return Boolean(opened);
    }

    /** @param {MessageEvent} event */
    function hear(event) {
      const data = event.data;
      if (typeof data !== 'object' || data === null || data.slides !== desk.sheets.length) return;
      // The window that shows, loaded again, knows nobody: who speaks to it is the lecturer's.
      if (!desk.isDesk) other = /** @type {WindowProxy} */ (event.source);
      if (event.source !== other) return;
      if (data.asks === true) tell();
      heard = performance.now();
      const place = deck.placeIn(data.place, desk.sheets.length);
      if (place) desk.show(place, true);
      if (desk.isDesk) link();
    }

    function link() {
      const box = /** @type {HTMLElement} */ (document.querySelector('[data-link]'));
      const isLost = !other || other.closed || performance.now() - heard > LATE;
      const words = !isLost ? LINKED : heard ? LOST : ALONE;
      if (box.textContent !== words) box.textContent = words;
    }

    window.addEventListener('message', hear);
    if (desk.isDesk) {
      const ask = () => {
        send({ asks: true });
        link();
      };
      ask();
      window.setInterval(ask, OFTEN);
    }
    return { open, tell };
  };
})();
