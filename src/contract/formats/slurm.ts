/** What Slurm answers, as much of it as is read, and the file in which is kept what was submitted to it. */
import * as v from 'valibot';
import { count, flag, list, only, record, runId, text, time, whole } from './basics';

/** Slurm's job numbers have 32 bits. */
const jobId = whole(1, 2 ** 32 - 1);

/** A list of tasks of an array: `0-3,7`, `0-9:2`; with a throttle, `0-1999%50`. No array has more than four million. */
const TASKS = /^\d{1,7}(-\d{1,7}(:\d{1,7})?)?(,\d{1,7}(-\d{1,7}(:\d{1,7})?)?){0,200000}(%\d{1,7})?$/;
export const taskRanges = v.pipe(v.string('tasks of an array such as 0-3,7%2'), v.regex(TASKS, 'tasks of an array such as 0-3,7%2'));

/** The same without a throttle, each task once: a file that may come from elsewhere has no more to go through than there are tasks. */
const ascendingTasks = v.pipe(
  taskRanges,
  v.check(tasks => isAscending(tasks), 'tasks of an array, ascending and each of them once, such as 0-3,7'),
);

function isAscending(tasks: string): boolean {
  let least = 0;
  for (const part of tasks.split(',')) {
    const [first = NaN, last = first, step = 1] = part.split(/[-:]/).map(Number);
    if (!(first >= least && last >= first && step >= 1)) return false;
    least = last + 1;
  }
  return true;
}

/** Carries the plan, and the number of its first run: `digits-20260131-120000-abcd-2000`; `-r2` at its end was submitted again. */
export const slurmJobName = v.pipe(
  v.string('the name of an array job'),
  v.regex(/^digits-\d{8}-\d{6}-[a-z2-7]{4}-\d{1,7}(-r\d{1,4})?$/, 'the name of an array job such as digits-20260131-120000-abcd-0'),
);

const state = v.pipe(v.string('a state of Slurm'), v.regex(/^[A-Z][A-Z_]{1,39}\+?$/, 'a state of Slurm such as PENDING'));
const exit = v.pipe(v.string('an exit code'), v.regex(/^\d{1,10}(:\d{1,10})?$/, 'an exit code such as 256 or 1:0'));

/** A line of `squeue`: a task of an array, or those of its tasks that wait and have nothing of their own yet. */
export const queuedTasks = record({
  name: slurmJobName,
  /** Of the whole array; a task's own number may be another one. */
  jobId,
  tasks: taskRanges,
  state,
  /** `None` where there is none; several are joined by commas. */
  reason: text,
  /** What wait(2) says of the batch script: its exit code times 256, or its signal; of some versions both, `7:0`. */
  exit,
  /** How often it was begun anew, after a lost node or when it was asked for. */
  restarts: count,
  /** Empty before it has one. */
  nodes: text,
});

/** What `sbatch --parsable` answers: the job, and the cluster where there are several. */
export const submittedJob = record({ jobId, cluster: v.nullable(v.pipe(text, v.regex(/^[\w.-]{1,100}$/, 'the name of a cluster'))) });

/** What a cluster says of itself that is needed to submit to it. */
export const clusterLimits = record({
  /** No task of an array may have this number, or a greater one. */
  maxArraySize: whole(1, 10_000_000),
});

/** A line of `sinfo`. */
export const clusterPartition = record({
  name: v.pipe(text, v.minLength(1, 'the name of a partition')),
  isDefault: flag,
  /** `up`, `down`, `drain`, `inact` */
  state: text,
  /** `1-00:00:00`, `infinite` */
  timeLimit: text,
  nodes: count,
});

const submission = v.variant(
  'type',
  [
    /** Its script is written. */
    record({ type: only('planned') }),
    /** `sbatch` was, or was about to be, started then; what it said is not known. */
    record({ type: only('submitting'), at: time }),
    record({ type: only('submitted'), at: time, ...submittedJob.entries }),
    /** In the words of `sbatch`. */
    record({ type: only('refused'), at: time, reason: text }),
  ],
  'how far the submission is',
);

/** An array job: some of a plan's runs. */
export const arrayJob = record({
  name: slurmJobName,
  /** Task t is run `offset` + t of the plan, counted from 0. */
  offset: count,
  /** Without a throttle. */
  tasks: ascendingTasks,
  /** How many of them run at once; null: as many as the cluster lets. */
  throttle: v.nullable(whole(1, 1_000_000)),
  submission,
  /** Of which a person does not want to see any more what has become of them. */
  dismissed: v.exactOptional(ascendingTasks),
});

/** So many array jobs are submitted of a plan at a time: a million runs, a thousand in each. */
export const MOST_ARRAY_JOBS = 1_000;

/** `slurm/jobs.json` beside a plan. */
export const slurmLedger = v.pipe(
  record({
    schemaVersion: only(1),
    plan: runId,
    /** The plan's own, by its path and by its number in the file system: one that has neither is a copy, and Slurm has nothing of it. */
    folder: v.exactOptional(record({ path: text, inode: v.pipe(text, v.regex(/^\d{1,20}$/, 'the number of a folder')) })),
    /** In the order in which they are submitted: those that were, and as many that are to be. */
    jobs: list(arrayJob, 2 * MOST_ARRAY_JOBS),
  }),
  v.check(({ plan, jobs }) => jobs.every(({ name }) => name.startsWith(`digits-${plan}-`)), "jobs that have the plan's id in their names"),
  v.check(({ jobs }) => new Set(jobs.map(({ name }) => name)).size === jobs.length, 'jobs whose names are all different'),
);
