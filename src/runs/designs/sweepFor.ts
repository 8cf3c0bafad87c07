import { isDeepStrictEqual } from 'node:util';
import { newRunIds } from '../../contract/runId';
import type { Sweep, SweepPlan } from '../../contract/sweeps';
import type { KeptDesign, KeptRun } from '../../designs/designStore';
import { sweepStore, type SweepStore } from '../../designs/sweepStore';
import type { ComparedRun } from '../../experiment/effects/comparedRun';
import type { Conditions } from '../../experiment/effects/conditions';
import { newSweep } from '../../experiment/sweeps/newSweep';
import type { PlannedSweepRun } from '../../experiment/sweeps/plannedSweepRuns';
import { isFaithful } from '../../experiment/sweeps/isFaithful';
import { isSamePlan } from '../../experiment/sweeps/samePlan';
import { describeAuthor } from '../../processes/author';
import type { PlannedRun } from './plannedRun';
import { sweepRuns } from './sweepRuns';

/**
 * The sweep that was begun of an equal plan, the newest of them; of those of other plans little is read.
 * @throws {RunFolderError} if the folder of the sweeps cannot be read
 */
export async function begunSweep(plan: SweepPlan, runsFolder: string): Promise<KeptDesign<Sweep> | undefined> {
  const store = sweepStore(runsFolder);
  for await (const { id } of sweepsOf(plan, store, 0)) {
    const kept = await store.read(id).catch(() => undefined);
    if (kept && isSamePlan(kept.plan.plan, plan) && isFaithful(kept.plan)) return kept;
  }
  return undefined;
}

interface RunOfPlan {
  /** The runs of the plan. */
  readonly planned: readonly PlannedSweepRun[];
  /** Which of them, from 0. */
  readonly index: number;
}

/**
 * A run of the sweep that was begun of an equal plan, the newest of them, as `begunSweep` finds it; undefined where none was, or what was is not as the
 * plan has it. Of each sweep little more is read than that run: each of ten thousand tasks asks, beside the sweeps of other plans.
 * @throws {RunFolderError} if the folder of the sweeps cannot be read
 */
export async function begunSweepWith(plan: SweepPlan, { planned, index }: RunOfPlan, runsFolder: string): Promise<PlannedRun | undefined> {
  for await (const { plan: sweep, count } of sweepsOf(plan, sweepStore(runsFolder), index)) {
    const [run] = sweep.runs;
    const isAsPlanned = run && count === planned.length && isSameRun(run, planned[index]!);
    return isAsPlanned && isFaithful(sweep) ? sweepRuns(sweep)[0] : undefined;
  }
  return undefined;
}

/** Those of an equal plan with one of their runs, the newest first; not those that cannot be read. */
async function* sweepsOf(plan: SweepPlan, store: SweepStore, index: number): AsyncGenerator<KeptRun<Sweep>> {
  for (const id of (await store.ids()).toReversed()) {
    const kept = await store.readRun(id, index).catch(() => undefined);
    if (kept && isSamePlan(kept.plan.plan, plan)) yield kept;
  }
}

function isSameRun(a: PlannedSweepRun, b: PlannedSweepRun): boolean {
  return isDeepStrictEqual([a.values, a.seed], [b.values, b.seed]);
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
  // Of a thousand that wait for one, all have its sweep as soon as it is there, and not one after the other.
  const begun = (): Promise<KeptDesign<Sweep> | undefined> => begunSweep(plan, runsFolder);
  return sweepStore(runsFolder).alone(async () => (await begun()) ?? beginSweep(plan, begin, runsFolder), begun);
}

/** Threads that a run of a plan has which does not say: so many runs at a time as there are cores are the quickest together. */
export function threadsOf({ threads = 1 }: Pick<SweepPlan, 'threads'>): number {
  return threads;
}
