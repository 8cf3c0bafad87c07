import { realpath } from 'node:fs/promises';
import path from 'node:path';
import type * as v from 'valibot';
import { slurmSettings } from '../contract/formats/slurmSettings';
import { parseJson } from '../contract/formats/parseJson';
import { FormatError } from '../contract/formats/parse';
import { isMissing } from '../files/location';
import { readFileIn } from '../files/readFiles';
import { homeOf } from '../runFolder/home';
import { readingError } from '../runFolder/runFolderError';
import { configFolder } from '../util/userFolders';
import type { TaskRequest } from '../experiment/taskRequest';
import type { BatchRequest } from './slurm/batchRequest';
import { SlurmError } from './slurm/slurmError';

/** What a person asks of a cluster; what is absent is the cluster's own, or estimated. */
export type SlurmSettings = v.InferOutput<typeof slurmSettings>;

/** The file in which this user says it for all surfaces. */
export function settingsFile(): string {
  return path.join(configFolder(), 'slurm.json');
}

/** So long before the end of its time a task is told, unless something else is said: a batch and a checkpoint take less. */
const GRACE_SECONDS = 60;
/** A text of a person. */
const LONGEST = 100_000;

/** What the file says; nothing where there is none. @throws {SlurmError} for a file that cannot be read, or says something else */
export async function readSettings(file = settingsFile()): Promise<SlurmSettings> {
  const text = await textOf(file, 'The settings of Slurm');
  try {
    return text === undefined ? {} : parseJson(slurmSettings, text, file);
  } catch (error) {
    if (error instanceof FormatError) throw new SlurmError('invalid', error.message, { cause: error });
    throw error;
  }
}

/**
 * The template that the settings name; undefined where they name none, and the product's own is taken.
 * @throws {SlurmError} if it cannot be read
 */
export async function readTemplate({ template }: Pick<SlurmSettings, 'template'>): Promise<string | undefined> {
  if (template === undefined) return undefined;
  if (!path.isAbsolute(template)) throw new SlurmError('invalid', `The template of the batch script, ${template}: expected its full path.`);
  const text = await textOf(template, 'The template of the batch script');
  if (text === undefined) throw new SlurmError('invalid', `The template of the batch script, ${template}: there is no such file.`);
  return text;
}

/** Where a file of this user is: they may keep it elsewhere, and a link to it here. Undefined if there is none. @throws the system's error */
export async function realFile(file: string): Promise<string | undefined> {
  try {
    return await realpath(file);
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

async function textOf(file: string, what: string): Promise<string | undefined> {
  try {
    const real = await realFile(file);
    const bytes = real === undefined ? undefined : await readFileIn(path.dirname(real), path.basename(real), LONGEST);
    return bytes?.toString('utf8');
  } catch (error) {
    throw new SlurmError('invalid', `${what}: ${readingError(file, error).message}`, { cause: error });
  }
}

/**
 * The words that start `digits` on a node: those of the settings, else its name in a container's image, else the same as here.
 * @param here the words that start it on this machine
 */
export function digitsOnNode(
  { command, container }: Pick<SlurmSettings, 'command' | 'container'>,
  here: readonly string[],
): readonly string[] {
  return command ?? (container ? ['digits'] : here);
}

/** What a task is of. */
interface Task {
  readonly runsFolder: string;
  /** Of each run. */
  readonly threads: number;
  /** Undefined: it cannot be told. */
  readonly estimate: TaskRequest | undefined;
}

/**
 * What is asked of the cluster for each task of a plan: what the settings say, and else what was estimated.
 * @throws {SlurmError} where neither says how long a task takes
 */
export function batchRequestOf(settings: SlurmSettings, { runsFolder, threads, estimate }: Task): BatchRequest {
  const minutes = settings.minutes ?? estimate?.minutes;
  const megabytes = settings.megabytes ?? estimate?.megabytes;
  if (minutes === undefined || megabytes === undefined) {
    const missing = [minutes === undefined && 'minutes (--time in a terminal)', megabytes === undefined && 'megabytes (--mem)'];
    throw new SlurmError(
      'invalid',
      `What a task needs cannot be estimated, since no run has trained on this data set here. Say it by ${missing.filter(Boolean).join(' and ')}, or train one run first.`,
    );
  }
  const { container } = settings;
  return {
    minutes,
    megabytes,
    cpus: threads,
    throttle: settings.throttle ?? null,
    partition: settings.partition ?? null,
    account: settings.account ?? null,
    qos: settings.qos ?? null,
    constraint: settings.constraint ?? null,
    modules: settings.modules ?? [],
    // What a run reads and writes is below one folder.
    container: container ? { ...container, mounts: [...new Set([homeOf(runsFolder), runsFolder, ...container.mounts])] } : null,
    graceSeconds: settings.graceSeconds ?? GRACE_SECONDS,
  };
}
