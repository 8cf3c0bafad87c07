import type { EngineChoice } from '../contract/engines';
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

/** What is to be trained. */
export interface SweepOutlook {
  /** In their order. */
  readonly runs: readonly OutlookRun[];
  /** Runs that are still to be trained. */
  readonly missing: number;
  /** Undefined where the plan leaves it open. */
  readonly engine: EngineChoice | undefined;
  /** Of each run. */
  readonly threads: number;
}

export interface OutlookRun {
  /** Null before a sweep of the plan was begun. */
  readonly id: string | null;
  readonly seed: number;
  readonly values: SweptValues;
  readonly parameters: Parameters;
  readonly isMissing: boolean;
}

/**
 * @param begun the sweep that was begun of the plan
 * @param folder of the runs
 * @throws {PlanError} for a plan that cannot be run
 */
export async function sweepOutlook(plan: SweepPlan, begun: Sweep | undefined, folder: string): Promise<SweepOutlook> {
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
  const missing = runs.filter(({ isMissing }) => isMissing).length;
  return { runs, missing, engine: begun?.engine ?? plan.engine, threads: begun?.threads ?? threadsOf(plan) };
}

/** How long those of the runs that are missing take on this machine; undefined if it cannot be told. */
export async function estimateHere(
  { runs, engine, threads }: SweepOutlook,
  options: RunsOption & { readonly jobs?: number },
  cli: Cli,
): Promise<Estimate | undefined> {
  const missing = runs.filter(({ isMissing }) => isMissing).map(({ parameters }) => parameters);
  const machine = await thisMachine({ ...options, threads, ...(engine && { engine }) }, cli);
  return estimateRuns(missing, machine, jobsFor(options, threads));
}

/** `12 runs (6 settings, 2 seeds each), 3 of them done; training takes about 8m on this machine` */
export function outlookInWords(plan: SweepPlan, { runs, missing }: SweepOutlook, estimate: Estimate | undefined): string {
  const seeds = seedsOf(plan).length;
  const size = `${counted(runs.length, 'run')} (${counted(runs.length / seeds, 'setting')}, ${counted(seeds, 'seed')} each)`;
  const there = runs.length - missing;
  const time = estimate?.ms === 0 ? '' : estimateOfRunsInWords(estimate);
  return `${size}${there === 0 ? '' : `, ${there} of them done`}${time === '' ? '' : `; training takes ${time} on this machine`}`;
}
