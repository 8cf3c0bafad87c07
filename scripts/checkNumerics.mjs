// npm run check:numerics -- COMMIT: whether this checkout, whose numerics are of another version, learns as well as that commit: both train the
// defaults on the whole of MNIST with the same seeds, in turn, and the paired interval of the differences in test accuracy has to lie within
// ±0.2 points. SEEDS (5), EPOCHS (12), RUNS (a folder that is kept, and gone on with): an hour or so of two cores.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { checkOut } from './bench/otherCommit.mjs';
import { root, setUp } from './setup.mjs';
import { bundleFile } from './testFiles.mjs';

const SEEDS = Number(process.env.SEEDS ?? 5);
const EPOCHS = process.env.EPOCHS ?? '12';
/** In points of accuracy. */
const MARGIN = 0.2;

const [commit] = process.argv.slice(2);
if (commit === undefined) throw new Error('Give the commit to compare with: npm run check:numerics -- COMMIT');
await setUp();
/** @type {typeof import('../src/statistics/pairedT')} */
const { pairedT } = await import(await bundleFile('src/statistics/pairedT.ts'));
const scratch = mkdtempSync(path.join(os.tmpdir(), 'digits-numerics-'));
const runs = path.resolve(process.env.RUNS ?? path.join(scratch, 'runs'));
const other = checkOut(root, commit, scratch);
try {
  console.log(
    `${other.title} (1) and this checkout (2), ${EPOCHS} epochs, test accuracy in percent:\n\n| seed | 1 | 2 | 2 − 1 |\n| --- | --- | --- | --- |`,
  );
  const differences = Array.from({ length: SEEDS }, (_, i) => {
    const [before = NaN, now = NaN] = [other.cli, path.join(root, 'dist', 'cli.js')].map((cli, side) =>
      trained(cli, i + 1, path.join(runs, `${side + 1}-${i + 1}`)),
    );
    console.log(`| ${i + 1} | ${before.toFixed(2)} | ${now.toFixed(2)} | ${(now - before).toFixed(2)} |`);
    return now - before;
  });
  const { mean, interval } = pairedT(differences);
  const [low, high] = [interval?.low ?? mean, interval?.high ?? mean];
  console.log(`\nMean difference ${mean.toFixed(3)} points, 95 % CI ${low.toFixed(3)} to ${high.toFixed(3)}, ${SEEDS} paired seeds.`);
  const holds = low >= -MARGIN && high <= MARGIN;
  console.log(holds ? '1 passed, 0 failed' : '0 passed, 1 failed');
  process.exitCode = holds ? 0 : 1;
} finally {
  other.remove();
  rmSync(scratch, { recursive: true, force: true });
}

/**
 * The test accuracy of a run, which is trained unless it is there.
 * @param {string} cli
 * @param {number} seed
 * @param {string} folder of the run alone
 */
function trained(cli, seed, folder) {
  const summary = () => {
    const run = existsSync(folder) ? readdirSync(folder).find(name => existsSync(path.join(folder, name, 'summary.json'))) : undefined;
    return run === undefined ? undefined : JSON.parse(readFileSync(path.join(folder, run, 'summary.json'), 'utf8'));
  };
  if (summary()?.status !== 'completed') {
    rmSync(folder, { recursive: true, force: true });
    const args = [cli, 'train', '--epochs', EPOCHS, '--seed', String(seed), '--engine', 'onnx', '--runs', folder];
    execFileSync(process.execPath, args, { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] });
  }
  return 100 * summary().testAccuracy;
}
