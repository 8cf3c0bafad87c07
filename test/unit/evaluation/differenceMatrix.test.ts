import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { confusionMatrix } from '../../../src/evaluation/confusionMatrix';
import { differenceImages, differenceMatrix } from '../../../src/evaluation/differenceMatrix';

const CLASSES = 4;
const label = fc.nat(CLASSES - 1);
/** True classes, and two groups of runs that predict them. */
const groups = fc.integer({ min: 0, max: 30 }).chain(n => {
  const labels = fc.array(label, { minLength: n, maxLength: n });
  return fc.tuple(labels, fc.array(labels, { minLength: 1, maxLength: 3 }), fc.array(labels, { minLength: 1, maxLength: 3 }));
});

describe('the difference matrix', () => {
  it('counts which confusions a change fixed and which it caused', () => {
    const truth = [0, 0, 1, 2, 2];
    const before = [0, 1, 1, 1, 0];
    const after = [1, 0, 1, 1, 1];
    const { fewer, more } = differenceMatrix(truth, [before], [after], 3);
    assert.deepEqual(fewer, [
      [1, 1, 0],
      [0, 0, 0],
      [1, 0, 0],
    ]);
    assert.deepEqual(more, [
      [1, 1, 0],
      [0, 0, 0],
      [0, 1, 0],
    ]);
    assert.deepEqual(differenceImages(truth, [[before], [after]], { truth: 0, predicted: 1 }), { fewer: [1], more: [0] });
    assert.deepEqual(differenceImages(truth, [[before], [after]], { truth: 2, predicted: 1 }), { fewer: [], more: [4] });
  });

  it('of a run or a group with itself is zero', () =>
    fc.assert(
      fc.property(groups, ([truth, a]) => {
        const { fewer, more } = differenceMatrix(truth, a, a.toReversed(), CLASSES);
        assert.ok([...fewer.flat(), ...more.flat()].every(count => count === 0));
      }),
    ));

  it('is the difference of the mean confusion matrices, and has the other sign the other way round', () =>
    fc.assert(
      fc.property(groups, ([truth, a, b]) => {
        const { fewer, more } = differenceMatrix(truth, a, b, CLASSES);
        const mean = (runs: readonly (readonly number[])[], i: number, j: number): number =>
          runs.reduce((sum, predicted) => sum + confusionMatrix(truth, predicted, CLASSES)[i]![j]!, 0) / runs.length;
        const back = differenceMatrix(truth, b, a, CLASSES);
        for (let i = 0; i < CLASSES; i++)
          for (let j = 0; j < CLASSES; j++) {
            assert.ok(Math.abs(more[i]![j]! - fewer[i]![j]! - (mean(b, i, j) - mean(a, i, j))) < 1e-9);
            assert.deepEqual([fewer[i]![j], more[i]![j]], [back.more[i]![j], back.fewer[i]![j]]);
          }
      }),
    ));

  it('has as many images behind a cell of two runs as it counts', () =>
    fc.assert(
      fc.property(groups, label, label, ([truth, [a], [b]], of, predicted) => {
        const { fewer, more } = differenceMatrix(truth, [a!], [b!], CLASSES);
        const images = differenceImages(truth, [[a!], [b!]], { truth: of, predicted });
        assert.deepEqual([images.fewer.length, images.more.length], [fewer[of]![predicted], more[of]![predicted]]);
      }),
    ));

  it('has the images that most runs read otherwise first', () => {
    const truth = [0, 0];
    const images = differenceImages(
      truth,
      [
        [
          [1, 1],
          [0, 1],
        ],
        [[0, 0]],
      ],
      { truth: 0, predicted: 1 },
    );
    assert.deepEqual(images, { fewer: [1, 0], more: [] });
  });

  it('says what is wrong with what it is given', () => {
    assert.throws(() => differenceMatrix([0], [], [[0]], 2), /no runs in a group/);
    assert.throws(() => differenceMatrix([0, 1], [[0, 1]], [[0]], 2), /1 predicted labels for 2 true ones/);
    assert.throws(() => differenceMatrix([0], [[0]], [[5]], 2), /out of range/);
  });
});
