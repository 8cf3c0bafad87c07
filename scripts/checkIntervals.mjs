// npm run check:intervals: how often the intervals of AUROC hold the true one, over simulated test sets; prints the table of
// docs/evaluation.md. Takes about an hour of one core.
//   npm run check:intervals -- --sets 2000 --results FILE: how many test sets each; what FILE has is not simulated again
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { setUp } from './setup.mjs';
import { bundleFile } from './testFiles.mjs';

const { values } = parseArgs({ options: { sets: { type: 'string', default: '2000' }, results: { type: 'string' } } });
await setUp();
const { brokenPromises, cells, coverageOf, measured, nameOf } = await import(await bundleFile('scripts/intervals/coverage.ts'));

/** @type {Map<string, import('./intervals/coverage.ts').CellCoverage>} */
const known = new Map();
if (values.results && existsSync(values.results)) {
  for (const line of readFileSync(values.results, 'utf8').trim().split('\n')) {
    const { name, sets, coverage } = JSON.parse(line);
    if (sets === values.sets) known.set(name, coverage);
  }
}

/** @type {readonly ('class' | 'macro' | 'micro')[]} */
const whats = measured;
/** @type {string[]} */
const broken = [];
console.log(`| scores | images | AUROC | ${whats.join(' | ')} |`);
console.log(`| --- | --- | --- | ${whats.map(() => '---').join(' | ')} |`);
for (const cell of cells) {
  const name = nameOf(cell);
  const coverage = known.get(name) ?? coverageOf(cell, Number(values.sets));
  if (values.results && !known.has(name)) appendFileSync(values.results, `${JSON.stringify({ name, sets: values.sets, coverage })}\n`);
  const images = `${cell.positives.toLocaleString('en')} + ${(9 * cell.positives).toLocaleString('en')}`;
  console.log(`| ${[cell.distribution.name, images, cell.auroc, ...whats.map(what => inWords(coverage[what]))].join(' | ')} |`);
  broken.push(...brokenPromises(cell, coverage));
}
for (const line of broken) console.error(line);
console.error(`${cells.length * whats.length - broken.length} passed, ${broken.length} failed`);
process.exitCode = broken.length === 0 ? 0 : 1;

/** `94.8 %, none in 0.2 %` @param {{ asked: number, shown: number, covered: number }} coverage */
function inWords({ asked, shown, covered }) {
  const without = `none in ${((100 * (asked - shown)) / asked).toFixed(1)} %`;
  return shown === 0 ? without : `${((100 * covered) / shown).toFixed(1)} %, ${without}`;
}
