import type { Parameters } from '../contract/parameters';
import type { Sweep, SweepPlan, SweptValues } from '../contract/sweeps';
import { comparedRuns } from '../designs/comparedRuns';
import type { Estimate } from '../experiment/estimate';
import { estimateOfRunsInWords, estimateRuns } from '../experiment/estimateRuns';
import { baseOf, parametersOfRun, plannedSweepRuns, seedsOf } from '../experiment/sweeps/plannedSweepRuns';
import { sweptRuns } from '../experiment/sweeps/sweptRuns';
import { threadsOf } from '../runs/designs/sweepFor';
import { counted } from '../util/format';
import type { Cli } from './context';
import { jobsFor } from './jobsOption';
import type { RunsOption } from './runsOption';
import { thisMachine } from './thisMachine';

/** What is to be trained, and how long it takes. */
export interface SweepOutlook {
  /** In their order. */
  readonly runs: readonly OutlookRun[];
  /** Runs that are still to be trained. */
  readonly missing: number;
  /** How long those take; undefined if it cannot be told. */
  readonly estimate: Estimate | undefined;
}

export interface OutlookRun {
  /** Null before a sweep of the plan was begun. */
  readonly id: string | null;
  readonly seed: number;
  readonly values: SweptValues;
  readonly parameters: Parameters;
  readonly isMissing: boolean;
}

export interface SweepWork {
  readonly options: RunsOption & { readonly jobs?: number };
  /** Of the runs. */
  readonly folder: string;
}

/** @param begun the sweep that was begun of the plan; @throws {PlanError} for a plan that cannot be run */
export async function sweepOutlook(plan: SweepPlan, begun: Sweep | undefined, work: SweepWork, cli: Cli): Promise<SweepOutlook> {
  const { options, folder } = work;
  const planned = begun?.runs ?? plannedSweepRuns(plan).map(run => ({ ...run, id: null }));
  const base = begun?.base ?? baseOf(plan);
  const states = begun && sweptRuns(begun, await comparedRuns([begun], folder)).map(({ state }) => state);
  const runs = planned.map(({ id, seed, values }, i) => ({
    id,
    seed,
    values,
    parameters: parametersOfRun(base, { seed, values }),
    isMissing: !states || states[i] === 'waiting' || states[i] === 'failed',
  }));
  const missing = runs.filter(({ isMissing }) => isMissing).map(({ parameters }) => parameters);
  const threads = begun?.threads ?? threadsOf(plan);
  const engine = begun?.engine ?? plan.engine;
  const machine = await thisMachine({ ...options, threads, ...(engine && { engine }) }, cli);
  return { runs, missing: missing.length, estimate: estimateRuns(missing, machine, jobsFor(options, threads)) };
}

/** `12 runs (6 settings, 2 seeds each), 3 of them done; training takes about 8m on this machine` */
export function outlookInWords(plan: SweepPlan, { runs, missing, estimate }: SweepOutlook): string {
  const seeds = seedsOf(plan).length;
  const size = `${counted(runs.length, 'run')} (${counted(runs.length / seeds, 'setting')}, ${counted(seeds, 'seed')} each)`;
  const there = runs.length - missing;
  const time = missing === 0 ? '' : estimateOfRunsInWords(estimate);
  return `${size}${there === 0 ? '' : `, ${there} of them done`}${time === '' ? '' : `; training takes ${time} on this machine`}`;
}
