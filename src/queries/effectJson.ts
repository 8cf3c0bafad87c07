import type { Effect } from '../contract/effects';
import type { ComparisonResult } from '../experiment/effects/comparisonResult';

/** What `digits effect --json` writes: an object for each metric and level other than the first. */
export type EffectJson = Pick<
  Effect,
  'parameter' | 'levels' | 'metric' | 'unit' | 'n' | 'mean' | 'low' | 'high' | 'p' | 'pHolm' | 'verdict' | 'diverged'
> & {
  readonly pairs: readonly { readonly seed: number; readonly runs: readonly [string, string]; readonly difference: number }[];
  /** What the interval is sure of: 0.95, with several levels more. */
  readonly confidence: number;
  readonly refused: Effect['refused'];
};

/** The effects of a comparison as JSON, in the metric's own unit: shares from 0 to 1, nats, milliseconds. */
export function effectJson({ effects }: Pick<ComparisonResult, 'effects'>): EffectJson[] {
  return effects.map(
    ({ parameter, levels, metric, unit, pairs, n, mean, low, high, confidence, p, pHolm, verdict, diverged, refused }) => ({
      parameter,
      levels,
      metric,
      unit,
      pairs: pairs.map(({ seed, runs, difference }) => ({ seed, runs, difference })),
      n,
      mean,
      low,
      high,
      confidence,
      p,
      pHolm,
      verdict,
      diverged,
      refused,
    }),
  );
}
