import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { TrainedConfig } from '../../../src/contract/run';
import type { RunOverview } from '../../../src/runFolder/readRun';
import { outputOf } from '../../processes';
import { fewDigits } from '../data/fewDigits';
import { idxImages, idxLabels, writeFiles } from '../data/idxFiles';
import { writeRun } from '../runFolder/writtenRun';
import { assertDocumented } from './documentedFields';
import { digits as digitsHere, type CliResult } from './testCli';

/** Of the real program, with the real trainer, on real runs. */
describe('the command line on real runs', () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'digits-real-'));
  const runs = path.join(folder, '.digits', 'runs');
  const few = fewDigits(folder);
  after(() => rmSync(folder, { recursive: true }));

  const digits = (...args: string[]): Promise<CliResult> =>
    outputOf(spawn(process.execPath, [path.resolve('dist/cli.js'), ...args], { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] }));
  async function done(...args: string[]): Promise<string> {
    const { out, err, exitCode } = await digits(...args);
    assert.equal(exitCode, 0, err);
    return out;
  }
  /** The run's id. */
  async function train(...args: string[]): Promise<string> {
    const before = existsSync(runs) ? readdirSync(runs) : [];
    const small = ['--epochs', '2', '--train-samples', '400', '--validation-samples', '100', '--num-filters', '4', '--threads', '2'];
    const out = await done('train', ...small, ...args);
    const id = readdirSync(runs).find(name => !before.includes(name))!;
    assert.match(out, new RegExp(`^Kept in ${path.join('.digits', 'runs', id)}$`.replaceAll('\\', '\\\\'), 'm'));
    return id;
  }
  const configOf = (id: string): TrainedConfig => JSON.parse(readFileSync(path.join(runs, id, 'config.json'), 'utf8')) as TrainedConfig;

  let id: string;
  before(async () => (id = await train('--name', 'The first', '--tag', 'small', '--tag', 'quick', '--seed', '3')));

  it('keeps what a person said of a run, and keeps Git from what is of no use to others', () => {
    const labels: unknown = JSON.parse(readFileSync(path.join(runs, id, 'labels.json'), 'utf8'));
    assert.deepEqual(labels, { name: 'The first', tags: ['small', 'quick'], pinned: false, archived: false });
    assert.match(readFileSync(path.join(folder, '.digits', '.gitignore'), 'utf8'), /^checkpoint\/\nowner\.json\n/);
    assert.ok(!existsSync(path.join(runs, id, 'owner.json')), 'nobody trains it any more');
  });

  describe('show', () => {
    it('tells everything about a run', async () => {
      writeFileSync(path.join(runs, id, 'notes.md'), 'Few images are enough to see something.\n');
      const out = await done('show', id);
      for (const pattern of [
        /^The first {2}completed$/m,
        new RegExp(`id +${id}`),
        /tags +small, quick/,
        /data +mnist, 400 \+ 100 \+ 10,000 images/,
        /engine +onnx .*, 2 threads/,
        /seed +3 +· default 0/,
        /^ {2}dropout +0\.5$/m,
        /training loss, by epoch, 1 to 2/,
        /validation loss, by epoch/,
        /^accuracy \d+\.\d+ % {3}loss \d\.\d+ {3}10,000 images$/m,
        /predicted as/,
        /^weighted .* 10000$/m,
        /^Notes\n {2}Few images are enough to see something\.$/m,
      ]) {
        assert.match(out, pattern);
      }
      for (const line of out.split('\n')) assert.ok(line.length <= 80 || line.includes(folder) || line.includes('engine'), line);
    });

    it('says the same as JSON', async () => {
      const { config, labels, status, summary, epochs } = JSON.parse(await done('show', id, '--json')) as RunOverview & {
        epochs: unknown[];
      };
      assert.deepEqual(config, configOf(id));
      assert.deepEqual([labels.name, status, epochs.length], ['The first', 'completed', 2]);
      assert.deepEqual(summary, JSON.parse(readFileSync(path.join(runs, id, 'summary.json'), 'utf8')));
    });

    it('needs only the beginning of the id', async () => {
      assert.match(await done('show', id.slice(0, -2)), /^The first/);
      const { err, exitCode } = await digits('show', 'nothing');
      assert.equal(exitCode, 1);
      assert.match(err, new RegExp(`There is no run "nothing"\\. The newest in .* are ${id}`));
    });
  });

  describe('evaluate', () => {
    it('finds with the model as it is on disk what the run had found', async () => {
      const out = await done('evaluate', id);
      assert.match(out, /^Test accuracy/m);
      assert.match(out, /^The same as when the run ended\.$/m);
    });

    it('notices that the model is another', async () => {
      const other = await train('--data', few, '--seed', '4');
      const model = path.join('model', 'model.onnx');
      writeFileSync(path.join(runs, other, model), readFileSync(path.join(runs, id, model)));
      const evaluated = JSON.parse(await done('evaluate', other, '--json')) as { sameAsKept: boolean; count: number };
      assertDocumented('evaluate', evaluated);
      const { sameAsKept, count } = evaluated;
      assert.deepEqual([sameAsKept, count], [false, 100]);
      rmSync(path.join(runs, other, model));
      const { exitCode, err } = await digits('evaluate', other);
      assert.equal(exitCode, 1);
      assert.match(err, /model\.onnx/);
      await done('delete', other, '--yes');
    });
  });

  describe('reproduce', () => {
    interface Comparison {
      readonly original: string;
      readonly reproduction: string;
      readonly verdict: string;
      readonly causes: string[];
    }
    const reproduce = async (...args: string[]): Promise<Comparison> => {
      const { out, err } = await digits('reproduce', ...args, '--json');
      assert.equal(err, '');
      const comparison = JSON.parse(out) as Comparison;
      assertDocumented('reproduce', comparison);
      return comparison;
    };

    let original: string;
    before(async () => (original = await train('--data', few)));

    it('on the same machine is identical, and is a run whose parent is the other', async () => {
      const out = await done('reproduce', original);
      assert.match(out, /^Identical: the same weights, probabilities and metrics, to the last bit\.\n$/m);
      assert.ok(!out.includes('not the same'));
      const { reproduction, ...others } = await reproduce(original);
      assert.equal(others.original, original);
      assert.deepEqual([others.verdict, others.causes], ['identical', []]);
      assert.equal(configOf(reproduction).parent, original);
      assert.deepEqual(configOf(reproduction).parameters, configOf(original).parameters);
    });

    it('names another number of threads', async () => {
      const { causes } = await reproduce(original, '--threads', '1');
      assert.deepEqual(causes, ['threads: 2 → 1']);
    });

    it('names everything else that was not the same', async () => {
      const config = configOf(original);
      const file = path.join(runs, original, 'config.json');
      const { engine, environment, trainer } = config;
      const elsewhere = {
        ...config,
        engine: { ...engine, name: 'tpu', version: '1.0.0' },
        environment: { ...environment, instructionSet: 'neon', version: '0.0.1' },
        trainer: { numericsVersion: 0, bundleSha256: '0'.repeat(64) },
      };
      writeFileSync(file, JSON.stringify(elsewhere));
      const { out, err } = await digits('reproduce', original, '--json');
      const chosen = await digits('reproduce', original, '--json', '--engine', 'onnx');
      writeFileSync(file, JSON.stringify(config));
      assert.match(err, /^note: The run was trained with the engine tpu 1\.0\.0, which this version of Digits Lab does not have: .*\n$/);
      assert.equal(chosen.err, '');
      const { causes } = JSON.parse(out) as Comparison;
      assert.deepEqual(causes, [
        'engine: tpu → onnx',
        `engine version: 1.0.0 → ${engine.version}`,
        `instruction set: neon → ${environment.instructionSet}`,
        `Digits Lab version: 0.0.1 → ${environment.version}`,
        `trainer's numerics: 0 → ${trainer.numericsVersion}`,
        `trainer's bundle (SHA-256): 000000000000… → ${trainer.bundleSha256.slice(0, 12)}…`,
      ]);
    });

    it('names other images, which evaluate and resume refuse', async () => {
      const images = path.join(folder, 'images');
      mkdirSync(images);
      const write = (pixel: (i: number) => number): void =>
        writeFiles(images, {
          'train-images-idx3-ubyte': idxImages(90, 12, 10, pixel),
          'train-labels-idx1-ubyte': idxLabels(Array.from({ length: 90 }, (_, i) => i % 3)),
          't10k-images-idx3-ubyte': idxImages(30, 12, 10, pixel),
          't10k-labels-idx1-ubyte': idxLabels(Array.from({ length: 30 }, (_, i) => i % 3)),
        });
      write(i => (Math.floor((i % 120) / 40) === Math.floor(i / 120) % 3 ? 255 : 0));
      const few = ['--data', 'images', '--train-samples', 'all', '--validation-samples', '9', '--batch-size', '20', '--epochs', '20'];
      const own = await train(...few, '--num-filters', '8', '--learning-rate', '0.01');
      write(i => i % 256);
      const { exitCode, out } = await digits('reproduce', own);
      assert.equal(exitCode, 1);
      assert.match(
        out,
        /^Different: probabilities differ by .* of the predictions\.\nWhat was not the same:\n {2}data set \(SHA-256\): \w{12}… → \w{12}…$/m,
      );
      const evaluated = await digits('evaluate', own);
      assert.equal(evaluated.exitCode, 2);
      assert.match(evaluated.err, /images: these are other images than the run was begun with .*Put the old ones back/);
      rmSync(images, { recursive: true });
      assert.match((await digits('reproduce', own)).err, /images: there is no such folder/);
    });

    it('is of completed runs only', async () => {
      const killed = path.basename(writeRun(runs, { id: '20260101-000000-aaaa', events: all => all.slice(0, 5) }));
      const { exitCode, err } = await digits('reproduce', killed);
      assert.equal(exitCode, 2);
      assert.match(err, /is interrupted; only a completed run can be reproduced/);
    });
  });

  describe('train --resume', () => {
    it('of a completed run says so and nothing else', async () => {
      const { out, err, exitCode } = await digits('train', '--resume', id);
      assert.deepEqual([out, exitCode], ['', 1]);
      assert.match(err, /this run is completed; there is nothing to resume\. reproduce trains it again/);
    });

    it('cannot have other parameters', async () => {
      const { err, exitCode } = await digits('train', '--resume', id, '--epochs', '3', '--name', 'x');
      assert.equal(exitCode, 2);
      assert.match(err, /--epochs, --name cannot be given with it/);
    });
  });

  describe('delete', () => {
    it('asks, and takes no for an answer', async () => {
      const doomed = '20260101-000000-bbbb';
      writeRun(runs, { id: doomed, labels: { name: 'Not needed' } });
      const questions: string[] = [];
      const asked = (answer: boolean): Promise<CliResult> =>
        digitsHere(['delete', doomed], { cwd: folder, confirm: question => Promise.resolve((questions.push(question), answer)) });
      const kept = await asked(false);
      assert.deepEqual([kept.exitCode, kept.out, kept.err], [1, '', 'Nothing was deleted.\n']);
      assert.ok(existsSync(path.join(runs, doomed, 'config.json')));
      const deleted = await asked(true);
      assert.equal(deleted.exitCode, 0);
      assert.match(deleted.out, new RegExp(`^Deleted ${doomed} "Not needed" \\(\\d+ kB\\)\\.$`, 'm'));
      assert.match(questions[0]!, new RegExp(`^Delete ${doomed} "Not needed" \\(\\d+ kB\\) for good\\?$`));
      assert.deepEqual(
        readdirSync(runs).filter(name => name.startsWith(doomed)),
        [],
      );
    });

    it('does nothing where nobody can be asked, unless it is told --yes', async () => {
      const doomed = ['20260101-000000-cccc', '20260101-000000-dddd'];
      for (const one of doomed) writeRun(runs, { id: one });
      const { exitCode, err } = await digits('delete', ...doomed);
      assert.equal(exitCode, 2);
      assert.match(err, /Nobody can be asked here.*--yes says so/);
      const ambiguous = await digits('delete', '20', '--yes');
      assert.match(ambiguous.err, /"20" is the beginning of \d+ runs: .*Give more of the id/);
      for (const one of doomed) assert.ok(existsSync(path.join(runs, one)), 'it is still there');
      await done('delete', ...doomed, '--yes');
      for (const one of doomed) assert.ok(!existsSync(path.join(runs, one)));
    });
  });
});
