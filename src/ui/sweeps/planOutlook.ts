import type { Sweep, SweepPlan } from '../../contract/sweeps';
import type { Estimate, Machine } from '../../experiment/estimate';
import { estimateRuns } from '../../experiment/estimateRuns';
import { baseOf, parametersOfRun, plannedSweepRuns } from '../../experiment/sweeps/plannedSweepRuns';
import { sweptRuns } from '../../experiment/sweeps/sweptRuns';
import type { FindRun } from '../../experiment/effects/pairs';

/** What is known of the runs of a plan before they are trained, or while they are. */
export interface PlanOutlook {
  readonly runs: number;
  /** Runs that are still to be trained. */
  readonly missing: number;
  /** How long those take; undefined if it cannot be told. */
  readonly estimate: Estimate | undefined;
}

export interface OnMachine {
  /** With the threads that each run has. */
  readonly machine: Machine;
  /** Runs at a time. */
  readonly concurrent: number;
}

/** @throws {PlanError} for a plan that cannot be run */
export function planOutlook(plan: SweepPlan, { machine, concurrent }: OnMachine): PlanOutlook {
  const base = baseOf(plan);
  const runs = plannedSweepRuns(plan).map(run => parametersOfRun(base, run));
  return { runs: runs.length, missing: runs.length, estimate: estimateRuns(runs, machine, concurrent) };
}

/** Of a sweep that was begun. */
export function sweepOutlook(sweep: Sweep, find: FindRun, { machine, concurrent }: OnMachine): PlanOutlook {
  const missing = sweptRuns(sweep, find)
    .filter(({ state }) => state === 'waiting' || state === 'failed')
    .map(run => parametersOfRun(sweep.base, run));
  return { runs: sweep.runs.length, missing: missing.length, estimate: estimateRuns(missing, machine, concurrent) };
}
