// npm test: sets the checkout up, checks format, lint and types, and runs every test. The last line is "N passed, N failed", where
// each check counts as a test. Parts, without the checks: `npm test -- --grep PATTERN`, `npm test -- test/unit/data`.
import { fork, spawn } from 'node:child_process';
import { readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { root, setUp } from './setup.mjs';

const { values, positionals: places } = parseArgs({ options: { grep: { type: 'string', short: 'g' } }, allowPositionals: true });
const isPart = values.grep !== undefined || places.length > 0;
/** Longer than this the tests hang. */
const LIMIT_MS = 15 * 60_000;

const total = { passed: 0, failed: 0 };
await check('set up and build', setUp);
if (total.failed === 0) {
  if (!isPart) {
    await check('format', () => run('prettier', ['--check', '--log-level', 'warn', '.']));
    await check('lint', () => run('oxlint', ['--type-aware', '--deny-warnings', 'src', 'webview', 'test', 'scripts']));
    await check('types', () => run('tsc', ['--noEmit']));
    await check('webview types', () => run('tsc', ['--noEmit', '-p', 'webview']));
  }
  await runUnitTests().catch(failed);
}
console.log(`\n${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed === 0 && total.passed > 0 ? 0 : 1;

function failed(error) {
  total.failed++;
  console.log(error instanceof Error ? error.message : String(error));
}

async function check(name, action) {
  const began = performance.now();
  try {
    await action();
    total.passed++;
    console.log(`${name.padEnd(18)} ok  ${((performance.now() - began) / 1000).toFixed(1)} s`);
  } catch (error) {
    console.log(`${name.padEnd(18)} FAILED`);
    failed(error);
  }
}

/** Runs a program of node_modules; fails with what it said. */
async function run(program, args) {
  const file = path.join(root, 'node_modules', '.bin', program);
  const child = spawn(file, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'], shell: process.platform === 'win32' });
  const said = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', chunk => said.push(chunk));
  const code = await new Promise((resolve, reject) => child.on('error', reject).on('close', resolve));
  if (code !== 0) throw new Error(Buffer.concat(said).toString());
}

async function runUnitTests() {
  const esbuild = await import('esbuild');
  const { nodeBundleOptions } = await import('./build.mjs');
  const files = readdirSync(path.join(root, 'test/unit'), { recursive: true, encoding: 'utf8' })
    .filter(file => file.endsWith('.test.ts'))
    .filter(file => places.length === 0 || places.some(place => isWithin(path.join(root, 'test/unit', file), path.resolve(place))));
  const outdir = path.join(root, 'dist/test');
  rmSync(outdir, { recursive: true, force: true });
  const entryPoints = files.map(file => path.join('test/unit', file));
  await esbuild.build({ ...nodeBundleOptions(), entryPoints, outdir, outbase: 'test/unit', packages: 'external', sourcemap: 'inline' });
  const { passes, failures } = await runMocha({
    files: files.map(file => path.join(outdir, file.replace(/\.ts$/, '.js'))),
    // A forgotten .only would leave the others out without a word.
    options: { reporter: process.stdout.isTTY ? 'spec' : 'dot', timeout: 60_000, forbidOnly: !isPart, grep: values.grep },
  });
  if (passes + failures === 0) throw new Error('No test ran.');
  total.passed += passes;
  total.failed += failures;
}

/** The counts; mocha has a process of its own, so that neither a test's endless loop nor its process.exit ends this one. */
async function runMocha(task) {
  const child = fork(path.join(root, 'scripts/runMocha.mjs'), { cwd: root });
  let counts;
  child.on('message', message => (counts = message));
  let hangs = false;
  const timer = setTimeout(() => (hangs = child.kill('SIGKILL')), LIMIT_MS);
  child.send(task);
  const how = await new Promise((resolve, reject) => child.on('error', reject).on('close', (code, signal) => resolve(signal ?? code)));
  clearTimeout(timer);
  if (hangs) throw new Error(`The tests were not done after ${LIMIT_MS / 60_000} minutes: something hangs.`);
  if (!counts) throw new Error(`The tests' process ended (${how}) before they were through.`);
  return counts;
}

function isWithin(file, place) {
  return file === place || file.startsWith(place + path.sep);
}
