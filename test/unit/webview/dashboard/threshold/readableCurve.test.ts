import assert from 'node:assert/strict';
import { operatingPoint } from '../../../../../src/evaluation/operatingPoint';
import { oneVsRest } from '../../../../../src/evaluation/thresholdCounts';
import { fewOf, nearestStep, placeOf, readableCounts, readableMean } from '../../../../../webview/dashboard/threshold/readableCurve';

/** Scores of class 1: two images of it, and three of class 0. */
const counts = oneVsRest(
  { truth: [1, 1, 0, 0, 0], probabilities: [0.9, 0.6, 0.7, 0.4, 0.1].flatMap(score => [1 - score, score]), classes: 2 },
  1,
);

describe('a curve that is read step by step', () => {
  it('has a step for each threshold, at the place that the threshold has', () => {
    for (const kind of ['roc', 'precisionRecall'] as const) {
      const curve = readableCounts(counts, kind);
      assert.equal(curve.steps, 5);
      for (let step = 0; step < curve.steps; step++) {
        const { x, y } = placeOf(operatingPoint(counts, counts.thresholds[step]!), kind)!;
        assert.ok(Math.abs(curve.place(step).x - x) < 1e-12 && Math.abs(curve.place(step).y - y) < 1e-12);
      }
    }
  });

  it('says under its heads what is there', () => {
    const roc = readableCounts(counts, 'roc');
    assert.deepEqual(roc.heads, ['threshold', 'false positive rate', 'recall']);
    assert.deepEqual(roc.cells(1), ['0.7', '33.33 %', '50.00 %']);
    const mean = readableMean({ x: Float64Array.of(0, 1), y: Float64Array.of(0.5, 1) }, 'precisionRecall');
    assert.deepEqual(
      [mean.heads, mean.cells(0)],
      [
        ['recall', 'mean precision'],
        ['0.00 %', '50.00 %'],
      ],
    );
  });

  it('is found by the nearest point as it is drawn', () => {
    const roc = readableCounts(counts, 'roc');
    assert.equal(nearestStep(roc, { x: 0.3, y: 0.6 }, { x: 100, y: 100 }), 1);
    assert.equal(nearestStep(roc, { x: 0.3, y: 0.95 }, { x: 100, y: 1000 }), 2);
    assert.equal(nearestStep({ ...roc, steps: 0 }, { x: 0, y: 0 }, { x: 1, y: 1 }), undefined);
  });

  it('has no place where a measure is not defined', () => {
    assert.equal(placeOf(operatingPoint(counts, Infinity), 'precisionRecall'), undefined);
    assert.deepEqual(placeOf(operatingPoint(counts, Infinity), 'roc'), { x: 0, y: 0 });
  });

  it('has few steps in a table', () => {
    const probabilities = Array.from({ length: 1000 }, (_, i) => ((i * 577) % 1000) / 1000).flatMap(score => [1 - score, score]);
    const many = oneVsRest({ truth: Array.from({ length: 1000 }, (_, i) => i % 2), probabilities, classes: 2 }, 1);
    const whole = readableCounts(many, 'roc');
    const few = fewOf.counts(many, whole);
    assert.ok(few.steps <= 100);
    for (let row = 0; row < few.steps; row++) {
      const [threshold] = few.cells(row);
      assert.deepEqual(placeOf(operatingPoint(many, Number(threshold)), 'roc')!.y, few.place(row).y);
    }
  });
});
