import assert from 'node:assert/strict';
import { averagePrecision } from '../../../src/evaluation/precisionRecall';
import { auroc } from '../../../src/evaluation/roc';
import { oneVsRest } from '../../../src/evaluation/thresholdCounts';
import { precisionRecallPoints, rocPoints } from '../../../src/report/curvePoints';
import type { Point } from '../../../src/report/points';
import { fixtures } from '../evaluation/fixtures';

/** The area below straight lines between points. */
function areaBelow(points: readonly Point[]): number {
  return points.slice(1).reduce((sum, { x, y }, i) => sum + ((x - points[i]!.x) * (y + points[i]!.y)) / 2, 0);
}

describe('the points of a drawn curve', () => {
  for (const { name, predictions } of fixtures) {
    it(`enclose the area that is told, and never go back: ${name}`, () => {
      for (let of = 0; of < predictions.classes; of++) {
        const counts = oneVsRest(predictions, of);
        for (const [points, area] of [
          [rocPoints(counts), auroc(counts)],
          [precisionRecallPoints(counts), averagePrecision(counts)],
        ] as const) {
          if (area === null) {
            assert.deepEqual(points, []);
            continue;
          }
          assert.ok(Math.abs(areaBelow(points) - area) < 1e-12, `class ${of}: ${areaBelow(points)} is not ${area}`);
          assert.ok(points.every(({ x }, i) => i === 0 || x >= points[i - 1]!.x));
          assert.equal(points[0]!.x, 0);
          assert.equal(points.at(-1)!.x, 1);
        }
      }
    });
  }
});
