// npm run watch: bundles the programs with source maps, again at every change, until Ctrl-C. What is wrong is said as
// `FILE:LINE:COLUMN: error: TEXT`, between two lines that the task of .vscode/tasks.json knows.
import { bundles } from './build.mjs';
import { setUp } from './setup.mjs';

await setUp();
const esbuild = await import('esbuild');
/**
 * What is wrong, by bundle: both are said together, since the editor forgets what it was told before.
 * @type {Map<import('esbuild').BuildOptions, string[]>}
 */
const problems = new Map();
let building = 0;

for (const options of bundles({ forDebugger: true })) {
  const context = await esbuild.context({ ...options, logLevel: 'silent', plugins: [...(options.plugins ?? []), reporter(options)] });
  await context.watch();
}

/**
 * @param {import('esbuild').BuildOptions} key
 * @returns {import('esbuild').Plugin}
 */
function reporter(key) {
  return {
    name: 'reporter',
    setup(bundle) {
      bundle.onStart(() => {
        if (building++ === 0) console.log('watch: building');
      });
      bundle.onEnd(({ errors, warnings }) => {
        problems.set(key, [...errors.map(message => inWords('error', message)), ...warnings.map(message => inWords('warning', message))]);
        if (--building > 0) return;
        for (const problem of new Set([...problems.values()].flat())) console.log(problem);
        console.log('watch: ready');
      });
    },
  };
}

/**
 * @param {'error' | 'warning'} severity
 * @param {import('esbuild').Message} message
 */
function inWords(severity, { text, location }) {
  const { file, line, column } = location ?? { file: 'package.json', line: 1, column: 0 };
  return `${file}:${line}:${column + 1}: ${severity}: ${text}`;
}
