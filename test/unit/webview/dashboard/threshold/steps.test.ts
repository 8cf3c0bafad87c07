import assert from 'node:assert/strict';
import { operatingPoint } from '../../../../../src/evaluation/operatingPoint';
import { oneVsRest } from '../../../../../src/evaluation/thresholdCounts';
import { stepAt, thresholdOf, thresholdOfStep } from '../../../../../webview/dashboard/threshold/steps';
import { fixtures } from '../../../evaluation/fixtures';

describe('the steps of a threshold', () => {
  it('are where its score is the last that is no lower', () => {
    const thresholds = Float64Array.of(0.9, 0.5, 0.1);
    assert.deepEqual(
      [1, 0.9, 0.7, 0.5, 0.2, 0.1, 0].map(at => stepAt({ thresholds }, at)),
      [-1, 0, 0, 1, 1, 2, 2],
    );
  });

  for (const { name, predictions } of fixtures) {
    it(`have thresholds of few digits that take the same images: ${name}`, () => {
      for (let of = 0; of < predictions.classes; of++) {
        const counts = oneVsRest(predictions, of);
        for (let step = 0; step < counts.thresholds.length; step++) {
          if (counts.thresholds[step]! > 1) continue;
          const [whole, short] = [counts.thresholds[step]!, thresholdOfStep(counts, step)];
          assert.deepEqual({ ...operatingPoint(counts, short), threshold: whole }, operatingPoint(counts, whole));
          assert.equal(thresholdOf(counts, whole), short);
          assert.ok(String(short).length <= String(whole).length);
        }
      }
    });
  }
});
