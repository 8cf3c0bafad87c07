import { bdtr, fdtrc, ndtri, stdtr, stdtri } from 'cephes';

/**
 * The value that a Student's t variable stays below with a probability.
 * @param probability in (0, 1)
 * @param df degrees of freedom, a whole number from 1
 */
export function tQuantile(probability: number, df: number): number {
  return stdtri(df, probability);
}

/** The probability of a Student's t variable at least as far from 0, on either side. @param df degrees of freedom, a whole number from 1 */
export function tTwoSided(t: number, df: number): number {
  // The lower tail: 1 − p would lose what is small.
  return 2 * stdtr(df, -Math.abs(t));
}

/** The probability of at most `successes` in `trials`, each of which succeeds with a probability. */
export function binomialAtMost(successes: number, trials: number, probability: number): number {
  return successes >= trials ? 1 : bdtr(successes, trials, probability);
}

/** The probability of an F variable that is at least as large. */
export function fAtLeast(f: number, dfs: { readonly numerator: number; readonly denominator: number }): number {
  return fdtrc(dfs.numerator, dfs.denominator, f);
}

/**
 * How far the largest of n independent standard normal variables lies above their mean, on average, by Blom's approximation
 * Φ⁻¹((n − α)/(n − 2α + 1)) with α = 0.375 (Statistical Estimates and Transformed Beta-Variables, 1958), within 5 % of it.
 */
export function expectedLargest(n: number): number {
  return n < 2 ? 0 : ndtri((n - 0.375) / (n + 0.25));
}
