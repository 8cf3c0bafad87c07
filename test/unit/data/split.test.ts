import assert from 'node:assert/strict';
import { ParameterError } from '../../../src/contract/parameters';
import { checkBatchSize, epochOrder } from '../../../src/data/batches';
import { splitTraining } from '../../../src/data/split';

// 1,000 images in three classes of 700, 250 and 50.
const labels = Uint8Array.from({ length: 1000 }, (_, i) => (i % 20 === 0 ? 2 : i % 4 === 1 ? 1 : 0));
const train = { count: 1000, labels };
const split = (seed: number, trainSamples: number, validationSamples: number): ReturnType<typeof splitTraining> =>
  splitTraining({ train }, { seed, trainSamples, validationSamples });
const countOf = (indices: Int32Array, label: number): number => indices.filter(i => labels[i] === label).length;

describe('the split of the training set', () => {
  for (const [trainSamples, validationSamples] of [
    [0, 100],
    [0, 0],
    [333, 77],
    [1, 999],
    [900, 100],
    [7, 3],
  ] as const) {
    it(`into ${trainSamples || 'all'} and ${validationSamples} is exact, disjoint and stratified`, () => {
      const { train: trained, validation } = split(5, trainSamples, validationSamples);
      assert.equal(validation.length, validationSamples);
      assert.equal(trained.length, trainSamples || 1000 - validationSamples);
      assert.equal(new Set([...trained, ...validation]).size, trained.length + validation.length);
      for (const indices of [trained, validation]) {
        assert.deepEqual(indices, indices.toSorted());
        for (const label of [0, 1, 2]) {
          const share = (indices.length * countOf(Int32Array.from(labels.keys()), label)) / 1000;
          assert.ok(
            Math.abs(countOf(indices, label) - share) < 1 + 1e-9,
            `${countOf(indices, label)} of class ${label}, its share is ${share}`,
          );
        }
      }
    });
  }

  it('keeps every class to its share where one is far larger than many others', () => {
    const skewed = Uint8Array.from({ length: 6220 }, (_, i) => (i < 5000 ? 0 : 1 + ((i - 5000) % 61)));
    const { validation } = splitTraining({ train: { count: 6220, labels: skewed } }, { seed: 1, trainSamples: 0, validationSamples: 500 });
    for (let label = 0; label < 62; label++) {
      const share = (500 * (label === 0 ? 5000 : 20)) / 6220;
      const taken = validation.filter(i => skewed[i] === label).length;
      assert.ok(Math.abs(taken - share) < 1, `class ${label}: ${taken}, its share is ${share}`);
    }
  });

  it('comes from the seed', () => {
    assert.deepEqual(split(1, 100, 50), split(1, 100, 50));
    assert.notDeepEqual(split(1, 100, 50), split(2, 100, 50));
  });

  it('has the same validation images however many are trained on, and smaller training sets are part of larger ones', () => {
    const [small, large] = [split(3, 100, 50), split(3, 200, 50)];
    assert.deepEqual(small.validation, large.validation);
    const larger = new Set(large.train);
    assert.ok(small.train.every(index => larger.has(index)));
  });

  it('refuses more than there is, and says what is possible', () => {
    assert.throws(
      () => split(0, 951, 50),
      new ParameterError(
        'train_samples',
        951,
        'the training set has 1000 images, 50 of which are held back for validation; possible is at most 950.',
      ),
    );
    assert.throws(() => split(0, 0, 1000), {
      name: 'ParameterError',
      message: /^validation_samples = 1000: .* possible is at most 999\.$/,
    });
    split(0, 950, 50);
    split(0, 0, 999);
  });
});

describe('the order of an epoch', () => {
  const images = Int32Array.from({ length: 100 }, (_, i) => 3 * i);

  it('is a permutation that comes from the seed and the epoch', () => {
    const order = epochOrder(images, 0, 1);
    assert.deepEqual(order.toSorted(), images);
    assert.deepEqual(epochOrder(images, 0, 1), order);
    assert.notDeepEqual(epochOrder(images, 0, 2), order);
    assert.notDeepEqual(epochOrder(images, 1, 1), order);
  });

  it('needs batches no larger than what there is', () => {
    checkBatchSize(100, 100);
    assert.throws(() => checkBatchSize(101, 100), { name: 'ParameterError', message: /^batch_size = 101: .* possible is at most 100\.$/ });
  });
});
