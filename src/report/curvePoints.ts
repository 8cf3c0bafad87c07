import type { Curve } from '../evaluation/curve';
import { precisionRecallCurve } from '../evaluation/precisionRecall';
import { rocCurve } from '../evaluation/roc';
import type { ThresholdCounts } from '../evaluation/thresholdCounts';
import type { Point } from './points';

/** The points of a ROC curve, false positive rate and recall, in the order of the falling threshold; empty where it is not defined. */
export function rocPoints(counts: ThresholdCounts): Point[] {
  const curve = rocCurve(counts);
  return curve ? pointsOf({ x: curve.falsePositiveRate, y: curve.truePositiveRate }) : [];
}

/** The points of a precision–recall curve as steps, recall and precision, in the order of the falling threshold; empty where it is not defined. */
export function precisionRecallPoints(counts: ThresholdCounts): Point[] {
  const curve = precisionRecallCurve(counts);
  return curve ? stepPoints({ x: curve.recall.toReversed(), y: curve.precision.toReversed() }) : [];
}

/** The points of a curve. */
export function pointsOf({ x, y }: Curve): Point[] {
  return Array.from(x, (at, i) => ({ x: at, y: y[i]! }));
}

/** The points of a curve as steps: each value holds back to the point before, so that the area below is the average precision. */
export function stepPoints({ x, y }: Curve): Point[] {
  const points: Point[] = [];
  for (let i = 0; i < x.length; i++) {
    if (i > 0 && x[i]! > x[i - 1]!) points.push({ x: x[i - 1]!, y: y[i]! });
    points.push({ x: x[i]!, y: y[i]! });
  }
  return points;
}
