import assert from 'node:assert/strict';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { decodeNpy } from '../../../src/artifacts/npy';
import { npzArrays } from '../../../src/artifacts/npz';
import { defaultParameters, type Parameters } from '../../../src/contract/parameters';
import type { TrainedConfig } from '../../../src/contract/run';
import { csv, writeIdx, writePictures, type Part } from '../data/ownForms';
import { runTrainer, startIn, trainerFile } from '../trainer/forkTrainer';
import { assertSameAs } from '../trainer/sameRun';
import { digits as digitsHere } from './testCli';

const small = '--epochs 3 --batch-size 16 --num-filters 4 --num-layers 1 --validation-samples 30 --threads 2';

/** With the real trainer, on the same 200 images of MNIST in every form. */
describe('images of a person', () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'digits-own-'));
  const runs = path.join(folder, '.digits', 'runs');
  after(() => rmSync(folder, { recursive: true, force: true }));

  const archive = path.resolve('test/fixtures/data/digits.npz');
  const arrays = new Map(npzArrays(readFileSync(archive), 10_000_000, archive).map(({ name, read }) => [name, read()]));
  const part = (which: string): Part => ({
    height: 28,
    width: 28,
    pixels: Uint8Array.from(arrays.get(`x_${which}`)!.data as Uint8Array),
    labels: Array.from(arrays.get(`y_${which}`)!.data, Number),
  });
  const [train, test] = [part('train'), part('test')];

  before(() => {
    for (const name of ['idx', 'table', 'pictures', 'kaggle']) mkdirSync(path.join(folder, name));
    writeIdx(path.join(folder, 'idx'), train, test);
    cpSync(archive, path.join(folder, 'mnist.npz'));
    writeFileSync(path.join(folder, 'table', 'train.csv'), csv(train));
    writeFileSync(path.join(folder, 'table', 'test.csv'), csv(test));
    writePictures(path.join(folder, 'pictures', 'train'), train);
    writePictures(path.join(folder, 'pictures', 'test'), test);
    writeFileSync(path.join(folder, 'kaggle', 'train.csv'), csv(train));
    writeFileSync(path.join(folder, 'kaggle', 'test.csv'), csv(test).replace(/^[^,]*,/gm, ''));
  });

  async function done(...args: string[]): Promise<string> {
    const { out, err, exitCode } = await digitsHere(args, { cwd: folder, trainerFile });
    assert.equal(exitCode, 0, err);
    return out;
  }
  const ids = (): string[] => (existsSync(runs) ? readdirSync(runs) : []);
  const configOf = (id: string): TrainedConfig => JSON.parse(readFileSync(path.join(runs, id, 'config.json'), 'utf8')) as TrainedConfig;
  async function trained(data: string): Promise<{ id: string; err: string }> {
    const before = ids();
    const { err, exitCode } = await digitsHere(['train', '--data', data, ...small.split(' ')], { cwd: folder, trainerFile });
    assert.equal(exitCode, 0, err);
    return { id: ids().find(name => !before.includes(name))!, err };
  }

  it('are the same run to the last bit in every form, tested again and looked at', async () => {
    const { id: first } = await trained('idx');
    for (const [data, name] of [
      ['mnist.npz', 'mnist'],
      ['table', 'table'],
      ['table/train.csv', 'table'],
      ['pictures', 'pictures'],
    ] as const) {
      const { id } = await trained(data);
      await assertSameAs(path.join(runs, first), path.join(runs, id));
      assert.deepEqual(configOf(id).dataset, { ...configOf(first).dataset, name });
      assert.match(await done('evaluate', id), /^The same as when the run ended\.$/m);
      assert.deepEqual(await behind(id), await behind(first));
    }
  }).timeout(120_000);

  /** The pictures of the cell of the first test image. */
  async function behind(id: string): Promise<Buffer[]> {
    const [truth, predicted] = ['ground_truth.npy', 'predictions.npy'].map(file =>
      String(decodeNpy(readFileSync(path.join(runs, id, file)), file).data[0]),
    );
    const out = path.join(folder, `behind-${id}`);
    await done('images', id, '--true', truth!, '--predicted', predicted!, '--out', out);
    const names = readdirSync(out).toSorted();
    assert.ok(names.length > 0);
    return names.map(name => readFileSync(path.join(out, name)));
  }

  it('go on as they were begun, and not with others', async () => {
    const data = path.join(folder, 'changing');
    cpSync(path.join(folder, 'pictures'), data, { recursive: true });
    const parameters: Parameters = {
      ...defaultParameters,
      dataset: data,
      epochs: 8,
      batch_size: 16,
      num_filters: 4,
      validation_samples: 30,
    };
    const [whole, broken, lost] = ['aaaa', 'bbbb', 'cccc'].map(end => path.join(runs, `20260101-000000-${end}`)) as [
      string,
      string,
      string,
    ];
    await runTrainer(startIn(whole, parameters));
    for (const run of [broken, lost]) {
      await runTrainer(startIn(run, parameters), (event, child) => {
        if (event.type === 'epochEnded' && event.epoch === 2) child.kill('SIGKILL');
      });
    }
    await done('train', '--resume', path.basename(broken));
    await assertSameAs(whole, broken);
    rmSync(path.join(data, 'train', '3', readdirSync(path.join(data, 'train', '3'))[0]!));
    const { err, exitCode } = await digitsHere(['train', '--resume', path.basename(lost)], { cwd: folder, trainerFile });
    assert.notEqual(exitCode, 0);
    assert.match(err, /changing: these are other images than the run was begun with/);
  }).timeout(60_000);

  it('without labels for the test say what becomes of them', async () => {
    const { id, err } = await trained('kaggle');
    assert.match(err, /test\.csv: it has no labels, as Kaggle gives it out/);
    assert.match(err, /every seventh image of each class becomes one: \d+ of 150/);
    assert.equal(configOf(id).dataset.trainImages + 30 + configOf(id).dataset.testImages, 150);
  }).timeout(60_000);

  it('that do not fit are refused in words', async () => {
    writeFileSync(path.join(folder, 'bad.csv'), csv(train).replace('label', 'digit'));
    const { err, exitCode } = await digitsHere(['train', '--data', 'bad.csv'], { cwd: folder, trainerFile });
    assert.deepEqual([exitCode === 0, /bad\.csv: line 1 has no column called label/.test(err)], [false, true], err);
    const missing = await digitsHere(['train', '--data', 'none.npz'], { cwd: folder, trainerFile });
    assert.deepEqual(
      [missing.exitCode, /none\.npz: there is no such folder or file of data; expected mnist, /.test(missing.err)],
      [2, true],
      missing.err,
    );
  });

  it('are said not to be looked at by a dry run', async () => {
    assert.match(
      await done('train', '--data', 'mnist.npz', '--dry-run'),
      /network for images of 28×28 pixels in 10 classes: those of .*mnist\.npz are read when/,
    );
  });
});
