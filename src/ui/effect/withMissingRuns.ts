import type { ComparedRunPlan, ComparisonPlan } from '../../contract/effects';
import { plannedRun, seedsOf } from '../../experiment/effects/planned';

/**
 * A comparison of runs that were there, with a run that is to come for each level and seed without one, so that every pair can be had. They are
 * marked, since results could be seen when they were planned.
 * @param ids new ones, all different
 */
export function withMissingRuns(plan: ComparisonPlan, ids: (count: number) => readonly string[]): ComparisonPlan {
  const missing = seedsOf(plan).flatMap(seed => plan.levels.flatMap(level => (plannedRun(plan, level, seed) ? [] : [{ level, seed }])));
  const fresh = ids(missing.length);
  return { ...plan, runs: [...plan.runs, ...missing.map((run, i): ComparedRunPlan => ({ id: fresh[i]!, ...run, late: true }))] };
}
