// npm run test:tensorflow: the tests of the engine `tensorflow`, and whether an epoch of the whole of MNIST comes out alike with every engine.
// Of TensorFlow it uses what DIGITS_TENSORFLOW names; otherwise it installs it, once, in the user's cache folder (800 MB).
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { buildTensorflow, VERSION } from './buildTensorflow.mjs';
import { root, runInForeground, setUp, SetupError } from './setup.mjs';
import { userCache } from './userCache.mjs';

const TESTS = ['engine/tensorFlow', 'engine/loadTensorFlow', 'engine/parity', 'trainer/tensorFlow', 'cli/tensorFlow'];
const ENGINES = ['onnx', 'wasm', 'tensorflow'];
/** Percentage points of accuracy on the validation images, from the best engine to the worst. */
const ALIKE = 0.3;

try {
  process.env.DIGITS_TENSORFLOW ||= userCache(`tfjs-node-${VERSION}`);
  await buildTensorflow(path.resolve(process.env.DIGITS_TENSORFLOW));
  await setUp();
  console.log(`An epoch of MNIST, validation accuracy:`);
  const accuracies = ENGINES.map(engine => accuracyOf(engine));
  const points = Math.max(...accuracies) - Math.min(...accuracies);
  console.log(`${points.toFixed(2)} points apart, of ${ALIKE} that are allowed\n`);
  const code = await runInForeground(process.execPath, ['scripts/test.mjs', ...TESTS.map(name => `test/unit/${name}.test.ts`)]);
  process.exitCode = points <= ALIKE ? code : 1;
} catch (error) {
  if (!(error instanceof SetupError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}

/**
 * In percent, after one epoch.
 * @param {string} engine
 */
function accuracyOf(engine) {
  const runs = mkdtempSync(path.join(os.tmpdir(), 'digits-parity-'));
  try {
    const args = ['dist/cli.js', 'train', '--json', '--epochs', '1', '--engine', engine, '--runs', runs];
    const { status, stdout } = spawnSync(process.execPath, args, {
      cwd: root,
      encoding: 'utf8',
      maxBuffer: 1e9,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    if (status !== 0) throw new SetupError(`digits train --engine ${engine} failed.`);
    const events = stdout
      .trim()
      .split('\n')
      .map(line => JSON.parse(line));
    const accuracy = 100 * events.find(({ type }) => type === 'epochEnded').valAccuracy;
    const { version } = events.find(({ type }) => type === 'runStarted').config.engine;
    console.log(`  ${engine.padEnd(10)} ${accuracy.toFixed(2)} %  ${version}`);
    return accuracy;
  } finally {
    rmSync(runs, { recursive: true });
  }
}
