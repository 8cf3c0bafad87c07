/** The quantile of the normal distribution that both ends of a 95 % confidence interval are away from its middle. */
export const Z_95 = 1.959963984540054;

/** A 95 % confidence interval; both ends in [0, 1]. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** Why no interval is given: a sentence to be shown. */
export interface NoInterval {
  readonly none: string;
}

export type MaybeInterval = Interval | NoInterval;
