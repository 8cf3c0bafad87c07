import assert from 'node:assert/strict';
import { bestPrecision, bestRecall, operatingPoint } from '../../../src/evaluation/operatingPoint';
import { oneVsRest } from '../../../src/evaluation/thresholdCounts';
import { fixture } from './fixtures';

describe('an operating point', () => {
  const counts = oneVsRest({ truth: [1, 0, 1, 0, 1], probabilities: [0.1, 0.9, 0.2, 0.8, 0.3, 0.7, 0.5, 0.5, 0.8, 0.2], classes: 2 }, 1);

  it('counts scores from the threshold on as positive, between scores and beyond them too', () => {
    const at = (threshold: number) => {
      const { truePositives, falsePositives, falseNegatives, trueNegatives } = operatingPoint(counts, threshold);
      return [truePositives, falsePositives, falseNegatives, trueNegatives];
    };
    assert.deepEqual(at(Infinity), [0, 0, 3, 2]);
    assert.deepEqual(at(0.95), [0, 0, 3, 2]);
    assert.deepEqual(at(0.9), [1, 0, 2, 2]);
    assert.deepEqual(at(0.75), [1, 1, 2, 1]);
    assert.deepEqual(at(0.7), [2, 1, 1, 1]);
    assert.deepEqual(at(-1), [3, 2, 0, 0]);
  });

  it('has no precision where nothing counts as positive', () => {
    assert.deepEqual(operatingPoint(counts, Infinity), {
      threshold: Infinity,
      truePositives: 0,
      falsePositives: 0,
      falseNegatives: 3,
      trueNegatives: 2,
      precision: null,
      recall: 0,
      specificity: 1,
      f1: 0,
    });
  });

  it('is found by what it has to reach', () => {
    const { threshold, recall, precision } = bestRecall(counts, { precision: 0.6 })!;
    assert.deepEqual([threshold, recall, precision], [0.2, 1, 0.6]);
    assert.equal(bestRecall(counts, { precision: 1 })?.recall, 1 / 3);
    assert.equal(bestPrecision(counts, { recall: 0.5 })?.precision, 2 / 3);
    assert.equal(bestPrecision(counts, { recall: 1 })?.threshold, 0.2);
  });

  it('is none where nothing reaches that, or the class does not occur', () => {
    const worst = oneVsRest({ truth: [0, 1], probabilities: [0.1, 0.9, 0.9, 0.1], classes: 2 }, 1);
    assert.equal(bestRecall(worst, { precision: 0.9 }), null);
    const { predictions, expected } = fixture('absent-class');
    const absent = oneVsRest(predictions, expected.perClass.findIndex(({ support }) => support === 0)); // prettier-ignore
    assert.equal(bestRecall(absent, { precision: 0 }), null);
    assert.equal(bestPrecision(absent, { recall: 0 }), null);
  });
});
