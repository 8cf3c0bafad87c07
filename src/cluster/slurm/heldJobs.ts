import { MOST_ARRAY_JOBS } from '../../contract/formats/slurm';
import type { LedgerJob } from './ledger';
import { SlurmError } from './slurmError';
import { tasksOf } from './taskRanges';
import { phaseOf, type TaskStates } from './taskState';

/** A job that was submitted, or may have been. */
export interface HeldJob {
  readonly job: LedgerJob;
  /** The runs, by their numbers in the plan, that Slurm has, or may have, waiting or running. */
  readonly held: readonly number[];
}

/** The runs of a job, by their numbers in the plan. */
export function* runsOf({ offset, tasks }: LedgerJob): Generator<number> {
  for (const task of tasksOf(tasks)) yield offset + task;
}

export function heldJob(job: LedgerJob, states: TaskStates): HeldJob {
  const { name, offset, submission } = job;
  // Of one whose submission is not known to have come about, neither is whether it runs.
  if (submission.type !== 'submitted') return { job, held: [...runsOf(job)] };
  const { jobId } = submission;
  const held: number[] = [];
  for (const run of runsOf(job)) {
    const record = states.of({ name, jobId }, run - offset);
    if (record && phaseOf(record) !== 'over') held.push(run);
  }
  return { job, held };
}

/** How many tasks of some jobs may run at once. */
export function runningAtOnce(jobs: readonly HeldJob[]): number {
  return jobs.reduce((sum, { job, held }) => sum + Math.min(job.throttle ?? Infinity, held.length), 0);
}

/**
 * As many jobs as are kept beside those that are to be submitted: without the oldest of which Slurm has nothing any more, and first of all
 * without those whose runs were all submitted again.
 * @param jobs in the order in which they were submitted
 * @throws {SlurmError} where Slurm has more of them
 */
export function jobsToKeep(jobs: readonly HeldJob[]): readonly HeldJob[] {
  const tooMany = jobs.length - MOST_ARRAY_JOBS;
  if (tooMany <= 0) return jobs;
  const over = jobs.filter(({ held }) => held.length === 0);
  if (over.length < tooMany)
    throw new SlurmError(
      'invalid',
      `Slurm has ${jobs.length - over.length} arrays of this plan that wait or run; expected at most ${MOST_ARRAY_JOBS}. Submit more of its runs when some of them have ended.`,
    );
  const again = new Set<number>();
  const replaced = new Set<HeldJob>();
  for (const one of jobs.toReversed()) {
    const before = again.size;
    for (const run of runsOf(one.job)) again.add(run);
    if (again.size === before) replaced.add(one);
  }
  const inTurn = [...over.filter(one => replaced.has(one)), ...over.filter(one => !replaced.has(one))];
  const dropped = new Set(inTurn.slice(0, tooMany));
  return jobs.filter(one => !dropped.has(one));
}
