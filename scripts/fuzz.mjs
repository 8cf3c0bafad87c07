// npm run fuzz: the property-based tests of test/unit/fuzz, each file for so many minutes, on every core, with inputs that npm test does not
// try. What it found goes to test/fuzz/report.txt.
//   npm run fuzz -- --minutes 10     for each file (by default 2)
//   npm run fuzz -- --seed 7         as an earlier report names it
import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { runMocha } from './mochaProcess.mjs';
import { root, setUp } from './setup.mjs';
import { bundleTests } from './testFiles.mjs';

const { values } = parseArgs({ options: { minutes: { type: 'string', default: '2' }, seed: { type: 'string' } } });
const durationMs = Number(values.minutes) * 60_000;
const seed = values.seed === undefined ? Math.floor(Math.random() * 2 ** 31) : Number(values.seed);
if (!(durationMs > 0) || !Number.isInteger(seed)) throw new Error('--minutes is a number above 0, --seed a whole number.');

await setUp();
const { folder, files } = await bundleTests('unit', [path.join(root, 'test', 'unit', 'fuzz')]);
const results = mkdtempSync(path.join(os.tmpdir(), 'digits-fuzz-'));
const resultsFile = path.join(results, 'results.jsonl');
appendFileSync(resultsFile, '');
const began = new Date();
const left = files.values();
/** @type {string[]} */
const failures = [];
const work = async () => {
  for (const file of left) {
    const name = path.relative(folder, file);
    console.log(`${name} …`);
    const task = { files: [file], options: { reporter: 'dot', timeout: 0 } };
    const env = { DIGITS_FUZZ: JSON.stringify({ seed, durationMs, resultsFile }) };
    await runMocha(task, { limitMs: 2 * durationMs + 600_000, env }).then(
      counts => Object.values(counts).some(({ failed }) => failed > 0) && failures.push(name),
      error => failures.push(`${name}: ${error.message}`),
    );
  }
};
await Promise.all(Array.from({ length: os.availableParallelism() }, work));

const found = readFileSync(resultsFile, 'utf8')
  .split('\n')
  .filter(Boolean)
  .map(line => JSON.parse(line));
rmSync(results, { recursive: true });
/** @param {number} value */
const grouped = value => Math.round(value).toLocaleString('en-US');
const total = found.reduce((sum, { cases }) => sum + cases, 0);
const report = [
  `npm run fuzz -- --minutes ${values.minutes} --seed ${seed}`,
  `${began.toISOString().slice(0, 16)}Z, Node ${process.versions.node}, ${process.platform} ${process.arch}, ${os.availableParallelism()} cores`,
  `${grouped(total)} cases of ${found.length} properties, ${failures.length} files with a failure`,
  '',
  '      cases     seconds  peak MB  property',
  ...found
    .toSorted((a, b) => (a.property < b.property ? -1 : 1))
    .map(({ property, cases, durationMs: ms, peakBytes, failure }) =>
      [
        grouped(cases).padStart(11),
        (ms / 1000).toFixed(0).padStart(12),
        grouped(peakBytes / 1e6).padStart(9),
        `  ${property}${failure === null ? '' : `\n${failure}`}`,
      ].join(''),
    ),
  ...(failures.length > 0 ? ['', ...failures] : []),
];
const reportFile = path.join(root, 'test', 'fuzz', 'report.txt');
await mkdir(path.dirname(reportFile), { recursive: true });
await writeFile(reportFile, `${report.join('\n')}\n`);
console.log(report.join('\n'));
if (!existsSync(reportFile) || failures.length > 0) process.exitCode = 1;
