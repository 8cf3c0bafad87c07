// npm test: sets the checkout up, checks format, lint and types, and runs every test, in three rings: test/unit in Node, test/host inside
// VS Code's extension host, test/e2e in a browser on the packed extension. The last line is "N passed, N failed", where each check counts
// as a test. Parts, without the checks: `npm test -- --unit` (--host, --e2e), `npm test -- test/unit/data`, `npm test -- --grep PATTERN`.
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { root, setUp } from './setup.mjs';
import { runProgram } from './runProgram.mjs';

/** @type {readonly ('unit' | 'host' | 'e2e')[]} */
const RINGS = ['unit', 'host', 'e2e'];

const { values, positionals } = parseArgs({
  options: {
    grep: { type: 'string', short: 'g' },
    unit: { type: 'boolean' },
    host: { type: 'boolean' },
    e2e: { type: 'boolean' },
  },
  allowPositionals: true,
});
const places = positionals.map(place => path.resolve(place));
const isPart = values.grep !== undefined || places.length > 0 || RINGS.some(ring => values[ring]);

// What tests ask for is nothing that this user asked for.
const state = mkdtempSync(path.join(os.tmpdir(), 'digits-state-'));
process.env.DIGITS_STATE = state;
process.env.DIGITS_CACHE = path.join(state, 'cache');
process.once('exit', () => rmSync(state, { recursive: true, force: true }));

const total = { passed: 0, failed: 0 };
/** Said at the end, where they are seen. */
/** @type {string[]} */
const warnings = [];
await check('set up and build', setUp);
if (total.failed === 0) {
  if (!isPart) {
    await Promise.all([
      check('format', () => run('oxfmt', ['--check', '.'])),
      check('lint', () => run('oxlint', ['--type-aware', '--deny-warnings', 'src', 'webview', 'test', 'scripts'])),
      check('types', () => run('tsc', ['--noEmit'])),
      check('webview types', () => run('tsc', ['--noEmit', '-p', 'webview'])),
      check('scripts types', () => run('tsc', ['--noEmit', '-p', 'scripts'])),
    ]);
  }
  const checks = total.passed;
  const rings = await chosenRings();
  // One after the other: each VS Code keeps a core busy, and three of them on two cores wait for each other.
  for (const ring of rings) await runRing(ring);
  if (total.passed === checks && total.failed === 0)
    failed(
      `No test was found there: ${[...positionals, values.grep].filter(Boolean).join(' ')}. A place is a folder or a whole file name.`,
    );
}
for (const warning of warnings) console.log(warning);
console.log(`\n${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed === 0 && total.passed > 0 ? 0 : 1;

/** @param {unknown} error */
function failed(error) {
  total.failed++;
  console.log(error instanceof Error ? error.message : String(error));
}

/**
 * @param {string} name
 * @param {() => unknown} action
 */
async function check(name, action) {
  const began = performance.now();
  try {
    await action();
    total.passed++;
    console.log(`${name.padEnd(18)} ok  ${seconds(began)}`);
  } catch (error) {
    console.log(`${name.padEnd(18)} FAILED`);
    failed(error);
  }
}

/**
 * Runs a program of node_modules; fails with what it said.
 * @param {string} program
 * @param {readonly string[]} args
 */
async function run(program, args) {
  const file = path.join(root, 'node_modules', '.bin', program);
  await runProgram(file, args, { cwd: root, shell: process.platform === 'win32' });
}

/** Those that the flags name, or that the places lie in, or all; DIGITS_LAB_RINGS=unit,host keeps a machine to those that it can run. */
async function chosenRings() {
  const { concerns } = await import('./testFiles.mjs');
  const asked = RINGS.filter(ring => values[ring]);
  const rings = RINGS.filter(ring => asked.length === 0 || values[ring]).filter(
    ring => places.length === 0 || places.some(place => concerns(place, ring)),
  );
  const limit = process.env.DIGITS_LAB_RINGS?.split(',').map(ring => ring.trim());
  if (limit === undefined || asked.length > 0) return rings;
  const unknown = limit.filter(ring => !RINGS.some(known => known === ring));
  if (unknown.length > 0) throw new Error(`DIGITS_LAB_RINGS has "${unknown.join(', ')}"; it may have ${RINGS.join(', ')}.`);
  const left = rings.filter(ring => !limit.includes(ring));
  if (left.length > 0) console.log(`DIGITS_LAB_RINGS=${process.env.DIGITS_LAB_RINGS} leaves out: ${left.join(', ')}`);
  return rings.filter(ring => limit.includes(ring));
}

/** @param {'unit' | 'host' | 'e2e'} ring */
async function runRing(ring) {
  const began = performance.now();
  const ways = {
    unit: async () => (await import('./unitTests.mjs')).runUnitTests,
    host: async () => (await import('./hostTests.mjs')).runHostTests,
    e2e: async () => (await import('./e2eTests.mjs')).runE2eTests,
  };
  console.log(`\n— ${ring} tests`);
  try {
    const runTests = await ways[ring]();
    /** @type {{ passed: number, failed: number, skipped?: readonly string[], wavered?: readonly string[] }} */
    const { passed, failed: failures, skipped = [], wavered = [] } = await runTests({ places, grep: values.grep, isPart });
    total.passed += passed;
    total.failed += failures;
    for (const title of skipped) console.log(`skipped: ${title}`);
    console.log(`— ${ring} tests: ${passed} passed, ${failures} failed, ${seconds(began)}`);
    if (wavered.length > 0) warnings.push(`!!! WAVERED: of the ${ring} tests these passed only the second time: ${wavered.join(', ')}`);
  } catch (error) {
    console.log(`— ${ring} tests: FAILED`);
    failed(error);
    if (ring !== 'unit')
      console.log('On a machine that cannot run them, DIGITS_LAB_RINGS=unit keeps `npm test` to the tests that need no editor.');
  }
}

/** @param {number} began */
function seconds(began) {
  return `${((performance.now() - began) / 1000).toFixed(1)} s`;
}
