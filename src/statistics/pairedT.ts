import { tQuantile, tTwoSided } from './distributions';

/** What the differences of pairs say. */
export interface PairedT {
  readonly n: number;
  readonly mean: number;
  /** Standard deviation of the differences, by n − 1; null of a single one. */
  readonly deviation: number | null;
  /** Of the mean; null of a single difference, and where all are equal: nothing tells then how far another one would be off. */
  readonly interval: { readonly low: number; readonly high: number } | null;
  /** Two-sided: how often differences without a true mean would be that far from 0; null where there is no interval. */
  readonly p: number | null;
}

/**
 * The mean of differences with its interval and p by Student's paired t-test (Student, Biometrika 6, 1908), as `scipy.stats.ttest_rel`:
 * mean ± t(n − 1)·deviation/√n. It holds where the differences are about normal.
 * @param differences of pairs, finite; one at least
 * @param confidence of the interval, in (0, 1)
 * @throws {Error} without a difference
 */
export function pairedT(differences: readonly number[], confidence = 0.95): PairedT {
  const n = differences.length;
  if (n === 0) throw new Error('There are no pairs: expected one difference at least.');
  const mean = differences.reduce((sum, one) => sum + one, 0) / n;
  if (n === 1) return { n, mean, deviation: null, interval: null, p: null };
  const deviation = Math.sqrt(differences.reduce((sum, one) => sum + (one - mean) ** 2, 0) / (n - 1));
  // Not `deviation === 0`, which rounding of the mean would miss.
  if (differences.every(one => one === differences[0])) return { n, mean, deviation: 0, interval: null, p: null };
  const error = deviation / Math.sqrt(n);
  const half = tQuantile(1 - (1 - confidence) / 2, n - 1) * error;
  return { n, mean, deviation, interval: { low: mean - half, high: mean + half }, p: tTwoSided(mean / error, n - 1) };
}
