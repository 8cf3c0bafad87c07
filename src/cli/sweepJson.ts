import type { SweepResults } from '../experiment/sweeps/sweepResults';
import { bestInWords } from '../experiment/sweeps/sweepInWords';

/** Everything about a sweep, numbers in full. A share of the variance, or a figure that is not there, is null. */
export function sweepJson(results: SweepResults, folder: string): unknown {
  const { sweep, runs, ranking, shares, mixed } = results;
  const { id, plan, engine, threads } = sweep;
  const [best] = ranking.settings;
  return {
    id,
    folder,
    plan,
    engine,
    threads,
    counts: ranking.counts,
    runs: runs.map(({ id: run, seed, values, state, value, reused = false }) => ({
      id: run,
      seed,
      values,
      state,
      valAccuracy: value,
      reused,
    })),
    settings: ranking.settings.map(({ rank, values, n, mean, deviation, runs: of }) => ({
      rank,
      values,
      n,
      mean,
      deviation,
      runs: of.map(({ id: run }) => run),
    })),
    best:
      best?.rank == null ? null : { values: best.values, mean: best.mean, n: best.n, of: ranking.ranked, isOptimistic: ranking.ranked > 1 },
    remarks: bestInWords(results),
    shares: shares.kind === 'none' ? null : shares,
    whyNoShares: shares.kind === 'none' ? shares.reason : null,
    mixed,
  };
}
