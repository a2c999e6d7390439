// 读到哪里：目录里标出当前的标题，往下读了一屏就显示“回到页首”。

(() => {
  'use strict';

  const toc = document.querySelector('.hb-toc');
  const box = document.querySelector('.hb-side--toc');
  const top = document.querySelector('.hb-top');
  const links = Array.from(toc ? toc.querySelectorAll('a') : []);
  const places = links.map((link) => document.getElementById(decodeURIComponent(link.hash.slice(1))));
  let here = -1;
  let isWaiting = false;

  /** The last heading that the reader has passed. */
  function current() {
    let found = -1;
    places.forEach((place, at) => {
      if (place && place.getBoundingClientRect().top < 120) found = at;
    });
    return found;
  }

  function update() {
    isWaiting = false;
    if (top instanceof HTMLElement) top.hidden = window.scrollY < window.innerHeight;
    const now = box && box.getClientRects().length ? current() : -1;
    if (now === here) return;
    links[here]?.removeAttribute('aria-current');
    links[now]?.setAttribute('aria-current', 'location');
    here = now;
    const link = links[now];
    if (!link || !box || box.contains(document.activeElement)) return; // whoever goes through it stays where he is
    const { top: above, bottom: below } = link.getBoundingClientRect();
    const frame = box.getBoundingClientRect();
    if (above < frame.top || below > frame.bottom) box.scrollTop += above - frame.top - frame.height / 3;
  }

  document.addEventListener('scroll', () => {
    if (!isWaiting) requestAnimationFrame(update);
    isWaiting = true;
  }, { passive: true });
  update();
})();
