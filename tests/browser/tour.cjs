// One list for every browser: opens each page of an unpacked bundle from the disk with the network
// off, searches, switches the colours, prints; prints what it saw as JSON.
//
//   node tests/browser/tour.cjs firefox /usr/bin/firefox-esr FOLDER
'use strict';

const { readdirSync } = require('node:fs');
const { join, relative } = require('node:path');
const { pathToFileURL } = require('node:url');
const puppeteer = require('puppeteer-core');

const [, , browserName, executablePath, folder] = process.argv;
// A proxy where nobody listens: whatever is asked of the network fails, and is seen.
const NOWHERE = {
  'network.proxy.type': 1,
  'network.proxy.http': '127.0.0.1',
  'network.proxy.http_port': 9,
  'network.proxy.ssl': '127.0.0.1',
  'network.proxy.ssl_port': 9,
  'network.proxy.allow_hijacking_localhost': true,
};

/** @param {string} start @returns {string[]} */
function pagesBelow(start) {
  return readdirSync(start, { withFileTypes: true }).flatMap((entry) => {
    const path = join(start, entry.name);
    if (entry.isDirectory()) return pagesBelow(path);
    return entry.name.endsWith('.html') ? [path] : [];
  });
}

async function launch() {
  const isFirefox = browserName === 'firefox';
  return puppeteer.launch({
    browser: isFirefox ? 'firefox' : 'chrome',
    executablePath,
    headless: true,
    args: isFirefox ? [] : ['--no-sandbox', '--disable-quic', '--proxy-server=127.0.0.1:9'],
    ...(isFirefox ? { extraPrefsFirefox: NOWHERE } : {}),
  });
}

async function tour() {
  const browser = await launch();
  const seen = { version: await browser.version(), pages: 0, console: [], foreign: [], steps: {} };
  try {
    const page = await browser.newPage();
    await page.setViewport({ width: 1280, height: 900 });
    const base = pathToFileURL(folder).href;
    page.on('console', (message) => seen.console.push(`${page.url()}: ${message.text()}`));
    page.on('pageerror', (error) => seen.console.push(`${page.url()}: ${error.message}`));
    page.on('request', (request) => {
      if (!request.url().startsWith(base) && !/^(data|blob|about):/.test(request.url())) seen.foreign.push(request.url());
    });
    await page.evaluateOnNewDocument(() => {
      window.refused = [];
      addEventListener('securitypolicyviolation', (event) => window.refused.push(event.violatedDirective));
    });
    const titles = {};
    for (const path of pagesBelow(folder)) {
      await page.goto(pathToFileURL(path).href, { waitUntil: 'load' });
      const [title, refused] = await page.evaluate(() => [document.querySelector('h1')?.textContent ?? '', window.refused]);
      titles[relative(folder, path)] = title;
      for (const directive of refused) seen.console.push(`${page.url()}: refused by ${directive}`);
      seen.pages += 1;
    }
    seen.steps.untitled = Object.keys(titles).filter((uri) => !titles[uri]);

    await page.goto(`${base}/index.html`, { waitUntil: 'load' });
    await page.keyboard.press('/');
    await page.keyboard.type('两张皮');
    await page.waitForSelector('a[data-search-hit]', { timeout: 10000 });
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => location.hash !== '', { timeout: 10000 });
    // What the page says: the driver hears of its new address later.
    seen.steps.ledTo = decodeURIComponent((await page.evaluate(() => location.href)).slice(base.length + 1));

    await page.goto(`${base}/checklists/index.html`, { waitUntil: 'load' });
    await page.goto(`${base}/index.html?q=${encodeURIComponent('十不准')}`, { waitUntil: 'load' });
    await page.waitForSelector('a[data-search-hit]', { timeout: 10000 });
    seen.steps.asked = await page.$eval('a[data-search-hit]', (link) => link.textContent ?? '');

    await page.goto(`${base}/terms/index.html`, { waitUntil: 'load' });
    const colours = () => page.evaluate(() => document.body.getAttribute('data-md-color-scheme'));
    const before = await colours();
    await page.evaluate(() => document.querySelector('input[name=hb-reading-colour][value=dark]').click());
    await new Promise((resolve) => setTimeout(resolve, 300));
    seen.steps.colours = [before, await colours()];

    await page.goto(`${base}/index.html`, { waitUntil: 'load' });
    await page.evaluate(() => [...document.querySelectorAll('.hb-nav a')].find((link) => link.textContent.includes('十不准')).click());
    await page.waitForFunction(() => location.pathname.endsWith('ten-prohibitions.html'), { timeout: 10000 });
    seen.steps.clauses = await page.$$eval('.hb-entry--clause', (cards) => cards.length);
    seen.steps.printed = (await page.pdf({ format: 'A4' })).length > 10000;
  } finally {
    await browser.close();
  }
  return seen;
}

tour().then(
  (seen) => process.stdout.write(JSON.stringify(seen)),
  (error) => {
    process.stderr.write(`${error.stack ?? error}\n`);
    process.exitCode = 1;
  },
);
