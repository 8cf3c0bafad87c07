import { tQuantile } from './distributions';

/** More are not tried. */
const MOST = 1_000;

/**
 * How many pairs make the paired-t interval of a mean so narrow, if their differences go on to vary as they did.
 * @param deviation of the differences, above 0
 * @param halfWidth that the interval may have, above 0
 * @returns a whole number from 2; undefined above 1,000
 */
export function pairsNeeded(deviation: number, halfWidth: number, confidence = 0.95): number | undefined {
  const half = (n: number): number => (tQuantile(1 - (1 - confidence) / 2, n - 1) * deviation) / Math.sqrt(n);
  // It falls with n.
  if (half(MOST) > halfWidth) return undefined;
  let [tooFew, enough] = [1, MOST];
  while (enough - tooFew > 1) {
    const middle = Math.floor((tooFew + enough) / 2);
    if (half(middle) <= halfWidth) enough = middle;
    else tooFew = middle;
  }
  return enough;
}
