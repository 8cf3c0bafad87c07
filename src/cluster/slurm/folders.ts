import path from 'node:path';
import { invalid } from './slurmError';

/** What is kept of Slurm beside a plan, relative to the plan's folder. */
export const ledgerFile = 'slurm/jobs.json';

export const logFolder = 'slurm/logs';

/** The batch script of a job. */
export function scriptFile(name: string): string {
  return `slurm/${name}.sh`;
}

/** Where the tasks of a job write what they say, in Slurm's own pattern: `%A` is the job, `%a` the task. */
export function logPattern(name: string): string {
  return `${logFolder}/${name}.%A_%a.log`;
}

/** What a task says; a task that was begun anew goes on in the same file. */
export function logFile(name: string, jobId: number, task: number): string {
  return `${logFolder}/${name}.${jobId}_${task}.log`;
}

/** The job that wrote a file of the log folder; undefined if it is not one of the job of that name. */
export function jobOfLog(file: string, name: string): number | undefined {
  if (!file.startsWith(`${name}.`)) return undefined;
  const [, jobId] = /^(\d{1,10})_\d{1,7}\.log$/.exec(file.slice(name.length + 1)) ?? [];
  return jobId === undefined ? undefined : Number(jobId);
}

/**
 * Slurm fills patterns in the whole path of a log, the folder's part too, and a backslash there keeps it from filling any.
 * @throws {SlurmError} for a folder where there could be no log
 */
export function checkPlanFolder(folder: string): void {
  if (!path.isAbsolute(folder) || /[%\\\p{Cc}]/u.test(folder))
    throw invalid(
      "The plan's folder",
      folder,
      'a full path without %, \\ and line breaks, of which Slurm makes something else. Move the plan',
    );
}
