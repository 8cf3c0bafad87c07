import { MOST_ARRAY_JOBS } from '../../contract/formats/slurm';
import { SlurmError, invalid } from './slurmError';
import { listOfTasks } from './taskRanges';

/** An array job that is to be submitted. */
export interface NewArrayJob {
  readonly name: string;
  readonly offset: number;
  /** Of task t the run is `offset` + t. */
  readonly tasks: string;
}

/** Runs of a plan that are submitted together. */
export interface RunsToSubmit {
  /** The plan's id. */
  readonly plan: string;
  /** The runs, by their numbers in the plan from 0; ascending, each of them once. */
  readonly runs: readonly number[];
  /** 1; a run that is submitted again is in a later round. */
  readonly round: number;
}

/**
 * The array jobs of some runs of a plan: as many as the cluster's limit on an array asks for. The name of each carries the plan and the
 * offset, so that it is found again by its name alone.
 * @param maxArraySize no task has this number or a greater one
 * @throws {SlurmError} for more than a ledger keeps
 */
export function arrayJobs({ plan, runs, round }: RunsToSubmit, maxArraySize: number): NewArrayJob[] {
  const byOffset = new Map<number, number[]>();
  for (const run of runs) {
    const offset = Math.floor(run / maxArraySize) * maxArraySize;
    const tasks = byOffset.get(offset);
    if (tasks) tasks.push(run - offset);
    else byOffset.set(offset, [run - offset]);
  }
  if (byOffset.size > MOST_ARRAY_JOBS)
    throw new SlurmError(
      'invalid',
      `${runs.length} runs are ${byOffset.size} arrays of this cluster, whose MaxArraySize is ${maxArraySize}; expected at most ${MOST_ARRAY_JOBS}. Submit fewer runs at a time.`,
    );
  const again = round === 1 ? '' : `-r${round}`;
  return [...byOffset].map(([offset, tasks]) => ({ name: `digits-${plan}-${offset}${again}`, offset, tasks: listOfTasks(tasks) }));
}

/** The round in which a job of that name is submitted. */
export function roundOf(name: string): number {
  return Number(/-r(\d+)$/.exec(name)?.[1] ?? 1);
}

/**
 * How many tasks of each of several array jobs run at once, so that no more than `throttle` do together, those of earlier jobs too.
 * @param used so many of earlier jobs may run; each job gets one at least
 * @throws {SlurmError} where there is not one for each
 */
export function sharedThrottle(throttle: number, jobs: number, used = 0): number[] {
  if (throttle < jobs)
    throw invalid('The throttle', throttle, `at least ${jobs}, one for each array that the plan is split into here, or no throttle`);
  const left = Math.max(jobs, throttle - used);
  return Array.from({ length: jobs }, (_, i) => Math.floor(left / jobs) + (i < left % jobs ? 1 : 0));
}
