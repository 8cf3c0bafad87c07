import assert from 'node:assert/strict';
import { copyFileSync, cpSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { encodeNpy } from '../../../../src/artifacts/npy';
import type { ImageListing, ImageSelection } from '../../../../src/contract/inspection';
import type { TrainedConfig } from '../../../../src/contract/run';
import { imageScores, listing } from '../../../../src/trainer/inspection/listing';
import { verdicts } from '../../../../src/trainer/inspection/verdicts';
import { fewDigits } from '../../data/fewDigits';
import { temporaryRuns } from '../forkTrainer';
import { row, writeLabels, writeTested } from './writeTested';

const IMAGES = 12;

describe('the images that a run was tested on', () => {
  const runs = temporaryRuns();
  let dataset: string;
  let labels: number[];
  let said: number[][];
  let run: string;
  let made = 0;
  const nextId = (): string => `20260101-0000${String(++made).padStart(2, '0')}-aaaa`;

  before(async () => {
    dataset = fewDigits(runs, { train: 50, test: IMAGES });
    labels = [...readFileSync(path.join(dataset, 't10k-labels-idx1-ubyte')).subarray(8)];
    // All but three of them are read as they are; those as a 9, each surer than the one before.
    said = labels.map((label, i) => (i < 3 ? row(9, 0.6 + 0.1 * i, label === 9 ? 8 : label) : row(label, 0.9, (label + 1) % 10)));
    run = await writeTested(runs, nextId(), dataset, { truth: labels, probabilities: said });
  });

  const list = (
    selection: ImageSelection,
    more: { folder?: string; sort?: 'confidence' | 'index'; offset?: number; count?: number } = {},
  ) => listing({ folder: run, selection, sort: 'confidence', offset: 0, count: 12, withPixels: true, ...more });
  const cell = (truth: number, predicted: number): ImageSelection => ({ of: 'cell', truth, predicted });
  const indicesOf = ({ images }: ImageListing): number[] => images.map(({ index }) => index);
  const pixelsInFile = (index: number): Uint8Array =>
    readFileSync(path.join(dataset, 't10k-images-idx3-ubyte')).subarray(16 + 784 * index, 16 + 784 * (index + 1));
  /** The same run with something else in its folder. */
  const copied = (change: (folder: string) => void): string => {
    const folder = path.join(runs, nextId());
    cpSync(run, folder, { recursive: true });
    change(folder);
    return folder;
  };

  it('are those of a cell and no others, with what was said of them and their own pixels', async () => {
    const found = await list(cell(labels[0]!, 9));
    const expected = labels.flatMap((label, i) => (label === labels[0] && i < 3 ? [i] : []));
    assert.deepEqual(
      indicesOf(found).toSorted((a, b) => a - b),
      expected,
    );
    assert.deepEqual([found.total, found.outOf], [expected.length, labels.filter(label => label === labels[0]).length]);
    const [image] = found.images;
    assert.deepEqual([image!.truth, image!.predicted, image!.top.length], [labels[0], 9, 3]);
    assert.deepEqual(
      image!.top.slice(0, 2).map(({ class: of }) => of),
      [9, labels[0]],
    );
    assert.equal(image!.confidence, Math.fround(said[image!.index]![9]!));
    assert.deepEqual(Buffer.from(found.pixels!.pixels.subarray(0, 784)), Buffer.from(pixelsInFile(image!.index)));
    assert.equal(found.whyNoPixels, null);
  });

  it('come by confidence or by index, a page at a time', async () => {
    const all: ImageSelection = { of: 'indices', indices: [2, 0, 1] };
    assert.deepEqual(indicesOf(await list(all)), [2, 1, 0]);
    assert.deepEqual(indicesOf(await list(all, { sort: 'index' })), [0, 1, 2]);
    const page = await list(all, { sort: 'index', offset: 1, count: 1 });
    assert.deepEqual([indicesOf(page), page.total, page.outOf], [[1], 3, IMAGES]);
    assert.deepEqual(page.pixels!.pixels.length, 784);
    assert.deepEqual(indicesOf(await list(all, { offset: 3 })), []);
  });

  it('are those whose probability lies between two thresholds, in whichever order', async () => {
    for (const [from, to] of [
      [0.65, 0.75],
      [0.75, 0.65],
    ] as const)
      assert.deepEqual(indicesOf(await list({ of: 'crossing', class: 9, from, to })), [1]);
    // A threshold is reached by what equals it.
    const equal = Math.fround(0.7);
    assert.deepEqual(indicesOf(await list({ of: 'crossing', class: 9, from: equal, to: 0.75 })), [1]);
    assert.deepEqual(indicesOf(await list({ of: 'crossing', class: 9, from: 0.65, to: equal })), []);
  });

  it('are those that a threshold takes for a class, or not, rightly or wrongly', async () => {
    const threshold = Math.fround(0.7);
    for (const [side, isOwn, isTaken] of [
      ['truePositives', true, true],
      ['falsePositives', false, true],
      ['falseNegatives', true, false],
      ['trueNegatives', false, false],
    ] as const) {
      const expected = [...labels.keys()].filter(i => (labels[i] === 9) === isOwn && Math.fround(said[i]![9]!) >= threshold === isTaken);
      const found = await list({ of: 'side', class: 9, threshold, side }, { sort: 'index' });
      assert.deepEqual([indicesOf(found), found.outOf], [expected, IMAGES], side);
    }
  });

  it('can be looked at one by one: all scores, and what other runs on the same images say', async () => {
    const other = await writeTested(runs, nextId(), dataset, { truth: labels, predicted: labels.map(() => 3) });
    const shorter = copied(folder => writeLabels(folder, 'ground_truth.npy', labels.slice(1)));
    const image = await imageScores({ folder: run, index: 1 });
    assert.deepEqual(image.scores, said[1]!.map(Math.fround));
    const found = await verdicts({ folder: run, index: 1, others: [run, other, shorter] });
    assert.deepEqual(found.slice(0, 2), [
      { outcome: 'read', predicted: 9, confidence: Math.fround(0.7) },
      { outcome: 'read', predicted: 3, confidence: null },
    ]);
    assert.equal(found[2]!.outcome, 'refused');
    assert.match(JSON.stringify(found[2]), /probabilities\.npy/);
  });

  it('have no scores in a run that kept only classes, and are shown all the same', async () => {
    const folder = await writeTested(runs, nextId(), dataset, { truth: labels, predicted: labels.map(() => 3) });
    const found = await list(cell(labels[0]!, 3), { folder });
    assert.ok(found.images.length > 0);
    for (const { confidence, top } of found.images) assert.deepEqual([confidence, top], [null, []]);
    assert.ok(found.pixels);
    assert.equal((await imageScores({ folder, index: 0 })).scores, null);
    await assert.rejects(list({ of: 'crossing', class: 1, from: 0, to: 1 }, { folder }), /kept no probabilities/);
    await assert.rejects(list({ of: 'side', class: 1, threshold: 0.5, side: 'trueNegatives' }, { folder }), /kept no probabilities/);
  });

  it('are read anew when the folder has changed', async () => {
    const folder = copied(() => undefined);
    assert.equal((await list(cell(labels[0]!, 9), { folder })).total, 1);
    rmSync(path.join(folder, 'probabilities.npy'));
    writeLabels(
      folder,
      'predictions.npy',
      labels.map(() => 9),
    );
    assert.equal((await list(cell(labels[0]!, 9), { folder })).total, labels.filter(label => label === labels[0]).length);
  });

  describe('without their pictures, where the data', () => {
    const why = async (folder: string): Promise<string> => {
      const found = await list(cell(labels[0]!, 9), { folder });
      assert.deepEqual([found.pixels, found.images.length], [null, 1]);
      return found.whyNoPixels ?? '';
    };
    const withConfig = (change: (config: TrainedConfig) => object): string =>
      copied(folder => {
        const file = path.join(folder, 'config.json');
        writeFileSync(file, JSON.stringify(change(JSON.parse(readFileSync(file, 'utf8')) as TrainedConfig)));
      });

    it('are not there any more', async () => {
      const gone = path.join(runs, 'gone');
      const folder = withConfig(config => ({ ...config, parameters: { ...config.parameters, dataset: gone } }));
      assert.match(await why(folder), /gone: there is no such folder/);
    });

    it('are others', async () => {
      const folder = withConfig(config => ({ ...config, dataset: { ...config.dataset, sha256: '0'.repeat(64) } }));
      assert.match(await why(folder), /these are other images than the run was tested on .* Put the old ones back\./);
    });

    it('have other labels', async () => {
      const folder = copied(one => writeLabels(one, 'ground_truth.npy', [...labels.slice(0, -1), (labels.at(-1)! + 1) % 10]));
      assert.match(await why(folder), /ground_truth\.npy: label 11 is \d, but that image of the data set is of class \d\./);
    });
  });

  describe('are refused with the name of the file where an array', () => {
    const lies: readonly (readonly [string, (folder: string) => void, RegExp])[] = [
      [
        'is cut off',
        folder => truncateSync(path.join(folder, 'probabilities.npy'), 200),
        /probabilities\.npy: \d+ bytes of data; the shape \(12, 10\)/,
      ],
      ['is not there', folder => rmSync(path.join(folder, 'ground_truth.npy')), /ground_truth\.npy: there is no such file/],
      [
        'has another length',
        folder => writeLabels(folder, 'ground_truth.npy', labels.slice(1)),
        /probabilities\.npy: an array of shape \(12, 10\); expected numbers of the shape \(11, 10\)/,
      ],
      [
        'has a label that is no class',
        folder => writeLabels(folder, 'ground_truth.npy', [...labels.slice(1), 10]),
        /ground_truth\.npy: label 11: found 10; expected a whole number from 0 to 9/,
      ],
      [
        'has a label below zero',
        folder => writeLabels(folder, 'ground_truth.npy', [-1, ...labels.slice(1)]),
        /ground_truth\.npy: label 0: found -1; expected/,
      ],
      [
        'has no number for a probability',
        folder =>
          writeFileSync(
            path.join(folder, 'probabilities.npy'),
            encodeNpy({ shape: [12, 10], data: Float32Array.from(said.flat()).fill(NaN, 17, 18) }),
          ),
        /probabilities\.npy: probability 17: found NaN/,
      ],
      [
        'is no array',
        folder => copyFileSync(path.join(folder, 'config.json'), path.join(folder, 'ground_truth.npy')),
        /ground_truth\.npy: this is no NumPy/,
      ],
    ];
    for (const [what, change, says] of lies)
      it(what, async () => {
        const folder = copied(change);
        await assert.rejects(list(cell(0, 0), { folder }), { name: 'RunFolderError', message: says });
        await assert.rejects(imageScores({ folder, index: 0 }), says);
        assert.match(JSON.stringify(await verdicts({ folder: run, index: 0, others: [folder] })), /"refused"/);
      });
  });

  it('are refused where there is no such class or image', async () => {
    await assert.rejects(list(cell(10, 0)), /there is no class number 10: there are 10, from 0 on/);
    await assert.rejects(list({ of: 'indices', indices: [12] }), /there is no test image 12: it was tested on 12/);
    await assert.rejects(imageScores({ folder: run, index: 12 }), /there is no test image 12/);
    await assert.rejects(verdicts({ folder: run, index: 12, others: [] }), /there is no test image 12/);
    await assert.rejects(list(cell(0, 0), { folder: path.join(runs, 'none') }), /none: this is no run/);
  });
});
