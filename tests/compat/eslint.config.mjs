// What the shipped scripts may need of a browser: nothing newer than the baseline. The data is that
// of MDN and caniuse, in the packages that package-lock.json names.
import compat from "eslint-plugin-compat";

export default [
  {
    ...compat.configs["flat/recommended"],
    files: ["**/*.js"],
    languageOptions: { ecmaVersion: 2022, sourceType: "script" },
    linterOptions: { noInlineConfig: true, reportUnusedDisableDirectives: "off" },
    settings: { browsers: ["chrome 109", "firefox 115"], lintAllEsApis: true },
  },
];
