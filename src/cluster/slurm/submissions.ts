import { realpath } from 'node:fs/promises';
import path from 'node:path';
import { holdFileLock } from '../../runFolder/fileLock';
import { RunFolderError } from '../../runFolder/runFolderError';
import { counted } from '../../util/format';
import { arrayJobs, roundOf, sharedThrottle } from './arrayJobs';
import type { BatchRequest } from './batchRequest';
import { batchScript } from './batchTemplate';
import { checkPlanFolder, ledgerFile, logPattern, scriptFile } from './folders';
import { foundAgain, logsOf } from './foundAgain';
import { heldJob, jobsToKeep, runningAtOnce, runsOf } from './heldJobs';
import { folderOf, readLedger, storing, writeLedger, writeScript, type Ledger, type LedgerJob } from './ledger';
import { SBATCH_SECONDS, type SlurmClient, type SubmittedJob } from './slurmClient';
import { SlurmError } from './slurmError';
import { listOfTasks, rangesOf, tasksOf } from './taskRanges';
import { TaskStates } from './taskState';

/** What the batch scripts are made of. */
export interface BatchSettings {
  readonly request: BatchRequest;
  /** Absent: the product's own. */
  readonly template?: string;
  /** The plan's file; its full path. */
  readonly planFile: string;
  /** The folder of its runs; its full path. */
  readonly runsFolder: string;
  /** The words that start `digits`. */
  readonly digits: readonly string[];
}

/** An array job as it is planned. */
export type PlannedJob = Pick<LedgerJob, 'name' | 'tasks' | 'throttle'>;

/** What is to be submitted of a plan, and how. */
export interface PlannedSubmission extends BatchSettings {
  /** Numbers of runs in the plan, from 0; ascending, each of them once. */
  readonly runs: readonly number[];
  /** Runs that were submitted before are submitted once more, unless Slurm still has them waiting or running. */
  readonly again?: boolean;
}

export interface Submissions {
  /** The plan's folder. */
  readonly folder: string;
  readonly plan: string;
  /** How many runs the plan has. */
  readonly size: number;
  readonly client: SlurmClient;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
  /** Told of each job that is now noted as submitted, since Slurm has it, and that this product did not know to be. */
  readonly onTakenUp?: (job: TakenUp) => void;
}

/** A job that Slurm was found to have: what had become of its submission, as far as it was known, and its number. */
export interface TakenUp extends Pick<LedgerJob, 'name' | 'tasks'> {
  readonly was: 'planned' | 'submitting' | 'refused';
  readonly jobId: number;
}

/** A submission that was begun may be under way for so long, though nobody waits for it any more. */
const UNDER_WAY_MS = (SBATCH_SECONDS + 5) * 1000;

/** Whether nobody can be submitting any more what was begun to be submitted. */
export function isOverdue(submission: { readonly at: string }, now: number): boolean {
  return underWayMs(submission, now) === 0;
}

/** For so long somebody may be submitting it yet; 0 where nobody can, or it was begun later than any clock is ahead. */
function underWayMs({ at }: { readonly at: string }, now: number): number {
  const left = Date.parse(at) + UNDER_WAY_MS - now;
  return left > 0 && left <= 2 * UNDER_WAY_MS ? left : 0;
}

/**
 * Writes the batch scripts of some runs of a plan, to be read before they are submitted, and notes them in the ledger. Runs that were
 * submitted before are left out; scripts that were written before and not submitted are replaced. Of the throttle, earlier jobs have what
 * may run of them.
 * @returns the ledger; of the jobs whose submission is `planned` the scripts are those that `submitPlanned` submits
 * @throws {SlurmError} for what cannot stand in a script; {RunFolderError} if it cannot be written
 */
export async function planSubmission(submissions: Submissions, planned: PlannedSubmission): Promise<Ledger> {
  const { client, plan, now = Date.now } = submissions;
  const { maxArraySize } = await client.limits();
  return changing(submissions, async ({ folder, ledger, keep }) => {
    const takenUp: TakenUp[] = [];
    const takeUp = (job: LedgerJob, found: SubmittedJob | undefined): LedgerJob => {
      const { name, tasks, submission } = job;
      if (!found || submission.type === 'submitted') return job;
      takenUp.push({ name, tasks, was: submission.type, jobId: found.jobId });
      return { ...job, submission: { type: 'submitted', at: new Date(now()).toISOString(), ...found } };
    };
    const known: LedgerJob[] = [];
    for (const job of ledger.jobs) known.push(takeUp(job, await foundOf(job, client, folder)));
    const states = new TaskStates(await client.queue());
    // A script that is there to be read may have been submitted by hand.
    for (const [i, job] of known.entries())
      if (job.submission.type === 'planned' && states.has(job.name)) known[i] = takeUp(job, await foundAgain(client, folder, job.name));
    const before = known
      .filter(({ submission: { type } }) => type === 'submitting' || type === 'submitted')
      .map(job => heldJob(job, states));
    const taken = new Set(before.flatMap(({ job, held }) => (planned.again === true ? held : [...runsOf(job)])));
    const runs = planned.runs.filter(run => !taken.has(run));
    const round = before.reduce((last, { job }) => Math.max(last, roundOf(job.name)), 0) + 1;
    const jobs = arrayJobs({ plan, runs, round }, maxArraySize);
    const { throttle } = planned.request;
    const shares = throttle === null || jobs.length === 0 ? [] : sharedThrottle(throttle, jobs.length, runningAtOnce(before));
    const added = jobs.map((job, i): LedgerJob => ({ ...job, throttle: shares[i] ?? null, submission: { type: 'planned' } }));
    const kept = jobsToKeep(before).map(({ job }) => job);
    // One whose submission is not known to have come about may be submitted once more.
    const shown = [...kept.filter(({ submission: { type } }) => type === 'submitting'), ...added];
    const scripts = shown.map(job => ({ name: scriptFile(job.name), script: scriptOf(job, planned, folder) }));
    for (const { name, script } of scripts) await writeScript(folder, name, script);
    const planning = await keep({ ...ledger, jobs: [...kept, ...added] });
    for (const one of takenUp) submissions.onTakenUp?.(one);
    return planning;
  });
}

/** What `sbatch` did not answer, or seemed to refuse, may have been accepted all the same. */
async function foundOf({ name, submission: { type } }: LedgerJob, client: SlurmClient, folder: string): Promise<SubmittedJob | undefined> {
  return type === 'submitting' || type === 'refused' ? foundAgain(client, folder, name) : undefined;
}

function scriptOf(job: LedgerJob, { request, template, planFile, runsFolder, digits }: BatchSettings, folder: string): string {
  const { name, offset, tasks, throttle } = job;
  const facts = {
    job: { name, offset, tasks, folder, log: logPattern(name), digits, plan: planFile, runs: runsFolder },
    request: { ...request, throttle },
  };
  return batchScript(facts, template);
}

/**
 * Submits what is planned, and what was refused before, each job once: before and after each `sbatch` the ledger says so, and of a
 * submission that was begun and whose end is not known, or that was refused, it is looked first whether Slurm has the job, by its name, or
 * its tasks have left logs. The scripts are written anew: what a folder came with is never run.
 * @param settings those that were planned with
 * @param seen the jobs that were planned then; anything else is not submitted
 * @returns the ledger, in which everything is submitted
 * @throws {SlurmError} at the first job that could not be; what comes after it stays planned
 */
export async function submitPlanned(submissions: Submissions, settings: BatchSettings, seen?: readonly PlannedJob[]): Promise<Ledger> {
  const { client, now = Date.now } = submissions;
  return changing(submissions, async ({ folder, ledger: before, keep }) => {
    if (seen) checkSeen(before, seen, folder);
    await logsOf(folder);
    let ledger = before;
    const note = async (job: LedgerJob, submission: LedgerJob['submission']): Promise<void> => {
      ledger = await keep({ ...ledger, jobs: ledger.jobs.map(one => (one.name === job.name ? { ...one, submission } : one)) });
    };
    const at = (): string => new Date(now()).toISOString();
    for (const job of before.jobs) {
      const { submission } = job;
      if (submission.type === 'submitted') continue;
      const found = await foundOf(job, client, folder);
      if (found) {
        await note(job, { type: 'submitted', at: at(), ...found });
        submissions.onTakenUp?.({ name: job.name, tasks: job.tasks, was: submission.type, jobId: found.jobId });
        continue;
      }
      const left = submission.type === 'submitting' ? underWayMs(submission, now()) : 0;
      if (left > 0)
        throw new SlurmError(
          'unreachable',
          `${job.name}: a submission was begun a moment ago and may still be under way. Ask again in ${counted(Math.ceil(left / 1000), 'second')}.`,
        );
      await writeScript(folder, scriptFile(job.name), scriptOf(job, settings, folder));
      await note(job, { type: 'submitting', at: at() });
      try {
        const submitted = await client.submit(path.join(folder, scriptFile(job.name)), folder);
        await note(job, { type: 'submitted', at: at(), ...submitted });
      } catch (error) {
        if (!(error instanceof SlurmError) || error.problem === 'unreachable') throw error;
        await note(job, error.problem === 'refused' ? { type: 'refused', at: at(), reason: error.message } : { type: 'planned' });
        throw error;
      }
    }
    return ledger;
  });
}

/** Another process may have planned something else meanwhile, that nobody has seen here. @throws {SlurmError} */
function checkSeen({ jobs }: Ledger, seen: readonly PlannedJob[], folder: string): void {
  const keyOf = ({ name, tasks, throttle }: PlannedJob): string => JSON.stringify([name, tasks, throttle]);
  const [known, there] = [new Set(seen.map(keyOf)), new Set(jobs.map(keyOf))];
  const isSame =
    jobs.every(job => job.submission.type === 'submitted' || known.has(keyOf(job))) && seen.every(job => there.has(keyOf(job)));
  if (!isSame)
    throw new SlurmError(
      'refused',
      `${folder}: what is to be submitted of this plan has been changed by another process meanwhile. Nothing was submitted. Look at it again.`,
    );
}

/**
 * Notes that a person does not want to see any more what has become of some tasks.
 * @param tasks numbers in the array, of each job by its name
 * @returns the ledger
 */
export function dismissTasks(submissions: Submissions, tasks: ReadonlyMap<string, readonly number[]>): Promise<Ledger> {
  const dismissed = (job: LedgerJob): LedgerJob => {
    const these = tasks.get(job.name);
    if (!these) return job;
    const all = new Set([...(job.dismissed === undefined ? [] : tasksOf(job.dismissed, submissions.size - job.offset)), ...these]);
    return { ...job, dismissed: listOfTasks([...all].toSorted((a, b) => a - b)) };
  };
  return changing(submissions, ({ ledger, keep }) => keep({ ...ledger, jobs: ledger.jobs.map(dismissed) }));
}

/** What came with a folder says nothing of which tasks are submitted beyond the plan. @throws {RunFolderError} */
function checkTasks({ jobs }: Ledger, size: number, folder: string): void {
  const beyond = jobs.find(({ offset, tasks }) => offset + rangesOf(tasks).at(-1)!.last >= size);
  if (beyond)
    throw new RunFolderError(
      `${folder}/${ledgerFile}: ${beyond.name} has tasks beyond the plan, which has ${counted(size, 'run')}. Digits Lab did not write that of this plan: remove slurm/, then submit its runs again.`,
    );
}

interface LedgerChange {
  /** Without links on the way to it. */
  readonly folder: string;
  readonly ledger: Ledger;
  readonly keep: (ledger: Ledger) => Promise<Ledger>;
}

/** Works on the ledger while no other process does. @throws {SlurmError} if one does; {RunFolderError} for one that cannot be used */
async function changing(submissions: Submissions, work: (change: LedgerChange) => Promise<Ledger>): Promise<Ledger> {
  const { plan, size } = submissions;
  const folder = await storing(submissions.folder, () => realpath(submissions.folder));
  checkPlanFolder(folder);
  let isLost = false;
  const busy = (): SlurmError =>
    new SlurmError('refused', `${folder}: another process is submitting runs of this plan. Wait until it has ended, then try again.`);
  const release = await storing(folder, () => holdFileLock(path.join(folder, ledgerFile), () => (isLost = true)));
  if (!release) throw busy();
  const check = (): void => {
    if (isLost) throw busy();
  };
  try {
    const ledger = (await readLedger(folder, plan)) ?? { schemaVersion: 1, plan, jobs: [] };
    checkTasks(ledger, size, folder);
    const own = await folderOf(folder);
    return await work({
      folder,
      ledger: { ...ledger, folder: own },
      keep: async changed => {
        check();
        await writeLedger(folder, changed, check);
        return changed;
      },
    });
  } finally {
    await release();
  }
}
