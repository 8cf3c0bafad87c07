import type { Sweep, SweepPlan } from '../../contract/sweeps';
import { hasResultUnder, settingKey } from '../effects/conditions';
import type { Planning } from '../effects/planning';
import { baseOf, parametersOfRun, plannedSweepRuns } from './plannedSweepRuns';

export interface SweepPlanning extends Pick<Planning, 'conditions' | 'existing' | 'author' | 'now' | 'ids'> {
  readonly plan: SweepPlan;
}

/**
 * A sweep of a plan. A run that there is already, trained as one would be now and at its end, takes the place of the one that would be trained.
 * @throws {PlanError}
 */
export function newSweep({ plan, conditions, existing, author, now, ids }: SweepPlanning): Sweep {
  const planned = plannedSweepRuns(plan);
  const base = baseOf(plan);
  const ended = new Map(existing.filter(hasResultUnder(conditions)).map(run => [settingKey(run.config.parameters), run.id]));
  const [id, ...runIds] = ids(1 + planned.length);
  return {
    schemaVersion: 1,
    id: id!,
    createdAt: now.toISOString(),
    author,
    plan,
    base,
    engine: conditions.engine,
    threads: conditions.threads,
    runs: planned.map((run, i) => {
      const reused = ended.get(settingKey(parametersOfRun(base, run)));
      return reused === undefined ? { id: runIds[i]!, ...run } : { id: reused, ...run, reused: true };
    }),
  };
}
