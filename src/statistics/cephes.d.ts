/** What is used of it: its own types cannot be found, since its `exports` do not name them. */
declare module 'cephes' {
  /** The probability of at most k successes in n trials of probability p. */
  export function bdtr(k: number, n: number, p: number): number;
  /** The upper tail of F. */
  export function fdtrc(numeratorDf: number, denominatorDf: number, x: number): number;
  /** The inverse of the lower tail of the standard normal distribution. */
  export function ndtri(p: number): number;
  /** The lower tail of Student's t. */
  export function stdtr(df: number, t: number): number;
  /** Its inverse. */
  export function stdtri(df: number, p: number): number;
}
