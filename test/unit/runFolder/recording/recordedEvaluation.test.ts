import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { encodeNpy, type NpyArray } from '../../../../src/artifacts/npy';
import type { JsonValue } from '../../../../src/contract/formats/recording';
import { mnistTestLabels } from '../../../../src/data/mnist';
import { readOverview, type RunOverview } from '../../../../src/runFolder/readRun';
import { readRecording } from '../../../../src/runFolder/recording/readRecording';
import type { StoredFile } from '../../../../src/runFolder/recording/recordedFiles';
import { RecordingWriter } from '../../../../src/runFolder/recording/recordingWriter';

const readKnownLabels = (): ReturnType<typeof mnistTestLabels> => mnistTestLabels(path.resolve('dist/data/mnist'));

describe('predictions that came without their true classes', () => {
  let runsFolder: string;
  let labels: Uint8Array;
  before(async () => ({ labels } = await readKnownLabels()));
  beforeEach(() => (runsFolder = mkdtempSync(path.join(os.tmpdir(), 'digits-recorded-'))));
  afterEach(() => rmSync(runsFolder, { recursive: true }));

  interface Ended extends RunOverview {
    readonly understood: string;
  }

  /** A run that logged some files and a summary, when it has ended. */
  async function ended(files: Readonly<Record<string, NpyArray | Buffer>>, summary: Readonly<Record<string, JsonValue>>): Promise<Ended> {
    const facts = { startedAt: '2026-01-31T12:00:00.000Z', config: { lr: 0.5 }, summary };
    const writer = await RecordingWriter.create({ runsFolder, source: { tool: 'other' }, facts }, { readKnownLabels });
    const stored: StoredFile[] = [];
    for (const [name, content] of Object.entries(files)) {
      const bytes = Buffer.isBuffer(content) ? content : encodeNpy(content);
      stored.push(await writer.addToArtifact('predictions', '1', name, bytes));
    }
    const artifact = { name: 'predictions', type: 'predictions', version: 'v0', aliases: [], description: null, missing: [] };
    await writer.commitArtifact({ ...artifact, files: stored }, '1');
    await writer.end({ state: 'finished', exitCode: 0 });
    await writer.release();
    const understood = (await readRecording(writer.folder))?.understood ?? [];
    return { ...(await readOverview(writer.folder)), understood: understood.join('\n') };
  }

  /** The labels with every so many of them wrong: 100 of 10,000 with 100. */
  const predicted = (every = 100): Int32Array => Int32Array.from(labels, (label, i) => (i % every === 0 ? (label + 1) % 10 : label));
  const classes = (data: Int32Array): NpyArray => ({ shape: [data.length], data });
  const rows = (data: Int32Array, of: 'float32' | 'float64', most = 0.91, rest = 0.01): NpyArray => {
    const all = of === 'float32' ? new Float32Array(10 * data.length).fill(rest) : new Float64Array(10 * data.length).fill(rest);
    for (const [i, label] of data.entries()) all[10 * i + label] = most;
    return { shape: [data.length, 10], data: all };
  };

  it('have those of MNIST where their accuracy is the one that was logged, in each form', async () => {
    for (const array of [
      classes(predicted()),
      rows(predicted(), 'float32'),
      rows(predicted(), 'float64'),
      rows(predicted(), 'float32', 1, 0),
    ]) {
      const { summary, config, understood } = await ended({ 'predictions.npy': array }, { test_accuracy: 0.99 });
      assert.equal(
        summary?.confusionMatrix?.flat().reduce((sum, count) => sum + count, 0),
        10_000,
      );
      assert.equal(
        summary.confusionMatrix.reduce((sum, row, i) => sum + row[i]!, 0),
        9900,
      );
      assert.match(
        understood,
        /The true classes of artifacts\/predictions\/v0\/predictions\.npy were taken from MNIST's test set: both are of 10,000 images, and 99\.00 % of the predictions are right, as test_accuracy was logged as 0\.99\./,
      );
      assert.ok(config.kind === 'imported');
      assert.deepEqual([config.dataset?.name, config.dataset?.testImages, config.parameters.dataset], ['mnist', 10_000, 'mnist']);
      assert.equal(config.parameters.learning_rate, 0.5);
      assert.equal(readFileSync(path.join(runsFolder, config.id, 'ground_truth.npy')).length > 10_000, true);
    }
  });

  it('agree as far as the accuracy was rounded, and no further', async () => {
    const given = { 'predictions.npy': classes(predicted(81)) };
    // 9,876 of 10,000 are right.
    for (const logged of [{ test_acc: 0.9876 }, { test_acc: 0.988 }, { 'test/accuracy': 98.76 }, { test_accuracy: 0.9876000285148621 }]) {
      const { summary, understood } = await ended(given, logged);
      assert.ok(summary?.confusionMatrix, `${JSON.stringify(logged)} ${understood}`);
    }
    for (const logged of [{ test_acc: 0.9877 }, { test_acc: 0.987 }, { test_accuracy: 0.1 }]) {
      const { summary, understood } = await ended(given, logged);
      assert.equal(summary?.confusionMatrix, null);
      assert.match(understood, /No confusion matrix: .*Save them with it, as ground_truth\.npy/);
    }
  });

  it('are not guessed at: it is said why there is no matrix, and what to save', async () => {
    const whole = classes(predicted());
    const reasons: (readonly [Readonly<Record<string, NpyArray | Buffer>>, Readonly<Record<string, JsonValue>>, RegExp])[] = [
      [{ 'predictions.npy': whole }, {}, /no test_accuracy was logged by which it could be verified/],
      [{ 'predictions.npy': whole }, { test_accuracy: 0.5 }, /test_accuracy was logged as 0\.5, which is rounded too much/],
      [{ 'predictions.npy': whole }, { test_accuracy: 0.52 }, /99\.00 % of it is right, .* of other images, in another order, or a mean/],
      [{ 'predictions.npy': classes(predicted().slice(0, 500)) }, { test_accuracy: 0.99 }, /is of 500 images, not of the 10,000/],
      [{ 'y_prob.npy': { shape: [10_000, 2], data: new Float32Array(20_000).fill(0.5) } }, { test_accuracy: 0.1 }, /has 2 classes, not the 10 of MNIST/],
      [{ 'predictions.npy': readFileSync('test/fixtures/arrays/objects.npy') }, { test_accuracy: 0.99 }, /were not evaluated: .*objects?/],
    ]; // prettier-ignore
    for (const [files, summary, reason] of reasons) {
      const run = await ended(files, summary);
      assert.equal(run.summary?.confusionMatrix, null);
      assert.match(run.understood, reason);
    }
  });

  it('is known of arrays with their true classes too, where these are exactly those of MNIST', async () => {
    const truth = classes(Int32Array.from(labels));
    const { config } = await ended({ 'predictions.npy': classes(predicted()), 'ground_truth.npy': truth }, {});
    assert.equal(config.parameters.dataset, 'mnist');
    const other = classes(Int32Array.from(labels).toReversed());
    const unknown = await ended({ 'predictions.npy': classes(predicted()), 'ground_truth.npy': other }, {});
    assert.deepEqual([unknown.config.parameters.dataset, unknown.summary?.confusionMatrix?.length], [undefined, 10]);
  });
});
