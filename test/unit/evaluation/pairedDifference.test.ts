import assert from 'node:assert/strict';
import { pairedDifference } from '../../../src/evaluation/pairedDifference';
import { assertClose } from './fixtures';

describe('the difference of two runs on the same images', () => {
  it('is that of their accuracies, and as uncertain as the images that only one of them got right', () => {
    // 40 images: 6 that only A, 2 that only B, 30 that both and 2 that none of them gets right.
    const truth = Array.from({ length: 40 }, (_, i) => i % 3);
    const wrong = (label: number): number => (label + 1) % 3;
    const predictedA = truth.map((label, i) => (i < 6 || i >= 10 ? label : wrong(label)));
    const predictedB = truth.map((label, i) => (i < 6 || i === 8 || i === 9 ? wrong(label) : label));
    const { difference, halfWidth, onlyA, onlyB, n } = pairedDifference(truth, predictedA, predictedB);
    assert.deepEqual([onlyA, onlyB, n], [6, 2, 40]);
    assertClose(difference, 4 / 40, 'difference');
    assertClose(halfWidth, (1.959963984540054 * Math.sqrt(8 - 16 / 40)) / 40, 'half width');
    // By the variance of the paired differences themselves: (1/n) Σ (d − mean)² / n.
    const pairs = truth.map((label, i) => Number(predictedA[i] === label) - Number(predictedB[i] === label));
    const variance = pairs.reduce((sum, d) => sum + (d - difference) ** 2, 0) / n;
    assertClose(halfWidth, 1.959963984540054 * Math.sqrt(variance / n), 'half width from the definition');
  });

  it('is nothing of a run and itself', () => {
    assert.deepEqual(pairedDifference([0, 1, 2], [0, 2, 2], [0, 2, 2]), { difference: 0, halfWidth: 0, onlyA: 0, onlyB: 0, n: 3 });
  });

  it('says what does not go together', () => {
    assert.throws(() => pairedDifference([0, 1], [0], [0, 1]), { message: /1 and 2 predicted labels for 2/ });
    assert.throws(() => pairedDifference([], [], []), { message: /at least one/ });
  });
});
