import { readdir, realpath } from 'node:fs/promises';
import path from 'node:path';
import { checkFolders, isMissing } from '../../files/location';
import { holdFileLock } from '../../runFolder/fileLock';
import { counted } from '../../util/format';
import { arrayJobs, sharedThrottle } from './arrayJobs';
import type { BatchRequest } from './batchRequest';
import { batchScript } from './batchTemplate';
import { checkPlanFolder, jobOfLog, ledgerFile, logFolder, logPattern, scriptFile } from './folders';
import { readLedger, writeLedger, writeScript, type Ledger, type LedgerJob } from './ledger';
import { SBATCH_SECONDS, type SlurmClient, type SubmittedJob } from './slurmClient';
import { SlurmError } from './slurmError';
import { TaskStates, phaseOf } from './taskState';
import { tasksOf } from './taskRanges';

/** What the batch scripts are made of. */
export interface BatchSettings {
  readonly request: BatchRequest;
  /** Absent: the product's own. */
  readonly template?: string;
  /** The plan's file; its full path. */
  readonly planFile: string;
  /** The words that start `digits`. */
  readonly digits: readonly string[];
}

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
  readonly client: SlurmClient;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
}

/** A submission that was begun may be under way for so long, though nobody waits for it any more. */
const UNDER_WAY_MS = (SBATCH_SECONDS + 5) * 1000;

/**
 * Writes the batch scripts of some runs of a plan, to be read before they are submitted, and notes them in the ledger. Runs that were
 * submitted before are left out; scripts that were written before and not submitted are replaced.
 * @returns the ledger; of the jobs whose submission is `planned` the scripts are those that `submitPlanned` submits
 * @throws {SlurmError} for what cannot stand in a script; {RunFolderError} if it cannot be written
 */
export async function planSubmission(submissions: Submissions, planned: PlannedSubmission): Promise<Ledger> {
  const { client, plan } = submissions;
  const { maxArraySize } = await client.limits();
  return changing(submissions, async ({ folder, ledger, keep }) => {
    const held = planned.again === true ? new TaskStates(await client.queue()) : undefined;
    const kept = ledger.jobs.filter(({ submission: { type } }) => type === 'submitting' || type === 'submitted');
    const runs = runsLeft(planned.runs, kept, held);
    const names = new Set(kept.map(({ name }) => name));
    let round = 1;
    let jobs = arrayJobs({ plan, runs, round }, maxArraySize);
    while (jobs.some(({ name }) => names.has(name))) jobs = arrayJobs({ plan, runs, round: ++round }, maxArraySize);
    const { throttle } = planned.request;
    const shares = throttle === null || jobs.length === 0 ? [] : sharedThrottle(throttle, jobs.length);
    const added = jobs.map((job, i): LedgerJob => ({ ...job, throttle: shares[i] ?? null, submission: { type: 'planned' } }));
    const scripts = added.map(job => ({ name: scriptFile(job.name), script: scriptOf(job, planned) }));
    for (const { name, script } of scripts) await writeScript(folder, name, script);
    return keep({ ...ledger, jobs: [...kept, ...added] });
  });
}

function scriptOf(job: LedgerJob, { request, template, planFile, digits }: BatchSettings): string {
  const { name, offset, tasks, throttle } = job;
  const facts = { job: { name, offset, tasks, log: logPattern(name), digits, plan: planFile }, request: { ...request, throttle } };
  return batchScript(facts, template);
}

/** @param held what Slurm has of runs that may be submitted again */
function runsLeft(runs: readonly number[], kept: readonly LedgerJob[], held: TaskStates | undefined): number[] {
  const taken = new Set<number>();
  for (const { name, offset, tasks, submission } of kept)
    for (const task of tasksOf(tasks)) {
      const record = held && submission.type === 'submitted' ? held.of({ name, jobId: submission.jobId }, task) : undefined;
      // Of one whose submission is not known to have come about, neither is whether it runs.
      const isFree = held && submission.type === 'submitted' && (!record || phaseOf(record) === 'over');
      if (!isFree) taken.add(offset + task);
    }
  return runs.filter(run => !taken.has(run));
}

/**
 * Submits what is planned, and what was refused before, each job once: before and after each `sbatch` the ledger says so, and of a
 * submission that was begun and whose end is not known it is looked first whether Slurm has the job, by its name, or its tasks have left
 * logs. The scripts are written anew: what a folder came with is never run.
 * @param settings those that were planned with
 * @returns the ledger, in which everything is submitted
 * @throws {SlurmError} at the first job that could not be; what comes after it stays planned
 */
export async function submitPlanned(submissions: Submissions, settings: BatchSettings): Promise<Ledger> {
  const { client, now = Date.now } = submissions;
  return changing(submissions, async ({ folder, ledger: before, keep }) => {
    let ledger = before;
    const note = async (job: LedgerJob, submission: LedgerJob['submission']): Promise<void> => {
      ledger = await keep({ ...ledger, jobs: ledger.jobs.map(one => (one.name === job.name ? { ...one, submission } : one)) });
    };
    const at = (): string => new Date(now()).toISOString();
    for (const job of before.jobs) {
      if (job.submission.type === 'submitted') continue;
      if (job.submission.type === 'submitting') {
        const found = await foundAgain(client, folder, job.name);
        if (found) {
          await note(job, { type: 'submitted', at: at(), ...found });
          continue;
        }
        const left = Date.parse(job.submission.at) + UNDER_WAY_MS - now();
        if (left > 0)
          throw new SlurmError(
            'unreachable',
            `${job.name}: a submission was begun at ${job.submission.at} and may still be under way. Ask again in ${counted(Math.ceil(Math.min(left, UNDER_WAY_MS) / 1000), 'second')}.`,
          );
      }
      await writeScript(folder, scriptFile(job.name), scriptOf(job, settings));
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

/**
 * The job of that name: as Slurm remembers it, or, when it has forgotten it, as the logs of its tasks name it.
 * @throws {SlurmError} `unreachable` when Slurm cannot be asked; `refused` when there are two
 */
async function foundAgain(client: SlurmClient, folder: string, name: string): Promise<SubmittedJob | undefined> {
  const known = await client.find(name);
  const found = known.length > 0 ? known : await jobsOfLogs(folder, name);
  if (found.length > 1)
    throw new SlurmError(
      'refused',
      `Slurm has several jobs of the name ${name}: ${found.join(', ')}; expected one. Cancel the others with scancel, and remove their files in ${logFolder}.`,
    );
  return found[0] === undefined ? undefined : { jobId: found[0], cluster: null };
}

async function jobsOfLogs(folder: string, name: string): Promise<number[]> {
  try {
    await checkFolders(folder, `${logFolder}/any`);
    return [...new Set((await readdir(path.join(folder, logFolder))).flatMap(file => jobOfLog(file, name) ?? []))];
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}

interface LedgerChange {
  /** Without links on the way to it. */
  readonly folder: string;
  readonly ledger: Ledger;
  readonly keep: (ledger: Ledger) => Promise<Ledger>;
}

/** Works on the ledger while no other process does. @throws {SlurmError} if one does */
async function changing(submissions: Submissions, work: (change: LedgerChange) => Promise<Ledger>): Promise<Ledger> {
  const { plan } = submissions;
  const folder = await realpath(submissions.folder);
  checkPlanFolder(folder);
  let isLost = false;
  const busy = (): SlurmError =>
    new SlurmError('refused', `${folder}: another process is submitting runs of this plan. Wait until it has ended, then try again.`);
  const release = await holdFileLock(path.join(folder, ledgerFile), () => (isLost = true));
  if (!release) throw busy();
  const check = (): void => {
    if (isLost) throw busy();
  };
  try {
    const ledger = (await readLedger(folder, plan)) ?? { schemaVersion: 1, plan, jobs: [] };
    return await work({
      folder,
      ledger,
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
