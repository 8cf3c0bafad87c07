// npm test: sets the checkout up, checks format, lint and types, and runs every test. The last line is "N passed, N failed", where
// each check counts as a test. `npm test -- TEXT` runs only the tests whose title contains TEXT, and no checks.
import { spawn } from 'node:child_process';
import { readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { root, setUp } from './setup.mjs';

const filter = process.argv.slice(2).join(' ');
/** Longer than this the whole suite hangs. */
const LIMIT_MS = 15 * 60_000;

setTimeout(() => {
  console.log(`Not done after ${LIMIT_MS / 60_000} minutes: something hangs.\n0 passed, 1 failed`);
  process.exit(1);
}, LIMIT_MS).unref();

const total = { passed: 0, failed: 0 };
await check('set up and build', setUp);
if (!filter && total.failed === 0) {
  await check('format', () => run('prettier', ['--check', '--log-level', 'warn', '.']));
  await check('lint', () => run('oxlint', ['--type-aware', '--deny-warnings', 'src', 'test', 'scripts']));
  await check('types', () => run('tsc', ['--noEmit']));
}
if (total.failed === 0 || !filter) await runUnitTests();
console.log(`\n${total.passed} passed, ${total.failed} failed`);
process.exit(total.failed === 0 && total.passed > 0 ? 0 : 1);

async function check(name, action) {
  const began = performance.now();
  try {
    await action();
    total.passed++;
    console.log(`${name.padEnd(18)} ok  ${((performance.now() - began) / 1000).toFixed(1)} s`);
  } catch (error) {
    total.failed++;
    console.log(`${name.padEnd(18)} FAILED\n${error instanceof Error ? error.message : String(error)}`);
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
  const files = readdirSync(path.join(root, 'test/unit'), { recursive: true, encoding: 'utf8' }).filter(file => file.endsWith('.test.ts'));
  const outdir = path.join(root, 'dist/test');
  rmSync(outdir, { recursive: true, force: true });
  const entryPoints = files.map(file => path.join('test/unit', file));
  await esbuild.build({ ...nodeBundleOptions(), entryPoints, outdir, outbase: 'test/unit', packages: 'external', sourcemap: 'inline' });
  process.setSourceMapsEnabled(true);
  const { default: Mocha } = await import('mocha');
  const mocha = new Mocha({ reporter: process.stdout.isTTY ? 'spec' : 'dot', timeout: 60_000, ...(filter && { fgrep: filter }) });
  for (const file of files) mocha.addFile(path.join(outdir, file.replace(/\.ts$/, '.js')));
  await mocha.loadFilesAsync();
  process.chdir(root);
  const { passes = 0, failures = 0 } = await new Promise(resolve => {
    const runner = mocha.run(() => resolve(runner.stats ?? {}));
  });
  total.passed += passes;
  total.failed += failures;
  if (passes + failures === 0) {
    total.failed++;
    console.log('No test ran.');
  }
}
