// npm run check:effects: how often the paired t-test is wrong where a parameter does nothing, Holm's where several levels do nothing, and
// how often both find what is there, over simulated comparisons; prints tables. COMPARISONS (10,000): of each.
import { setUp } from './setup.mjs';
import { bundleFile } from './testFiles.mjs';

const comparisons = Number(process.env.COMPARISONS ?? 10_000);
await setUp();
const { differences, falseFamilies, knownPower, nullEffect, powerOf, seedCounts } = await import(
  await bundleFile('scripts/effects/simulated.ts')
);

/** @type {string[]} */
const broken = [];
let checks = 0;
/** @param {boolean} holds @param {string} what */
const check = (holds, what) => {
  checks++;
  if (!holds) broken.push(what);
};
/** @param {number} share */
const percent = share => `${(100 * share).toFixed(1)} %`;

console.log('| differences | seeds | the interval holds 0 | p < 0.05 |\n| --- | --- | --- | --- |');
for (const of of differences)
  for (const seeds of seedCounts) {
    const { covered, significant } = nullEffect(of, seeds, comparisons);
    const share = covered / comparisons;
    console.log(
      `| ${of.name}${of.isPromised ? '' : ' (not promised)'} | ${seeds} | ${percent(share)} | ${percent(significant / comparisons)} |`,
    );
    if (of.isPromised)
      check(share >= 0.94 && share <= 0.96, `${of.name}, ${seeds} seeds: the interval holds 0 in ${percent(share)}; expected 94 to 96 %`);
  }

console.log('\n| levels beside the reference | seeds | one is found though none differs |\n| --- | --- | --- |');
for (const levels of [1, 2, 4])
  for (const seeds of seedCounts) {
    const share = falseFamilies(levels, seeds, comparisons);
    console.log(`| ${levels} | ${seeds} | ${percent(share)} |`);
    check(share <= 0.055, `${levels} levels, ${seeds} seeds: one is found in ${percent(share)}; expected 5.5 % at most`);
  }

console.log('\n| effect, in deviations | seeds | found | by statsmodels |\n| --- | --- | --- | --- |');
for (const { effect, seeds, power } of knownPower) {
  const share = powerOf(effect, seeds, comparisons);
  console.log(`| ${effect} | ${seeds} | ${percent(share)} | ${percent(power)} |`);
  check(Math.abs(share - power) <= 0.015, `effect ${effect}, ${seeds} seeds: found in ${percent(share)}; expected ${percent(power)} ± 1.5`);
}

for (const line of broken) console.error(line);
console.error(`${checks - broken.length} passed, ${broken.length} failed`);
process.exitCode = broken.length === 0 ? 0 : 1;
