// The working checklist as one list for every browser, from the disk with the network off: ticks,
// reloads, exports, restarts the browser, moves the file, imports, wipes, seals notes; works in two
// windows, merges three members' files, refuses a hostile one, goes on to the next edition, and does
// without a storage. Prints what it saw as JSON. OLD and NEW are the page of two editions.
//
//   node tests/browser/working.cjs firefox /usr/bin/firefox-esr FILE FOLDER OLD NEW
'use strict';

const { copyFileSync, existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');
const { pathToFileURL } = require('node:url');
const puppeteer = require('puppeteer-core');
const { settled } = require('./settled.cjs');

const [, , browserName, executablePath, file, folder, oldPage, newPage] = process.argv;
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

/** @param {string} userDataDir @param {object} preferences of Firefox */
async function launch(userDataDir = profile, preferences = {}) {
  return puppeteer.launch({
    browser: isFirefox ? 'firefox' : 'chrome',
    executablePath,
    headless: true,
    userDataDir,
    args: isFirefox ? [] : ['--no-sandbox', '--disable-quic', '--proxy-server=127.0.0.1:9'],
    ...(isFirefox ? { extraPrefsFirefox: { ...PREFERENCES, ...preferences } } : { downloadBehavior: { policy: 'allow', downloadPath: downloads } }),
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
  await settled(page, 'xuncha-handbook-working');
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
    const name = await saved('.json');
    await page.$eval('[data-export-xlsx]', (button) => button.click());
    seen.words.workbook = readFileSync(join(downloads, await saved('.xlsx'))).subarray(0, 4).toString('latin1');
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
    await until(page, () => document.querySelector('[data-wiped]').textContent !== '');
    seen.words.wiped = await textOf(page, '[data-wiped]');
    seen.states.left = await page.evaluate(() => Object.keys(localStorage).filter((key) => key.includes('handbook-working')));
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

    await page.$eval('[data-wipe]', (button) => button.click());
    await until(page, () => document.querySelector('[data-wiped]').textContent.startsWith('已经清除'));
    await inTwoWindows(browser, page);
    await merge(page);
    await upgrade(browser);
  } finally {
    await browser.close();
  }
  await withoutStorage();
  console.log(JSON.stringify(seen));
}

/** @param {import('puppeteer-core').Browser} browser @param {import('puppeteer-core').Page} page */
async function inTwoWindows(browser, page) {
  const other = await open(browser, join(folder, 'moved', 'working-checklist.html'));
  await tick(other, 'JC004', '已查');
  await page.bringToFront();
  await until(page, () => document.querySelector('[data-row=JC004] input[value=已查]').checked);
  await tick(page, 'JC005', '存疑');
  await other.bringToFront();
  await until(other, () => document.querySelector('[data-row=JC005] input[value=存疑]').checked);
  await look(other, 'two');
  await other.close();
}

/** @param {import('puppeteer-core').Page} page */
async function merge(page) {
  const picker = await page.$('[data-import-files]');
  const head = { format: 'handbook-working-checklist', version: 1, handbook: await page.$eval('[data-working]', (data) => JSON.parse(data.textContent).title), edition: await page.$eval('[data-working]', (data) => JSON.parse(data.textContent).edition.id), mode: 'training' };
  /** @param {string} name @param {object} items */
  const write = (name, items) => {
    const path = join(folder, name);
    writeFileSync(path, JSON.stringify({ ...head, items }));
    return path;
  };
  const hostile = write('hostile.json', { 'JC001"><img src=x onerror=alert(1)>': { result: '已查', methods: [] } });
  await picker.uploadFile(hostile);
  await page.waitForSelector('dialog[open] .wk-file', { timeout: 10000 });
  seen.words.hostile = await textOf(page, '.wk-file p');
  seen.words.images = await page.$$eval('dialog img', (images) => images.length);
  await page.keyboard.press('Escape');
  const said = (result) => ({ result, methods: [] });
  const members = [write('a.json', { JC004: said('存疑'), JC006: said('已查') }), write('b.json', { WT001: said('存疑') }), write('c.json', { WT001: said('不适用'), JC005: said('存疑') })];
  await picker.uploadFile(...members);
  await page.waitForSelector('dialog[open] .wk-conflicts', { timeout: 10000 });
  await page.evaluate(() => {
    const press = (words) => Array.from(document.querySelectorAll('dialog button')).find((button) => button.textContent.startsWith(words)).click();
    press('不一致的都记为');
    press('照这样');
  });
  await look(page, 'merged');
}

/** @param {import('puppeteer-core').Browser} browser */
async function upgrade(browser) {
  const path = join(folder, 'moved', 'edition.html');
  copyFileSync(oldPage, path);
  const page = await open(browser, path);
  await page.$eval('[data-wipe]', (button) => button.click());
  await until(page, () => document.querySelector('[data-wiped]').textContent.startsWith('已经清除'));
  for (const id of ['JC001', 'JC002', 'JC999']) await tick(page, id, '已查');
  copyFileSync(newPage, path);
  await page.goto(pathToFileURL(path).href, { waitUntil: 'load' });
  seen.words.upgraded = await textOf(page, '[data-editions]');
  await look(page, 'upgraded');
}

/** A browser that keeps nothing: Firefox by its setting, Chromium by what stands in for one. */
async function withoutStorage() {
  const other = join(folder, 'forbidding');
  mkdirSync(other, { recursive: true });
  const browser = await launch(other, { 'dom.storage.enabled': false });
  try {
    const page = await browser.newPage();
    page.on('pageerror', (error) => seen.console.push(error.message));
    if (!isFirefox) await page.evaluateOnNewDocument("Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no', 'SecurityError'); } })");
    await page.goto(pathToFileURL(file).href, { waitUntil: 'load' });
    seen.words.forbidden = await textOf(page, '[data-keeping-text]');
    await page.keyboard.press('2');
    await look(page, 'forbidden');
  } finally {
    await browser.close();
  }
}

/** The page's policy forbids what puppeteer's own waiting needs. */
async function until(page, condition) {
  for (let tries = 0; tries < 200; tries += 1) {
    if (await page.evaluate(condition)) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`it never came: ${condition}`);
}

/** @param {import('puppeteer-core').Page} page @param {string} id @param {string} result */
const tick = (page, id, result) => page.$eval(`[data-row=${id}] input[value=${result}]`, (input) => input.click());

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

/** The name of the file that was saved, once it is whole. @param {string} ending */
async function saved(ending) {
  for (let tries = 0; tries < 100; tries += 1) {
    const name = readdirSync(downloads).find((one) => one.endsWith(ending));
    if (name && statSync(join(downloads, name)).size && !existsSync(join(downloads, `${name}.part`))) return name;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('nothing was saved');
}

tour().catch((error) => {
  console.error(error);
  process.exit(1);
});
