// npm run check:scores: holds every figure of an evaluation against scikit-learn's and statsmodels', to 1e-9: over the cases of
// test/fixtures/evaluation, and over two runs that it trains.
//   PYTHON (default python3) needs: pip install numpy scikit-learn statsmodels confidenceinterval
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { root, setUp } from './setup.mjs';
import { bundleFile } from './testFiles.mjs';

await setUp();
const { writeRunCase, writeStoredCases } = await import(await bundleFile('scripts/scores/writeCases.ts'));
const folder = mkdtempSync(path.join(os.tmpdir(), 'digits-scores-'));
const [cases, runs] = [path.join(folder, 'cases'), path.join(folder, 'runs')];
try {
  writeStoredCases(cases);
  for (const flags of [
    ['--activation-fun', 'relu', '--seed', '1'],
    ['--activation-fun', 'tanh', '--seed', '2'],
  ])
    digits(['train', '--epochs', '1', ...flags, '--runs', runs], 'inherit');
  for (const id of readdirSync(runs).filter(name => !name.startsWith('.'))) {
    writeRunCase(path.join(cases, id), path.join(runs, id), digits(['show', id, '--json', '--runs', runs], 'pipe'));
  }
  process.exitCode =
    spawnSync(process.env.PYTHON ?? 'python3', ['scripts/checkScores.py', cases], { cwd: root, stdio: 'inherit' }).status ?? 1;
} finally {
  rmSync(folder, { recursive: true });
}

/**
 * @param {readonly string[]} args
 * @param {'inherit' | 'pipe'} stdout
 */
function digits(args, stdout) {
  const options = /** @type {const} */ ({ cwd: root, encoding: 'utf8', maxBuffer: 1e9 });
  const { status, stdout: text } = spawnSync(process.execPath, ['dist/cli.js', ...args], {
    ...options,
    stdio: ['ignore', stdout, 'inherit'],
  });
  if (status !== 0) throw new Error(`digits ${args.join(' ')} failed.`);
  return text;
}
