// What the shipped styles may need of a browser. What is told here and allowed stands, with what
// becomes of it in the browsers concerned, in test_old_browsers.py.
export default {
  plugins: ["stylelint-no-unsupported-browser-features"],
  rules: {
    "plugin/no-unsupported-browser-features": [
      true,
      { browsers: ["chrome 109", "firefox 115"], ignorePartialSupport: false },
    ],
  },
};
