// Shared by what drives the working checklist and the trainer in every browser.
'use strict';

/**
 * What the page reads of its second copy comes after it is loaded, but before what is asked later.
 * @param {import('puppeteer-core').Page} page
 * @param {string} name of the page's database
 */
async function settled(page, name) {
  await page.evaluate((database) => new Promise((resolve) => {
    const asked = window.indexedDB?.open(database);
    if (!asked) return resolve();
    asked.onerror = () => resolve();
    asked.onsuccess = () => {
      const keys = asked.result.transaction('texts').objectStore('texts').getAllKeys();
      keys.onsuccess = () => {
        asked.result.close();
        setTimeout(resolve);
      };
    };
  }), name);
}

module.exports = { settled };
