import { wilsonInterval } from '../evaluation/wilson';
import { binomialAtMost } from './distributions';

/** Two classifiers on the same images: how many both, one of them, or none got right. */
export interface PairedCounts {
  readonly both: number;
  readonly onlyA: number;
  readonly onlyB: number;
  readonly neither: number;
}

/**
 * McNemar's exact test (Psychometrika 12, 1947): how often the images that only one of two equally good classifiers gets right would be
 * shared out as unevenly; as statsmodels' `mcnemar(exact=True)`. 1 where they are shared out evenly, or there are none.
 */
export function mcnemarExact({ onlyA, onlyB }: Pick<PairedCounts, 'onlyA' | 'onlyB'>): number {
  return Math.min(1, 2 * binomialAtMost(Math.min(onlyA, onlyB), onlyA + onlyB, 0.5));
}

/**
 * The 95 % interval of the difference of two shares of the same images, A's less B's, by Newcombe's method 10 (Statistics in Medicine 17,
 * 1998, 2635–2650): Wilson's intervals of both shares, brought together by their correlation, which is corrected for continuity.
 * @throws {Error} without an image
 */
export function pairedSharesInterval({ both, onlyA, onlyB, neither }: PairedCounts): { readonly low: number; readonly high: number } {
  const n = both + onlyA + onlyB + neither;
  if (n === 0) throw new Error('There are no images to compare on: expected at least one.');
  const [a, b] = [both + onlyA, both + onlyB];
  const [ofA, ofB] = [wilsonInterval(a, n), wilsonInterval(b, n)];
  const phi = correctedPhi({ both, onlyA, onlyB, neither }, n);
  const [belowA, aboveA, belowB, aboveB] = [a / n - ofA.low, ofA.high - a / n, b / n - ofB.low, ofB.high - b / n];
  const difference = (onlyA - onlyB) / n;
  return { low: difference - together(belowA, aboveB, phi), high: difference + together(aboveA, belowB, phi) };
}

/** Of two distances that are correlated. */
function together(one: number, other: number, phi: number): number {
  return Math.sqrt(Math.max(0, one ** 2 - 2 * phi * one * other + other ** 2));
}

/** The correlation of being right; one above 0 is corrected by half an image. */
function correctedPhi({ both, onlyA, onlyB, neither }: PairedCounts, n: number): number {
  const margins = Math.sqrt(both + onlyA) * Math.sqrt(onlyB + neither) * Math.sqrt(both + onlyB) * Math.sqrt(onlyA + neither);
  if (margins === 0) return 0;
  const product = both * neither - onlyA * onlyB;
  return (product > 0 ? Math.max(0, product - n / 2) : product) / margins;
}
