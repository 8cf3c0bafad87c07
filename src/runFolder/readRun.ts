import { readFile } from 'node:fs/promises';
import { noLabels, type RunLabels } from '../contract/labels';
import { SCHEMA_VERSION, type RunConfig } from '../contract/run';
import { replay, type Run } from '../contract/runState';
import { summarize, type RunSummary } from '../contract/summary';
import type { TrainerEvent } from '../contract/trainer';
import { parseJsonLines } from '../util/jsonLines';
import { isAlive, readOwner } from './owner';
import { runPaths } from './paths';
import { RunFolderError } from './runFolderError';

/** What a list shows of a run. */
export interface RunOverview {
  readonly folder: string;
  readonly config: RunConfig;
  readonly labels: RunLabels;
  readonly status: RunSummary['status'] | 'running' | 'interrupted';
  /** Of a run that has ended. */
  readonly summary: RunSummary | undefined;
}

/**
 * A run's config.json.
 * @throws {RunFolderError} if there is none, if it is broken, or of a newer version of Digits Lab
 */
export async function readConfig(folder: string): Promise<RunConfig> {
  const file = runPaths(folder).config;
  const config = await readJson(file);
  if (config === undefined) throw new RunFolderError(`${folder}: this is no run: it has no config.json.`);
  const version = (config as Partial<RunConfig>).schemaVersion;
  if (typeof version !== 'number')
    throw new RunFolderError(`${file}: schemaVersion is missing; expected a number up to ${SCHEMA_VERSION}.`);
  if (version > SCHEMA_VERSION) {
    throw new RunFolderError(`${file}: schema version ${version}; this Digits Lab reads up to ${SCHEMA_VERSION}. Update Digits Lab.`);
  }
  return config as RunConfig;
}

/**
 * A run as a list shows it: of one that has ended, config.json, labels.json and summary.json are all that is read.
 * @throws {RunFolderError}
 */
export async function readOverview(folder: string): Promise<RunOverview> {
  const [config, labels, written] = await Promise.all([readConfig(folder), readLabels(folder), readSummaryFile(folder)]);
  if (written) return { folder, config, labels, status: written.status, summary: written };
  if (await isAlive(await readOwner(folder))) return { folder, config, labels, status: 'running', summary: undefined };
  // It may have ended without having time to say so in short.
  const summary = summarize(await readRun(folder));
  return { folder, config, labels, status: summary?.status ?? 'interrupted', summary };
}

/** The run as its events tell it. */
export async function readRun(folder: string): Promise<Run> {
  return replay(await readEvents(folder));
}

/**
 * Every whole line of events.jsonl.
 * @throws {RunFolderError} if a line in its middle is broken
 */
export async function readEvents(folder: string): Promise<TrainerEvent[]> {
  const file = runPaths(folder).events;
  const bytes = await readIfThere(file);
  if (!bytes) return [];
  try {
    return parseJsonLines(bytes, file).values as TrainerEvent[];
  } catch (error) {
    throw new RunFolderError((error as Error).message);
  }
}

/** labels.json; what is missing or broken in it is as if nothing had been said. */
export async function readLabels(folder: string): Promise<RunLabels> {
  const labels = await readJson(runPaths(folder).labels).catch(() => undefined);
  return { ...noLabels, ...labels };
}

async function readSummaryFile(folder: string): Promise<RunSummary | undefined> {
  // A broken one can be made again from the events.
  return (await readJson(runPaths(folder).summary).catch(() => undefined)) as RunSummary | undefined;
}

async function readJson(file: string): Promise<object | undefined> {
  const bytes = await readIfThere(file);
  if (!bytes) return undefined;
  try {
    const value: unknown = JSON.parse(bytes.toString('utf8'));
    if (typeof value === 'object' && value !== null) return value;
  } catch (error) {
    throw new RunFolderError(`${file}: this is no JSON: ${(error as Error).message}.`);
  }
  throw new RunFolderError(`${file}: expected an object.`);
}

async function readIfThere(file: string): Promise<Buffer | undefined> {
  try {
    return await readFile(file);
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return undefined;
    throw new RunFolderError(`${file}: cannot be read: ${(error as Error).message}.`);
  }
}
