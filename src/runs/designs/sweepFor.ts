import { newRunIds } from '../../contract/runId';
import type { Sweep, SweepPlan } from '../../contract/sweeps';
import type { KeptDesign } from '../../designs/designStore';
import { sweepStore } from '../../designs/sweepStore';
import type { ComparedRun } from '../../experiment/effects/comparedRun';
import type { Conditions } from '../../experiment/effects/conditions';
import { newSweep } from '../../experiment/sweeps/newSweep';
import { isFaithful } from '../../experiment/sweeps/isFaithful';
import { isSamePlan } from '../../experiment/sweeps/samePlan';
import { describeAuthor } from '../../processes/author';

/** The sweep that was begun of an equal plan, the newest of them. @throws {RunFolderError} if the sweeps cannot be read */
export async function begunSweep(plan: SweepPlan, runsFolder: string): Promise<KeptDesign<Sweep> | undefined> {
  const { designs } = await sweepStore(runsFolder).list();
  return designs.findLast(kept => isSamePlan(kept.plan.plan, plan) && isFaithful(kept.plan));
}

interface Begin {
  readonly conditions: Conditions;
  /** All runs that there are. */
  readonly existing: readonly ComparedRun[];
}

/**
 * Begins a sweep and keeps it beside the runs, before any of its runs is trained.
 * @throws {PlanError} for a plan that cannot be run
 * @throws {RunFolderError} if it cannot be kept
 */
export async function beginSweep(plan: SweepPlan, { conditions, existing }: Begin, runsFolder: string): Promise<KeptDesign<Sweep>> {
  const now = new Date();
  const author = await describeAuthor(runsFolder);
  return sweepStore(runsFolder).write(newSweep({ plan, conditions, existing, author, now, ids: count => newRunIds(now, count) }));
}

/**
 * The sweep that was begun of an equal plan, or a new one. Of processes that ask at the same time, on several machines too, one begins it, and
 * all have that one.
 * @throws as beginSweep()
 */
export async function beginOnce(plan: SweepPlan, begin: Begin, runsFolder: string): Promise<KeptDesign<Sweep>> {
  return sweepStore(runsFolder).alone(async () => (await begunSweep(plan, runsFolder)) ?? beginSweep(plan, begin, runsFolder));
}

/** Threads that a run of a plan has which does not say: so many runs at a time as there are cores are the quickest together. */
export function threadsOf({ threads = 1 }: Pick<SweepPlan, 'threads'>): number {
  return threads;
}
