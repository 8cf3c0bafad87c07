import assert from 'node:assert/strict';
import { oneVsRest, type ThresholdCounts } from '../../../src/evaluation/thresholdCounts';
import { drawableSteps } from '../../../src/report/drawableSteps';
import { precisionRecallPoints, rocPoints } from '../../../src/report/curvePoints';
import type { Point } from '../../../src/report/points';
import { fixtures } from '../evaluation/fixtures';

/** Many images, most of them near the corner of a good classifier. */
function manySteps(images: number): ThresholdCounts {
  const truth = Array.from({ length: images }, (_, i) => Number(i % 5 === 0));
  const spread = (i: number): number => ((i * 7919) % 10_007) / 10_007;
  const probabilities = truth.flatMap((own, i) => {
    const score = own ? 1 - spread(i) ** 4 : spread(i) ** 4;
    return [1 - score, score];
  });
  return oneVsRest({ truth, probabilities, classes: 2 }, 1);
}

/** How far a point is from the straight line between two others. */
function distance(point: Point, begin: Point, end: Point): number {
  const [dx, dy] = [end.x - begin.x, end.y - begin.y];
  const length = dx * dx + dy * dy;
  const along = length === 0 ? 0 : ((point.x - begin.x) * dx + (point.y - begin.y) * dy) / length;
  const share = Math.min(1, Math.max(0, along));
  return Math.hypot(point.x - begin.x - share * dx, point.y - begin.y - share * dy);
}

describe('the steps of a curve that are drawn', () => {
  it('are few of very many, with the first, the last and no count that is not there', () => {
    const counts = manySteps(50_000);
    const drawn = drawableSteps(counts, 300);
    assert.ok(drawn.thresholds.length <= 300);
    assert.equal(drawn.thresholds[0], counts.thresholds[0]);
    assert.equal(drawn.truePositives.at(-1), counts.positives);
    const steps = new Map(Array.from(counts.thresholds, (threshold, i) => [threshold, i]));
    for (const [i, threshold] of drawn.thresholds.entries())
      assert.equal(drawn.falsePositives[i], counts.falsePositives[steps.get(threshold)!]);
  });

  it('are as near to the curve as can be seen, the nearer the closer to the corner', () => {
    const counts = manySteps(50_000);
    for (const [points, corner] of [
      [rocPoints, { x: 0, y: 1 }],
      [precisionRecallPoints, { x: 1, y: 1 }],
    ] as const) {
      const [all, drawn] = [points(counts), points(drawableSteps(counts, 300))];
      for (const [i, point] of all.entries()) {
        if (i % 20 > 0) continue;
        const off = Math.min(...drawn.slice(1).map((end, at) => distance(point, drawn[at]!, end)));
        const away = Math.hypot(point.x - corner.x, point.y - corner.y);
        assert.ok(off <= 0.02 * (away + 0.002), `${JSON.stringify(point)} is off by ${off}`);
      }
    }
  });

  for (const { name, predictions } of fixtures)
    it(`are all of few: ${name}`, () => {
      for (let of = 0; of < predictions.classes; of++) {
        const counts = oneVsRest(predictions, of);
        const drawn = drawableSteps(counts, 10_000);
        assert.ok(drawn.thresholds.length <= counts.thresholds.length && drawn.thresholds.length > 0);
        assert.equal(precisionRecallPoints(drawn).length > 0, precisionRecallPoints(counts).length > 0);
      }
    });
});
