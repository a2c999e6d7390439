// The lecturer's window, from the disk, with the browser's own rules for files: opens it by the key,
// goes on in either window, reloads both, closes the one that shows. Prints what it saw as JSON.
//
//   node tests/browser/slides.cjs firefox /usr/bin/firefox-esr FILE
'use strict';

const { pathToFileURL } = require('node:url');
const puppeteer = require('puppeteer-core');

const [, , browserName, executablePath, file] = process.argv;
const isFirefox = browserName === 'firefox';
const seen = { console: [] };
const wait = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** @param {import('puppeteer-core').Page} page */
function listen(page) {
  page.on('console', (message) => seen.console.push(message.text()));
  page.on('pageerror', (error) => seen.console.push(error.message));
}

/** @param {() => Promise<unknown>} read @param {unknown} wanted gives what it was at last */
async function until(read, wanted) {
  let found = await read();
  for (let n = 0; n < 200 && found !== wanted; n += 1) {
    await wait(50);
    found = await read();
  }
  return found;
}

(async () => {
  const browser = await puppeteer.launch({
    browser: isFirefox ? 'firefox' : 'chrome',
    executablePath,
    headless: true,
    args: isFirefox ? [] : ['--no-sandbox', '--disable-quic'],
    // As readers have it; puppeteer takes all files for one site.
    ...(isFirefox ? { extraPrefsFirefox: { 'security.fileuri.strict_origin_policy': true } } : {}),
  });
  const page = await browser.newPage();
  listen(page);
  await page.goto(`${pathToFileURL(file).href}#6`);
  const opening = new Promise((resolve) => page.once('popup', resolve));
  await page.keyboard.press('s');
  const speaker = await Promise.race([opening, wait(15_000)]);
  listen(speaker);
  const words = (selector) => () => speaker.evaluate((name) => document.querySelector(name)?.textContent, selector);
  const shown = (target) => () => target.evaluate(() => document.querySelector('.is-current')?.id);
  const link = words('[data-link]');
  const LINKED = '已连上放映的窗口：在哪一边翻，另一边都跟着。';

  seen.address = (await speaker.evaluate(() => location.hash));
  seen.linked = await until(link, LINKED);
  seen.opened = await until(shown(speaker), '6');
  seen.next = await words('[data-next]')();
  seen.notes = await speaker.evaluate(() => getComputedStyle(document.querySelector('.is-current [data-notes]')).display !== 'none');
  await page.keyboard.press('ArrowRight');
  seen.followed = await until(shown(speaker), '7');
  await speaker.keyboard.press('ArrowRight');
  seen.led = await until(shown(page), '8');
  await page.reload();
  await speaker.keyboard.press('ArrowRight'); // perhaps before it was heard of again
  seen.afterReload = await until(shown(page), '9');
  await wait(2_500);
  await page.keyboard.press('ArrowRight');
  seen.followedAgain = await until(shown(speaker), await shown(page)());
  await speaker.reload();
  seen.linkedAgain = await until(link, LINKED);
  seen.timer = /^\d+:\d\d$/.test(await words('[data-timer]')());
  await page.close();
  seen.alone = await until(link, '放映的窗口没有回应：可能关了。这里还可以自己翻。');
  await speaker.keyboard.press('Home');
  seen.first = await shown(speaker)();
  await browser.close();
  console.log(JSON.stringify(seen));
})().catch((error) => {
  console.error(error);
  process.exit(1);
});
