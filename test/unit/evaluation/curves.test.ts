import assert from 'node:assert/strict';
import { averagePrecision, precisionRecallCurve } from '../../../src/evaluation/precisionRecall';
import { auroc, rocCurve } from '../../../src/evaluation/roc';
import { oneVsRest, pooledOneVsRest } from '../../../src/evaluation/thresholdCounts';
import { assertAllClose, fixtures } from './fixtures';

const withCurves = fixtures.filter(({ expected }) => expected.perClass[0]?.roc !== undefined);

const float32 = (values: readonly number[]): Float32Array => Float32Array.from(values);

describe('ROC curve', () => {
  for (const { name, predictions, expected } of withCurves) {
    it(`equals scikit-learn in every point: ${name}`, () => {
      for (const [of, { roc }] of expected.perClass.entries()) {
        const curve = rocCurve(oneVsRest(predictions, of));
        if (!curve || !roc) {
          assert.equal(curve, roc);
          continue;
        }
        assertAllClose(curve.falsePositiveRate, roc.fpr, `false positive rate of class ${of}`);
        assertAllClose(curve.truePositiveRate, roc.tpr, `true positive rate of class ${of}`);
        assert.equal(curve.thresholds[0], Infinity);
        assertAllClose(curve.thresholds.subarray(1), float32(roc.finiteThresholds), `thresholds of class ${of}`);
      }
    });
  }

  it('takes equal scores as one step, and counts them half in the area', () => {
    const counts = oneVsRest({ truth: [1, 0, 1, 0], probabilities: [0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5], classes: 2 }, 1);
    assert.deepEqual(rocCurve(counts), {
      falsePositiveRate: Float64Array.of(0, 1),
      truePositiveRate: Float64Array.of(0, 1),
      thresholds: Float64Array.of(Infinity, 0.5),
    });
    assert.equal(auroc(counts), 0.5);
  });

  it('has a larger area the better the ranking', () => {
    const probabilities = [0.9, 0.1, 0.6, 0.4, 0.3, 0.7];
    assert.equal(auroc(oneVsRest({ truth: [0, 0, 1], probabilities, classes: 2 }, 1)), 1);
    assert.equal(auroc(oneVsRest({ truth: [0, 1, 0], probabilities, classes: 2 }, 1)), 0.5);
    assert.equal(auroc(oneVsRest({ truth: [1, 0, 0], probabilities, classes: 2 }, 1)), 0);
  });
});

describe('precision–recall curve', () => {
  for (const { name, predictions, expected } of withCurves) {
    it(`equals scikit-learn in every point: ${name}`, () => {
      for (const [of, { roc, precisionRecall }] of expected.perClass.entries()) {
        const curve = precisionRecallCurve(oneVsRest(predictions, of));
        if (!curve || !precisionRecall) {
          assert.equal(curve, precisionRecall);
          continue;
        }
        const recall = precisionRecall.recall ?? roc!.tpr.toReversed();
        const thresholds = precisionRecall.thresholds ?? roc!.finiteThresholds.toReversed();
        assertAllClose(curve.precision, precisionRecall.precision, `precision of class ${of}`);
        assertAllClose(curve.recall, recall, `recall of class ${of}`);
        assertAllClose(curve.thresholds, float32(thresholds), `thresholds of class ${of}`);
      }
    });
  }

  it('has the share of positives as its area when all scores are equal', () => {
    const counts = oneVsRest({ truth: [0, 1, 0, 0], probabilities: [0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5], classes: 2 }, 1);
    assert.equal(averagePrecision(counts), 0.25);
  });
});

describe('one-vs-rest counts', () => {
  it('end with all positives and all negatives', () => {
    for (const { predictions } of fixtures) {
      const counts = pooledOneVsRest(predictions);
      assert.equal(counts.truePositives.at(-1), predictions.truth.length);
      assert.equal(counts.falsePositives.at(-1), predictions.truth.length * (predictions.classes - 1));
    }
  });

  it('refuse a class that there is not', () => {
    assert.throws(() => oneVsRest({ truth: [0], probabilities: [0.5, 0.5], classes: 2 }, 2), { message: /no class 2.*0 to 1/ });
  });
});
