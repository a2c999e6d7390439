// The trainer as one list for every browser, from the disk with the network off: answers, reloads,
// exports, restarts the browser, moves the file, imports, wipes; prints what it saw as JSON.
//
//   node tests/browser/trainer.cjs firefox /usr/bin/firefox-esr FILE FOLDER
'use strict';

const { copyFileSync, existsSync, mkdirSync, readdirSync } = require('node:fs');
const { join } = require('node:path');
const { pathToFileURL } = require('node:url');
const puppeteer = require('puppeteer-core');
const { settled } = require('./settled.cjs');

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

/** @param {import('puppeteer-core').Page} page @param {string} address */
async function go(page, address) {
  await page.evaluate((wanted) => { location.hash = wanted; }, address);
  await page.waitForFunction((wanted) => location.hash === wanted, {}, address);
}

/** @param {import('puppeteer-core').Page} page @param {string} name */
async function look(page, name) {
  await settled(page, 'xuncha-handbook-trainer');
  await go(page, '#practice');
  seen.states[name] = (await textOf(page, '.tr-total')).trim();
}

/** @param {import('puppeteer-core').Page} page @param {string} words on the button */
async function click(page, words) {
  await page.evaluate((wanted) => Array.from(document.querySelectorAll('button')).find((button) => button.textContent.startsWith(wanted) && button.getClientRects().length).click(), words);
}

/** @param {import('puppeteer-core').Page} page @param {string} selector */
const textOf = (page, selector) => page.$eval(selector, (element) => (element.hidden ? '' : element.textContent));

async function tour() {
  let browser = await launch();
  try {
    let page = await open(browser, file);
    await click(page, '开始今天的练习');
    for (let number = 0; number < 2; number += 1) {
      await page.waitForSelector('.tr-fields');
      await click(page, '不会');
      await page.waitForSelector('.tr-result');
      await page.keyboard.press('Enter');
    }
    await look(page, 'answered');
    await page.reload({ waitUntil: 'load' });
    await look(page, 'reloaded');
    await go(page, '#record');
    seen.words.place = await textOf(page, '[data-keeping-place]');
    await click(page, '导出记录');
    const name = await saved();
    await browser.close();

    browser = await launch();
    page = await open(browser, file);
    await look(page, 'restarted');
    const moved = join(folder, 'moved', 'trainer.html');
    copyFileSync(file, moved);
    page = await open(browser, moved);
    await look(page, 'moved');
    await go(page, '#record');
    const picker = await page.$('[data-import-files]');
    await picker.uploadFile(join(downloads, name));
    await page.waitForSelector('dialog[open] .tr-changes', { timeout: 10000 });
    seen.words.preview = await textOf(page, '.tr-changes h3');
    await click(page, seen.words.preview.startsWith('会新增 0 题') ? '不导入' : '照这样');
    await look(page, 'imported');
    await go(page, '#record');
    await click(page, '一键清除');
    await page.waitForFunction(() => document.querySelector('[data-wiped]').textContent);
    seen.words.wiped = await textOf(page, '[data-wiped]');
    seen.states.left = await page.evaluate(() => Object.keys(localStorage).filter((key) => key.includes('handbook-trainer')));
    await page.reload({ waitUntil: 'load' });
    await look(page, 'wiped');
  } finally {
    await browser.close();
  }
  console.log(JSON.stringify(seen));
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
