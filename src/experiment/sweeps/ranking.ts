import type { SweptValues } from '../../contract/sweeps';
import { parameterTable } from '../../contract/parameters';
import type { SweptRun, SweptState } from './sweptRuns';

/** A setting of a sweep: its values, and what came of it with each seed. */
export interface RankedSetting {
  /** From 1; null of one that cannot be ranked: without a result, or a run of which diverged or failed. */
  readonly rank: number | null;
  readonly values: SweptValues;
  /** In the order of the seeds. */
  readonly runs: readonly SweptRun[];
  /** Seeds with a result. */
  readonly n: number;
  /** Mean validation accuracy over the seeds that have one; null without any. */
  readonly mean: number | null;
  /** Standard deviation over the seeds, by n − 1; null of fewer than two. */
  readonly deviation: number | null;
}

export interface SweepRanking {
  /** The best first; what is not ranked comes last. */
  readonly settings: readonly RankedSetting[];
  /** How many runs came to what. */
  readonly counts: Readonly<Record<SweptState, number>>;
  /** How many settings have a rank: so many the best one was taken from. */
  readonly ranked: number;
}

/**
 * The settings of a sweep by their mean validation accuracy over the seeds. A setting of which a run diverged or failed has no rank: the mean of
 * the others would be that of those that went well. One that still waits for runs is ranked by those that it has.
 */
export function rankSweep(runs: readonly SweptRun[]): SweepRanking {
  const settings = [...groupedBySetting(runs).values()].map(settingOf);
  const ranked = settings.filter(isRankable).toSorted((a, b) => b.mean! - a.mean!);
  const others = settings.filter(setting => !isRankable(setting)).toSorted((a, b) => (b.mean ?? -1) - (a.mean ?? -1));
  const counts: Record<SweptState, number> = { done: 0, diverged: 0, failed: 0, waiting: 0, other: 0, unmeasured: 0 };
  for (const { state } of runs) counts[state]++;
  return { settings: [...withRanks(ranked), ...others], counts, ranked: ranked.length };
}

/** Equal means have equal ranks. */
function withRanks(sorted: readonly RankedSetting[]): RankedSetting[] {
  let rank = 0;
  return sorted.map((setting, i) => {
    if (i === 0 || setting.mean !== sorted[i - 1]!.mean) rank = i + 1;
    return { ...setting, rank };
  });
}

function isRankable({ mean, runs }: RankedSetting): boolean {
  return mean !== null && !runs.some(({ state }) => state === 'diverged' || state === 'failed' || state === 'other');
}

function groupedBySetting(runs: readonly SweptRun[]): Map<string, SweptRun[]> {
  const groups = new Map<string, SweptRun[]>();
  for (const run of runs) {
    const key = JSON.stringify(parameterTable.map(({ name }) => run.values[name] ?? null));
    const group = groups.get(key);
    if (group) group.push(run);
    else groups.set(key, [run]);
  }
  return groups;
}

function settingOf(runs: readonly SweptRun[]): RankedSetting {
  const values = runs.flatMap(({ value }) => value ?? []);
  const n = values.length;
  const mean = n === 0 ? null : values.reduce((sum, value) => sum + value, 0) / n;
  const deviation = n < 2 ? null : Math.sqrt(values.reduce((sum, value) => sum + (value - mean!) ** 2, 0) / (n - 1));
  return { rank: null, values: runs[0]!.values, runs: runs.toSorted((a, b) => a.seed - b.seed), n, mean, deviation };
}
