import type { Sweep } from '../../contract/sweeps';
import type { ComparedRun } from '../effects/comparedRun';
import { heldEqual } from '../effects/heldEqual';
import { sweptNames } from './plannedSweepRuns';
import { rankSweep, type SweepRanking } from './ranking';
import { sweptRuns, type SweptRun } from './sweptRuns';
import { varianceShares, type SweepShares } from './varianceShares';

/** What came of a sweep so far. */
export interface SweepResults {
  readonly sweep: Sweep;
  /** In their order. */
  readonly runs: readonly SweptRun[];
  readonly ranking: SweepRanking;
  readonly shares: SweepShares;
  /** What else than the plan says is not the same in all runs that have a result: `trainer build`, `data`. */
  readonly mixed: readonly string[];
}

/** @param find of a run's id the run, if it is there */
export function sweepResults(sweep: Sweep, find: (id: string) => ComparedRun | undefined): SweepResults {
  const runs = sweptRuns(sweep, find);
  const ranking = rankSweep(runs);
  const done = runs.flatMap(({ id, state }) => (state === 'done' ? (find(id) ?? []) : []));
  return { sweep, runs, ranking, shares: varianceShares(sweep, runs, ranking), mixed: mixedIn(sweep, done) };
}

function mixedIn({ plan }: Sweep, runs: readonly ComparedRun[]): string[] {
  const swept = sweptNames(plan);
  const held = heldEqual.filter(({ name, only, decidedBy = [] }) => {
    const isParameter = name === 'seed' || swept.some(one => one === name);
    return !isParameter && only !== 'time' && !decidedBy.some(one => swept.some(other => other === one));
  });
  return held.filter(({ of }) => new Set(runs.map(of)).size > 1).map(({ name }) => name);
}
