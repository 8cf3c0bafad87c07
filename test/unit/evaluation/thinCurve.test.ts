import assert from 'node:assert/strict';
import { macroRocCurve } from '../../../src/evaluation/meanCurves';
import { rocCorners } from '../../../src/evaluation/rocCorners';
import { thinCurve, thinSteps } from '../../../src/evaluation/thinCurve';
import { oneVsRest, oneVsRestOfAll, pooledOneVsRest, type ThresholdCounts } from '../../../src/evaluation/thresholdCounts';
import { random } from '../../../src/util/random';
import { fixture, fixtures } from './fixtures';

describe('thinning a curve', () => {
  it('leaves the first and the last step, and each with its own counts', () => {
    for (const { predictions } of fixtures) {
      const counts = pooledOneVsRest(predictions);
      for (const most of [2, 3, 20, 100]) {
        const thin = thinSteps(counts, most);
        assert.ok(thin.thresholds.length <= Math.max(2, most));
        assert.deepEqual([thin.thresholds[0], thin.thresholds.at(-1)], [counts.thresholds[0], counts.thresholds.at(-1)]);
        for (const [i, threshold] of thin.thresholds.entries()) {
          const step = counts.thresholds.indexOf(threshold);
          assert.deepEqual([thin.truePositives[i], thin.falsePositives[i]], [counts.truePositives[step], counts.falsePositives[step]]);
        }
      }
    }
  });

  it('loses nothing of a ROC curve whose corners fit in', () => {
    const counts = manyScores();
    const { x, y } = rocCorners(counts);
    const curve = macroRocCurve([counts])!;
    assert.ok(x.length < curve.x.length);
    const thin = thinCurve(curve, x.length + 1);
    assert.ok(largestError(curve, thin) < 1e-9);
    assert.ok(y.every((height, i) => [...thin.x].some((rate, j) => rate === x[i] && Math.abs(thin.y[j]! - height) < 1e-12)));
  });

  it('is finest near the corner of a perfect classifier', () => {
    const counts = manyScores();
    const curve = { x: rates(counts.falsePositives, counts.negatives), y: rates(counts.truePositives, counts.positives) };
    const thinned = thinSteps(counts, 200);
    const thin = { x: rates(thinned.falsePositives, thinned.negatives), y: rates(thinned.truePositives, thinned.positives) };
    // Of the picture at every zoom into that corner.
    for (const zoom of [1, 10, 50]) {
      const isIn = (rate: number, height: number): boolean => rate <= 1 / zoom && height >= 1 - 1 / zoom;
      assert.ok(largestError(curve, thin, isIn) * zoom < 0.02, `at a zoom of ${zoom}`);
    }
  });

  it('leaves what is short enough as it is', () => {
    const counts = oneVsRest(fixture('two-classes').predictions, 0);
    assert.equal(thinSteps(counts, counts.thresholds.length), counts);
    const curve = macroRocCurve(oneVsRestOfAll(fixture('ties').predictions))!;
    assert.equal(thinCurve(curve, curve.x.length), curve);
  });
});

/** A good classifier of 500 positives and 4,500 negatives. */
function manyScores(): ThresholdCounts {
  const generator = random('thinning');
  const truth = Array.from({ length: 5000 }, (_, i) => Number(i % 10 === 0));
  const probabilities = truth.flatMap(label => {
    const score = generator.uniform() ** (label === 1 ? 0.1 : 4);
    return [1 - score, score];
  });
  return oneVsRest({ truth, probabilities, classes: 2 }, 1);
}

interface Line {
  readonly x: Float64Array;
  readonly y: Float64Array;
}

function rates(counts: Int32Array, all: number): Float64Array {
  return Float64Array.from(counts, count => count / all);
}

/** How far a point of a curve is from the line of another one at most, along the shorter of both axes. */
function largestError(curve: Line, thin: Line, isIn: (x: number, y: number) => boolean = () => true): number {
  let largest = 0;
  for (const [i, x] of curve.x.entries()) {
    const y = curve.y[i]!;
    if (!isIn(x, y)) continue;
    let least = Infinity;
    for (let j = 1; j < thin.x.length; j++) {
      const [x0, x1, y0, y1] = [thin.x[j - 1]!, thin.x[j]!, thin.y[j - 1]!, thin.y[j]!];
      if (x0 > x || x1 < x) continue;
      const across = x1 === x0 ? Math.max(0, y0 - y, y - y1) : Math.abs(y0 + ((x - x0) / (x1 - x0)) * (y1 - y0) - y);
      const along = y < y0 || y > y1 || y1 === y0 ? Infinity : Math.abs(x0 + ((y - y0) / (y1 - y0)) * (x1 - x0) - x);
      least = Math.min(least, across, along);
    }
    largest = Math.max(largest, least);
  }
  return largest;
}
