import path from 'node:path';
import type * as v from 'valibot';
import { FormatError, parseValue } from '../../contract/formats/parse';
import { clusterLimits, submittedJob } from '../../contract/formats/slurm';
import type { ProgramOutput } from '../../processes/launch';
import { checkPlanFolder } from './folders';
import { parsePartitions, partitionFormat, type Partition } from './partitions';
import { inShort, SlurmPrograms, type SlurmProgram } from './programs';
import { queueFormat, QueueReader, type QueuedTasks } from './queueAnswer';
import { SlurmError } from './slurmError';

export type ClusterLimits = v.InferOutput<typeof clusterLimits>;
export type SubmittedJob = v.InferOutput<typeof submittedJob>;

/** Tasks of a job; all of them without a list. */
export interface TasksOfJob {
  /** Of the job: a ledger may come from elsewhere, and a number alone could be that of any job of this user. */
  readonly name: string;
  readonly jobId: number;
  /** `0-3,7` */
  readonly tasks?: string;
}

/** So long `sbatch` may take. A full queue lets it wait and try again by itself. */
export const SBATCH_SECONDS = 60;

/** What `sbatch --parsable` says of the job, and of its cluster. */
const ANSWER = /^(\d{1,10})(?:;([\w.-]+))?$/;

/** Of a job that is over, or that Slurm has forgotten. */
const GONE = /invalid job id|already completing or completed|job\/step already/i;

/**
 * The programs of Slurm as they are on a login node. Each call is one process with a limit to its time and to its answer.
 * @throws {SlurmError} every method: `missing` where Slurm is not, `unreachable` where the controller does not answer, which says nothing
 * about its jobs
 */
export class SlurmClient {
  private readonly programs: SlurmPrograms;
  private readonly reader = new QueueReader();

  /** @param folder the plan's; its own programs are not run */
  constructor(folder: string) {
    this.programs = new SlurmPrograms(folder);
  }

  /** The full path of a program. */
  pathOf(program: SlurmProgram): string {
    return this.programs.pathOf(program);
  }

  /** The partitions that this user sees. */
  async partitions(): Promise<Partition[]> {
    const { text } = accepted('sinfo', await this.programs.run('sinfo', ['--noheader', partitionFormat]));
    return understood(() => parsePartitions(text));
  }

  async limits(): Promise<ClusterLimits> {
    const { text } = accepted('scontrol', await this.programs.run('scontrol', ['show', 'config']));
    const [, size] = /^MaxArraySize\s*=\s*(\d+)/m.exec(text) ?? [];
    const value = { maxArraySize: size === undefined ? undefined : Number(size) };
    return understood(() => parseValue(clusterLimits, value, 'scontrol show config'));
  }

  /**
   * Everything that Slurm knows of this user's jobs of this product, in one call: those that wait and run, and those that ended as long as it
   * remembers them. Tasks that wait and have nothing of their own yet are one line together, however many they are.
   * @returns the same list as before where the answer is the same
   */
  async queue(): Promise<readonly QueuedTasks[]> {
    const all = ['--noheader', '--states=all', ...mine(), queueFormat];
    const { text } = accepted('squeue', await this.programs.run('squeue', all));
    return understood(() => this.reader.read(text));
  }

  /** The numbers of the jobs of a name, as far as Slurm remembers them. One that was refused when it was submitted is none. */
  async find(name: string): Promise<number[]> {
    const those = ['--noheader', '--states=all', ...mine(), `--name=${name}`, queueFormat];
    const { text } = accepted('squeue', await this.programs.run('squeue', those));
    const records = understood(() => new QueueReader().read(text));
    const begun = records.filter(({ state, reason }) => !(state === 'FAILED' && reason === 'BadConstraints'));
    return [...new Set(begun.filter(record => record.name === name).map(({ jobId }) => jobId))].toSorted((a, b) => a - b);
  }

  /**
   * Submits a batch script.
   * @param script its full path
   * @param folder the plan's, which its tasks start in
   * @throws {SlurmError} `refused` with what `sbatch` said; `unreachable` where it may have been accepted all the same
   */
  async submit(script: string, folder: string): Promise<SubmittedJob> {
    checkPlanFolder(folder);
    if (!path.isAbsolute(script)) throw new SlurmError('invalid', `${script}: expected the full path of a batch script.`);
    const output = await this.programs.runBounded('sbatch', ['--parsable', `--chdir=${folder}`, script], SBATCH_SECONDS);
    const { text } = accepted('sbatch', output, 'Nothing was submitted. Change the settings of Slurm or the template, then submit again.');
    // Some sites' sbatch talks before its answer, or after it.
    const answer = text
      .split('\n')
      .map(line => line.trim())
      .findLast(line => ANSWER.test(line));
    const [, jobId, cluster] = ANSWER.exec(answer ?? '') ?? [];
    return understood(() => parseValue(submittedJob, { jobId: Number(jobId), cluster: cluster ?? null }, 'sbatch --parsable'));
  }

  /**
   * Cancels tasks, those that wait and those that run; those that are over, and jobs that Slurm does not know by that name, are passed over.
   * Tasks are named and not chosen by a filter: with `--user`, scancel of Slurm 22.05 cancels every task that waits of an array of which it
   * is to cancel some.
   */
  async cancel(jobs: readonly TasksOfJob[]): Promise<void> {
    const known = await this.known(jobs);
    if (known.length === 0) return;
    const output = await this.programs.run('scancel', known.map(nameOf));
    const complaints = output.errors.split('\n').filter(line => line.trim() !== '' && !GONE.test(line));
    if (complaints.length > 0) accepted('scancel', { ...output, exitCode: output.exitCode || 1, errors: complaints.join('\n') });
  }

  /** Has tasks run again, those that run and those that ended, as long as Slurm remembers them. @throws {SlurmError} `refused` */
  async requeue(jobs: readonly TasksOfJob[]): Promise<void> {
    const known = await this.known(jobs);
    const gone = jobs.find(job => !known.includes(job));
    if (gone) throw new SlurmError('refused', `Slurm does not know job ${gone.jobId} (${gone.name}) any more. Submit its runs again.`);
    if (jobs.length > 0) accepted('scontrol', await this.programs.run('scontrol', ['requeue', jobs.map(nameOf).join(',')]));
  }

  private async known(jobs: readonly TasksOfJob[]): Promise<TasksOfJob[]> {
    if (jobs.length === 0) return [];
    const names = new Set((await this.queue()).map(({ jobId, name }) => `${jobId} ${name}`));
    return jobs.filter(({ jobId, name }) => names.has(`${jobId} ${name}`));
  }
}

function nameOf({ jobId, tasks }: TasksOfJob): string {
  return tasks === undefined ? `${jobId}` : `${jobId}_[${tasks}]`;
}

function mine(): string[] {
  return [`--user=${uid()}`];
}

function uid(): number {
  const id = process.getuid?.();
  if (id === undefined) throw new SlurmError('missing', 'Slurm is not on this system; expected a login node of a cluster.');
  return id;
}

/** @throws {SlurmError} `unreachable` in place of a {FormatError}: what the program was asked may have been done */
function understood<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    throw new SlurmError('unreachable', `Slurm gave no answer that can be used: ${error.message}`, { cause: error });
  }
}

/** @throws {SlurmError} `refused`, in the program's own words */
function accepted(program: string, output: ProgramOutput, advice = ''): ProgramOutput {
  if (output.exitCode === 0) return output;
  throw new SlurmError('refused', `${program} refused: ${inShort(output.errors)} ${advice}`.trim());
}
