// 载入搜索的数据：第一次用到时才取。搜索和就地解释用的是同一份。

/**
 * @typedef {object} SearchLoadApi
 * @property {() => Promise<SearchData>} load  fails with an error whose message is the file; may be called again after that
 * @property {(address: string) => string} address  of what is named relative to the site's root
 */

(() => {
  'use strict';

  const scope = /** @type {HandbookWindow} */ (window);
  scope.handbook = scope.handbook || {};
  const handbook = scope.handbook;

  // The build ships this file as a part of assets/handbook/scripts.js: the root is two folders up,
  // however deep the page stands. Only known while the script runs. In the single-file edition the
  // script stands in the page itself, and so does all that an address may lead to.
  const own = /** @type {HTMLScriptElement} */ (document.currentScript);
  const root = own.src ? new URL('../../', own.src) : new URL(location.pathname, location.href);
  const DATA = 'assets/search-data.js';

  /** @type {Promise<SearchData> | null} */
  let loading = null;

  function load() {
    if (!loading) {
      loading = loadScript();
      // A failure must not be for ever: whoever asks next tries again.
      loading.catch(() => {
        loading = null;
      });
    }
    return loading;
  }

  /** @returns {Promise<SearchData>} */
  function loadScript() {
    if (handbook.searchData) return Promise.resolve(handbook.searchData);
    return new Promise((resolve, reject) => {
      const script = document.createElement('script');
      script.src = address(DATA);
      script.onload = () => (handbook.searchData ? resolve(handbook.searchData) : reject(new Error(DATA)));
      script.onerror = () => {
        script.remove();
        reject(new Error(DATA));
      };
      document.head.append(script);
    });
  }

  /** @param {string} path */
  function address(path) {
    return new URL(path, root).href;
  }

  handbook.searchLoad = { load, address };
})();
