import assert from 'node:assert/strict';
import { oneVsRest } from '../../../src/evaluation/thresholdCounts';
import { curveCsv, thresholdCsv } from '../../../src/report/thresholdCsv';

const counts = (truth: readonly number[]) => oneVsRest({ truth, probabilities: [0.25, 0.75, 0.5, 0.5, 0.5, 0.5], classes: 2 }, 1);

describe('a curve as CSV', () => {
  it('has a row for each threshold, from the highest on', () => {
    const [head, ...rows] = thresholdCsv(counts([1, 0, 1]))
      .trimEnd()
      .split('\r\n');
    assert.equal(head, 'threshold,true_positives,false_positives,false_negatives,true_negatives,false_positive_rate,recall,precision');
    assert.deepEqual(rows, ['0.75,1,0,1,1,0,0.5,1', `0.5,2,1,0,0,1,1,${2 / 3}`]);
  });

  it('leaves empty what is not defined', () => {
    assert.deepEqual(
      thresholdCsv(counts([0, 0, 0]))
        .trimEnd()
        .split('\r\n')
        .slice(1),
      ['0.75,0,1,0,2,0.3333333333333333,,0', '0.5,0,3,0,0,1,,0'],
    );
  });

  it('has the points of a mean curve under the names of its axes', () => {
    assert.equal(
      curveCsv({ x: Float64Array.of(0, 1), y: Float64Array.of(0.5, 1) }, ['recall', 'mean_precision']),
      'recall,mean_precision\r\n0,0.5\r\n1,1\r\n',
    );
  });
});
