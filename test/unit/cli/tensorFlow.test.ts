import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { TENSORFLOW_FOLDER } from '../../../src/contract/engines';
import { isRunId } from '../../../src/contract/runId';
import type { TrainedConfig } from '../../../src/contract/run';
import { readConfig } from '../../../src/runFolder/readRun';
import { fewDigits } from '../data/fewDigits';
import { temporaryRuns, trainerFile } from '../trainer/forkTrainer';
import { digits } from './testCli';

const version = '2.15.1 (tfjs-node 4.22.0)';

describe('digits, where TensorFlow is not installed', () => {
  const home = temporaryRuns();
  const runs = path.join(home, 'runs');
  const few = '--epochs 2 --train-samples 400 --validation-samples 100 --batch-size 64 --num-filters 4 --threads 1'.split(' ');
  const flags = [...few, '--runs', runs, '--data', fewDigits(home)];
  const named = process.env[TENSORFLOW_FOLDER];
  const empty = mkdtempSync(path.join(home, 'empty-'));
  let original: string;

  before(async () => {
    process.env[TENSORFLOW_FOLDER] = empty;
    assert.equal((await digits(['train', ...flags], { trainerFile })).exitCode, 0);
    original = readdirSync(runs).find(isRunId)!;
    const file = path.join(runs, original, 'config.json');
    const config = JSON.parse(readFileSync(file, 'utf8')) as TrainedConfig;
    writeFileSync(file, JSON.stringify({ ...config, engine: { ...config.engine, name: 'tensorflow', version } }));
  });
  after(() => {
    if (named === undefined) delete process.env[TENSORFLOW_FOLDER];
    else process.env[TENSORFLOW_FOLDER] = named;
  });

  const assertTold = (err: string): void => {
    const lines = err.trimEnd().split('\n').slice(-2);
    assert.equal(lines[0], `digits: The engine tensorflow needs the package @tensorflow/tfjs-node: there is none in ${empty}.`);
    assert.match(lines[1]!, /^ {2}Get it with `npm install @tensorflow\/tfjs-node@4` .* DIGITS_TENSORFLOW /);
  };

  it('train says in two lines what is missing and how to get it, and leaves no run', async () => {
    const before = readdirSync(runs);
    const { exitCode, err } = await digits(['train', ...flags, '--engine', 'tensorflow'], { trainerFile });
    assert.equal(exitCode, 1);
    assert.equal(err.trimEnd().split('\n').length, 2);
    assertTold(err);
    assert.deepEqual(readdirSync(runs), before);
  });

  it('train --resume goes on with another engine and says so', async () => {
    const elsewhere = path.join(home, 'stopped');
    const folder = path.join(elsewhere, original);
    cpSync(path.join(runs, original), folder, { recursive: true });
    for (const file of ['summary.json', 'events.jsonl']) {
      const text = readFileSync(path.join(folder, file), 'utf8');
      writeFileSync(path.join(folder, file), text.replaceAll('"completed"', '"stopped"'));
    }
    const { exitCode, err } = await digits(['train', '--resume', original, '--runs', elsewhere], { trainerFile });
    assert.equal(exitCode, 0, err);
    assert.match(err, /TensorFlow does not work here, so that ONNX Runtime computes\. The engine tensorflow needs the package/);
    assert.match(err, /The run was begun with TensorFlow .* and goes on with ONNX Runtime [\d.]+: its last bits may differ/);
    assert.deepEqual((await readConfig(folder)).engine, { name: 'tensorflow', version, threads: 1 });
  });

  it('reproduce trains with no other engine unless it is named', async () => {
    const { exitCode, err } = await digits(['reproduce', original, '--runs', runs], { trainerFile });
    assert.equal(exitCode, 1);
    assertTold(err);
    const other = await digits(['reproduce', original, '--runs', runs, '--engine', 'onnx'], { trainerFile });
    assert.equal(other.exitCode, 0);
    assert.match(other.out, /engine: tensorflow → onnx/);
  });

  it('evaluate reads the model with another engine and says so', async () => {
    const { exitCode, out, err } = await digits(['evaluate', original, '--runs', runs], { trainerFile });
    assert.equal(exitCode, 0);
    assert.match(out, /The same as when the run ended/);
    assert.match(err, /TensorFlow does not work here, so that ONNX Runtime computes\. The engine tensorflow needs the package/);
  });
});
