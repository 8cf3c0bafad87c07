import type { ThresholdCounts } from './thresholdCounts';

/**
 * Points of a precision–recall curve in scikit-learn's order: recall falls from 1 as the threshold rises. At the end stands the point
 * (recall 0, precision 1), which has no threshold; it makes a drawn curve reach the axis.
 */
export interface PrecisionRecallCurve {
  /** In [0, 1], shape `[steps + 1]`. */
  readonly precision: Float64Array;
  /** Decreasing from 1 to 0, shape `[steps + 1]`. */
  readonly recall: Float64Array;
  /** Increasing, shape `[steps]`; scores ≥ `thresholds[i]` count as positive. */
  readonly thresholds: Float64Array;
}

/**
 * The precision–recall curve with every step, as scikit-learn's `precision_recall_curve`; null without positives, where recall is not
 * defined (scikit-learn warns and sets it to 1).
 */
export function precisionRecallCurve(counts: ThresholdCounts): PrecisionRecallCurve | null {
  const { truePositives, falsePositives, positives } = counts;
  if (positives === 0) return null;
  const steps = counts.thresholds.length;
  const precision = new Float64Array(steps + 1);
  const recall = new Float64Array(steps + 1);
  for (let i = 0; i < steps; i++) {
    const tp = truePositives[steps - 1 - i]!;
    precision[i] = tp / (tp + falsePositives[steps - 1 - i]!);
    recall[i] = tp / positives;
  }
  precision[steps] = 1;
  return { precision, recall, thresholds: counts.thresholds.toReversed() };
}

/**
 * Average precision, in [0, 1]: Σ (Rᵢ − Rᵢ₋₁) · Pᵢ as the threshold falls, the area under the curve as a step function, without
 * interpolation (scikit-learn's `average_precision_score`). Null without positives.
 */
export function averagePrecision({ truePositives, falsePositives, positives }: ThresholdCounts): number | null {
  if (positives === 0) return null;
  let sum = 0;
  let before = 0;
  for (let i = 0; i < truePositives.length; i++) {
    const tp = truePositives[i]!;
    sum += ((tp - before) * tp) / (tp + falsePositives[i]!);
    before = tp;
  }
  return sum / positives;
}
