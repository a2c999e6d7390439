// The working checklist as one list for every browser, from the disk with the network off: ticks,
// reloads, exports, restarts the browser, moves the file, imports, wipes; prints what it saw as JSON.
//
//   node tests/browser/working.cjs firefox /usr/bin/firefox-esr FILE FOLDER
'use strict';

const { copyFileSync, existsSync, mkdirSync, readdirSync } = require('node:fs');
const { join } = require('node:path');
const { pathToFileURL } = require('node:url');
const puppeteer = require('puppeteer-core');

const [, , browserName, executablePath, file, folder] = process.argv;
const isFirefox = browserName === 'firefox';
const profile = join(folder, 'profile');
const downloads = join(folder, 'saved');
for (const path of [profile, downloads, join(folder, 'moved')]) mkdirSync(path, { recursive: true });

// A proxy where nobody listens: whatever is asked of the network fails, and is seen.
const PREFERENCES = {
  'network.proxy.type': 1,
  'network.proxy.http': '127.0.0.1',
  'network.proxy.http_port': 9,
  'network.proxy.ssl': '127.0.0.1',
  'network.proxy.ssl_port': 9,
  'network.proxy.allow_hijacking_localhost': true,
  // As readers have it; puppeteer takes all files for one site, whose storage they then share.
  'security.fileuri.strict_origin_policy': true,
  'browser.download.folderList': 2,
  'browser.download.dir': downloads,
  'browser.download.always_ask_before_handling_new_types': false,
};

const seen = { console: [], states: {}, words: {} };

async function launch() {
  return puppeteer.launch({
    browser: isFirefox ? 'firefox' : 'chrome',
    executablePath,
    headless: true,
    userDataDir: profile,
    args: isFirefox ? [] : ['--no-sandbox', '--disable-quic', '--proxy-server=127.0.0.1:9'],
    ...(isFirefox ? { extraPrefsFirefox: PREFERENCES } : { downloadBehavior: { policy: 'allow', downloadPath: downloads } }),
  });
}

/** @param {import('puppeteer-core').Browser} browser @param {string} path */
async function open(browser, path) {
  const page = await browser.newPage();
  page.on('console', (message) => seen.console.push(message.text()));
  page.on('pageerror', (error) => seen.console.push(error.message));
  await page.setViewport({ width: 1280, height: 900 });
  await page.goto(pathToFileURL(path).href, { waitUntil: 'load' });
  return page;
}

/** @param {import('puppeteer-core').Page} page @param {string} name */
async function look(page, name) {
  seen.states[name] = await page.evaluate(() => Array.from(document.querySelectorAll('[data-row]'), (row) => [
    row.dataset.row,
    row.querySelector('input[type=radio]:checked').value,
    Array.from(row.querySelectorAll('input[type=checkbox]:checked'), (input) => input.value).join(),
  ]).filter(([, result, methods], at) => (result !== document.querySelector('input[type=radio][name^="wk-"]:not([name="wk-mode"])').value) || methods));
}

/** @param {import('puppeteer-core').Page} page @param {string} selector */
const textOf = (page, selector) => page.$eval(selector, (element) => (element.hidden ? '' : element.textContent));

async function tour() {
  let browser = await launch();
  try {
    let page = await open(browser, file);
    seen.words.kept = await textOf(page, '[data-keeping-text]');
    seen.words.place = await textOf(page, '[data-keeping-place]');
    for (const key of ['2', 'j', '3', '5', 'j', '4', 'u']) await page.keyboard.press(key);
    await look(page, 'ticked');
    await page.reload({ waitUntil: 'load' });
    await look(page, 'reloaded');
    await page.$eval('[data-export-json]', (button) => button.click());
    const name = await saved();
    seen.words.saved = name;
    await browser.close();

    browser = await launch();
    page = await open(browser, file);
    await look(page, 'restarted');
    const moved = join(folder, 'moved', 'working-checklist.html');
    copyFileSync(file, moved);
    page = await open(browser, moved);
    await look(page, 'moved');
    const picker = await page.$('[data-import-files]');
    await picker.uploadFile(join(downloads, name));
    await page.waitForSelector('dialog[open] .wk-changes', { timeout: 10000 });
    seen.words.preview = await textOf(page, '.wk-changes h3');
    await look(page, 'previewed');
    await page.evaluate(() => Array.from(document.querySelectorAll('dialog button')).find((button) => button.textContent.startsWith('照这样')).click());
    await look(page, 'imported');
    await page.$eval('[data-wipe]', (button) => button.click());
    seen.words.wiped = await textOf(page, '[data-wiped]');
    seen.states.left = await page.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith('handbook-working')));
    await page.reload({ waitUntil: 'load' });
    await look(page, 'wiped');

    await openNotes(page, 2);
    await page.type('textarea', 'abc');
    await page.keyboard.press('Tab');
    await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 500)));
    await page.reload({ waitUntil: 'load' });
    seen.words.locked = await textOf(page, '[data-notes-text]');
    await openNotes(page, 1);
    seen.words.note = await page.$eval('textarea', (area) => area.value);
  } finally {
    await browser.close();
  }
  console.log(JSON.stringify(seen));
}

/** @param {import('puppeteer-core').Page} page @param {number} times that the passphrase is asked for */
async function openNotes(page, times) {
  await page.$eval('[data-notes-open]', (button) => button.click());
  await page.waitForSelector('dialog[open] input[type=password]', { timeout: 10000 });
  for (let time = 0; time < times; time += 1) {
    await page.keyboard.type('a long enough passphrase');
    if (time + 1 < times) await page.keyboard.press('Tab');
  }
  await page.keyboard.press('Enter');
  await page.waitForSelector('textarea', { timeout: 30000 });
}

/** The name of the file that was saved, once it is whole. */
async function saved() {
  for (let tries = 0; tries < 100; tries += 1) {
    const name = readdirSync(downloads).find((one) => one.endsWith('.json'));
    if (name && !existsSync(join(downloads, `${name}.part`))) return name;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('nothing was saved');
}

tour().catch((error) => {
  console.error(error);
  process.exit(1);
});
