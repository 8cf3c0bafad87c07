import type { Interval } from './interval';
import type { ThresholdCounts } from './thresholdCounts';
import { wilsonInterval } from './wilson';

/** What a binary classifier gets right and wrong, in images. */
export interface BinaryCounts {
  readonly truePositives: number;
  readonly falsePositives: number;
  readonly falseNegatives: number;
  readonly trueNegatives: number;
}

/** Shares in [0, 1]; null where the denominator is 0. */
export interface BinaryMeasures {
  /** TP / (TP + FP) */
  readonly precision: number | null;
  /** TP / (TP + FN) */
  readonly recall: number | null;
  /** TN / (TN + FP) */
  readonly specificity: number | null;
  /** 2·TP / (2·TP + FP + FN) */
  readonly f1: number | null;
}

/** A threshold, and what comes of it. */
export interface OperatingPoint extends BinaryCounts, BinaryMeasures {
  /** Scores ≥ it count as positive. */
  readonly threshold: number;
}

/** @param threshold any number; Infinity, where nothing counts as positive */
export function operatingPoint(counts: ThresholdCounts, threshold: number): OperatingPoint {
  return pointAfter(counts, stepsFrom(counts.thresholds, threshold), threshold);
}

export function binaryMeasures({ truePositives, falsePositives, falseNegatives, trueNegatives }: BinaryCounts): BinaryMeasures {
  return {
    precision: ratio(truePositives, truePositives + falsePositives),
    recall: ratio(truePositives, truePositives + falseNegatives),
    specificity: ratio(trueNegatives, trueNegatives + falsePositives),
    f1: ratio(2 * truePositives, 2 * truePositives + falsePositives + falseNegatives),
  };
}

/** The 95 % intervals of the measures that are counted shares, by Wilson's score; F1 is none. Null where a measure is not defined. */
export function measureIntervals({
  truePositives,
  falsePositives,
  falseNegatives,
  trueNegatives,
}: BinaryCounts): Readonly<Record<'precision' | 'recall' | 'specificity', Interval | null>> {
  const interval = (part: number, other: number): Interval | null => (part + other === 0 ? null : wilsonInterval(part, part + other));
  return {
    precision: interval(truePositives, falsePositives),
    recall: interval(truePositives, falseNegatives),
    specificity: interval(trueNegatives, falsePositives),
  };
}

/**
 * "At a precision of at least p, the recall is …": of the thresholds with such a precision the one of the greatest recall, of equal ones
 * the most precise. Null where no threshold has it, or where there are no positives.
 */
export function bestRecall(counts: ThresholdCounts, at: { readonly precision: number }): OperatingPoint | null {
  return best(counts, (precision, recall) => (precision >= at.precision ? [recall, precision] : undefined));
}

/**
 * "At a recall of at least r, the precision is …": of the thresholds with such a recall the one of the greatest precision, of equal ones
 * that of the greatest recall. Null for a recall above 1, or where there are no positives.
 */
export function bestPrecision(counts: ThresholdCounts, at: { readonly recall: number }): OperatingPoint | null {
  return best(counts, (precision, recall) => (recall >= at.recall ? [precision, recall] : undefined));
}

type Rank = readonly [first: number, second: number];

/** The step that ranks highest, the second number deciding among equals of the first; of equals the highest threshold. */
function best(counts: ThresholdCounts, rankOf: (precision: number, recall: number) => Rank | undefined): OperatingPoint | null {
  const { thresholds, truePositives, falsePositives, positives } = counts;
  if (positives === 0) return null;
  let found = 0;
  let highest: Rank = [-1, -1];
  for (let step = 0; step < thresholds.length; step++) {
    const tp = truePositives[step]!;
    const rank = rankOf(tp / (tp + falsePositives[step]!), tp / positives);
    if (!rank || rank[0] < highest[0] || (rank[0] === highest[0] && rank[1] <= highest[1])) continue;
    found = step + 1;
    highest = rank;
  }
  return found === 0 ? null : pointAfter(counts, found, thresholds[found - 1]!);
}

/** How many of the decreasing thresholds are ≥ a threshold. */
function stepsFrom(thresholds: Float64Array, threshold: number): number {
  let [low, high] = [0, thresholds.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (thresholds[middle]! >= threshold) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** What counts as positive after so many steps: nothing after none. */
function pointAfter(
  { truePositives, falsePositives, positives, negatives }: ThresholdCounts,
  steps: number,
  threshold: number,
): OperatingPoint {
  const tp = steps === 0 ? 0 : truePositives[steps - 1]!;
  const fp = steps === 0 ? 0 : falsePositives[steps - 1]!;
  const counts = { truePositives: tp, falsePositives: fp, falseNegatives: positives - tp, trueNegatives: negatives - fp };
  return { threshold, ...counts, ...binaryMeasures(counts) };
}

function ratio(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole;
}
