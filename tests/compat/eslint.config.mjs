// What the shipped scripts may need of a browser: nothing newer than the baseline. The data is that
// of MDN and caniuse, in the packages that package-lock.json names. The second plugin knows each
// edition of the language by heart: both browsers of the baseline have all of ES2022.
import compat from "eslint-plugin-compat";
import editions from "eslint-plugin-es-x";

const newer = editions.configs["flat/restrict-to-es2022"];
// A linter cannot see whether a `map` is that of an array or the newer one of an iterator.
const ambiguous = Object.keys(newer.rules).filter((name) => name.includes("iterator-prototype"));

export default [
  {
    ...compat.configs["flat/recommended"],
    files: ["**/*.js"],
    languageOptions: { ecmaVersion: 2022, sourceType: "script" },
    linterOptions: { noInlineConfig: true, reportUnusedDisableDirectives: "off" },
    settings: { browsers: ["chrome 109", "firefox 115"], lintAllEsApis: true },
  },
  {
    ...newer,
    files: ["**/*.js"],
    // A method of a newer edition is one whatever it is called on.
    settings: { "es-x": { aggressive: true } },
    rules: { ...newer.rules, ...Object.fromEntries(ambiguous.map((name) => [name, "off"])) },
  },
];
