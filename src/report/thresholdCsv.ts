import type { Curve } from '../evaluation/curve';
import type { ThresholdCounts } from '../evaluation/thresholdCounts';
import { toCsv } from './csv';

/** What a class against the rest comes to at each threshold, falling; a row a threshold. What is not defined is empty. */
export function thresholdCsv({ thresholds, truePositives, falsePositives, positives, negatives }: ThresholdCounts): string {
  const share = (part: number, whole: number): number | null => (whole === 0 ? null : part / whole);
  const rows = Array.from(thresholds, (threshold, i) => {
    const [tp, fp] = [truePositives[i]!, falsePositives[i]!];
    return [threshold, tp, fp, positives - tp, negatives - fp, share(fp, negatives), share(tp, positives), tp / (tp + fp)];
  });
  return toCsv(
    ['threshold', 'true_positives', 'false_positives', 'false_negatives', 'true_negatives', 'false_positive_rate', 'recall', 'precision'],
    rows,
  );
}

/** The points of a curve under the names of its axes. */
export function curveCsv({ x, y }: Curve, names: readonly [string, string]): string {
  return toCsv(
    names,
    Array.from(x, (at, i) => [at, y[i]!]),
  );
}
