import type { ThresholdCounts } from './thresholdCounts';

/** Points of a ROC curve from (0, 0) to (1, 1); all three of shape `[steps + 1]`. */
export interface RocCurve {
  /** Increasing, in [0, 1]. */
  readonly falsePositiveRate: Float64Array;
  /** Increasing, in [0, 1]. */
  readonly truePositiveRate: Float64Array;
  /** Decreasing; scores ≥ `thresholds[i]` count as positive. The first is Infinity, at which none does. */
  readonly thresholds: Float64Array;
}

/**
 * The ROC curve with every step, as scikit-learn's `roc_curve(…, drop_intermediate=False)`; null without positives or without
 * negatives, where one of the rates is not defined.
 */
export function rocCurve({ thresholds, truePositives, falsePositives, positives, negatives }: ThresholdCounts): RocCurve | null {
  if (positives === 0 || negatives === 0) return null;
  const points = thresholds.length + 1;
  const curve = {
    falsePositiveRate: new Float64Array(points),
    truePositiveRate: new Float64Array(points),
    thresholds: new Float64Array(points),
  };
  curve.thresholds[0] = Infinity;
  for (let i = 1; i < points; i++) {
    curve.falsePositiveRate[i] = falsePositives[i - 1]! / negatives;
    curve.truePositiveRate[i] = truePositives[i - 1]! / positives;
    curve.thresholds[i] = thresholds[i - 1]!;
  }
  return curve;
}

/**
 * The area under the ROC curve by the trapezoidal rule, in [0, 1]: the chance that a positive scores higher than a negative, ties
 * counting half (Hanley and McNeil, 1982). Null without positives or without negatives.
 */
export function auroc({ truePositives, falsePositives, positives, negatives }: ThresholdCounts): number | null {
  if (positives === 0 || negatives === 0) return null;
  // Twice the area in counts is a whole number, so the sum is exact.
  let doubled = 0;
  let tp = 0;
  let fp = 0;
  for (let i = 0; i < truePositives.length; i++) {
    doubled += (falsePositives[i]! - fp) * (truePositives[i]! + tp);
    tp = truePositives[i]!;
    fp = falsePositives[i]!;
  }
  return doubled / (2 * positives * negatives);
}
