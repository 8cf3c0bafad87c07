import { open, readFile } from 'node:fs/promises';
import { CountedEvents } from '../contract/attempts';
import { noLabels, parseLabels, type RunLabels } from '../contract/labels';
import { SCHEMA_VERSION, type RunConfig } from '../contract/run';
import { replay, type Run } from '../contract/runState';
import { summarize, type RunSummary } from '../contract/summary';
import type { TrainerEvent } from '../contract/trainer';
import { parseEventLines } from './eventLines';
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
 * @throws {RunFolderError} if there is none, if something is missing in it, or if it is of a newer version of Digits Lab
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
  const missing = sections.filter(name => !isObject((config as Partial<RunConfig>)[name]));
  if (missing.length > 0)
    throw new RunFolderError(
      `${file}: ${missing.join(', ')} missing; this is not what a trainer wrote. Bring the old file back, from Git perhaps.`,
    );
  return config as RunConfig;
}

/** What everybody who looks at a config takes for granted. */
const sections = ['parameters', 'dataset', 'engine', 'environment', 'trainer'] as const;

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

/**
 * A run as a list shows it: of one that has ended, config.json, labels.json and summary.json are all that is read.
 * @throws {RunFolderError}
 */
export async function readOverview(folder: string): Promise<RunOverview> {
  const [config, labels, written] = await Promise.all([
    readConfig(folder),
    readLabels(folder).catch(() => noLabels),
    readSummaryFile(folder),
  ]);
  if (written) return { folder, config, labels, status: written.status, summary: written };
  if (await isAlive(await readOwner(folder))) return { folder, config, labels, status: 'running', summary: undefined };
  // It may have ended without having time to say so in short.
  const summary = (await hasEnded(folder)) ? summarize(await readRun(folder)) : undefined;
  return { folder, config, labels, status: summary?.status ?? 'interrupted', summary };
}

/** The run as its events tell it. */
export async function readRun(folder: string): Promise<Run> {
  return replay(await readEvents(folder));
}

/**
 * The events of events.jsonl that count: what an older attempt wrote after a later one had begun is left out, and what is torn.
 * @throws {RunFolderError} if a line in its middle is broken
 */
export async function readEvents(folder: string): Promise<TrainerEvent[]> {
  const file = runPaths(folder).events;
  const bytes = await readIfThere(file);
  if (!bytes) return [];
  try {
    return new CountedEvents().take(parseEventLines(bytes, file).events);
  } catch (error) {
    throw new RunFolderError((error as Error).message);
  }
}

/**
 * labels.json; of a run without one, none.
 * @throws {RunFolderError} if it cannot be read
 */
export async function readLabels(folder: string): Promise<RunLabels> {
  return parseLabels((await readJson(runPaths(folder).labels)) ?? {});
}

/** A broken one can be made again from the events. */
async function readSummaryFile(folder: string): Promise<RunSummary | undefined> {
  const summary = (await readJson(runPaths(folder).summary).catch(() => undefined)) as RunSummary | undefined;
  return summary && ['completed', 'stopped', 'failed'].includes(summary.status) ? summary : undefined;
}

/** More than the last events of a run take. */
const TAIL_BYTES = 65_536;

/** Whether the end of events.jsonl says that the run ended: the end alone is read, since that of an interrupted run says nothing. */
async function hasEnded(folder: string): Promise<boolean> {
  const { events } = runPaths(folder);
  const file = await open(events).catch(() => undefined);
  // What cannot be opened is a matter for whoever reads all of it.
  if (!file) return true;
  try {
    const { size } = await file.stat();
    const { buffer, bytesRead } = await file.read({
      buffer: Buffer.alloc(Math.min(size, TAIL_BYTES)),
      position: Math.max(0, size - TAIL_BYTES),
    });
    return /"type":"run(Ended|Failed)"/.test(buffer.toString('latin1', 0, bytesRead));
  } finally {
    await file.close();
  }
}

async function readJson(file: string): Promise<object | undefined> {
  const bytes = await readIfThere(file);
  if (!bytes) return undefined;
  try {
    const value: unknown = JSON.parse(bytes.toString('utf8'));
    if (isObject(value)) return value;
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
