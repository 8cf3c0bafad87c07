import { lstat } from 'node:fs/promises';
import path from 'node:path';
import { CountedEvents } from '../contract/attempts';
import { runConfig, SCHEMA_VERSION } from '../contract/formats/config';
import { runLabels } from '../contract/formats/labels';
import { FormatError, inShort } from '../contract/formats/parse';
import { jsonOf, parseFile } from '../contract/formats/parseJson';
import { runSummary } from '../contract/formats/summary';
import { noLabels, type RunLabels } from '../contract/labels';
import { whyNotTrained, type RunConfig, type TrainedConfig } from '../contract/run';
import { RunProgress, type Run } from '../contract/runState';
import { summarize, type RunSummary } from '../contract/summary';
import type { TrainerEvent } from '../contract/trainer';
import { currentScores } from '../evaluation/currentScores';
import { recordedBriefOf, type RecordedBrief } from '../experiment/recorded/recordedBrief';
import { readTailIn, readTailInSync } from '../files/readFiles';
import { readEventLines } from './eventLines';
import { isAlive, OWNER_FILE, readOwner, readOwnerFileSync, type Owner } from './owner';
import { runPaths } from './paths';
import { readRecording } from './recording/readRecording';
import { asRunFolderError, limits, readBytes, readJsonFile, type HowToRead } from './readFile';
import { RunFolderError, UnbegunRunError } from './runFolderError';
import type { SlurmJob } from './slurmJob';

/** The facts of a run that a list shows. */
export interface RunOverview {
  /** The name of its folder. */
  readonly id: string;
  readonly folder: string;
  readonly config: RunConfig;
  readonly labels: RunLabels;
  readonly status: RunSummary['status'] | 'running' | 'interrupted';
  /** Of a run that has ended. */
  readonly summary: RunSummary | undefined;
  /** Why nothing of it may be changed: a newer version of Digits Lab wrote it; null otherwise. */
  readonly readOnly: string | null;
  /** What another tool recorded of it, in brief; absent where nothing was. */
  readonly recorded?: RecordedBrief;
  /** The job of Slurm that trains it; absent where it is not being trained, or outside of Slurm. */
  readonly slurm?: SlurmJob;
}

/**
 * The config.json of a run that was trained here.
 * @throws {RunFolderError} if there is none, if it is not what a trainer writes, or if it is of a newer version of Digits Lab
 */
export async function readConfig(folder: string): Promise<TrainedConfig> {
  const { config, readOnly } = await readAnyConfig(folder);
  if (readOnly !== null) throw new RunFolderError(readOnly);
  return requireTrained(config, folder);
}

/**
 * The config of a run that was trained here.
 * @param folder for the error
 * @throws {RunFolderError} of a run that was imported, which says what cannot be done with it
 */
export function requireTrained(config: RunConfig, folder: string): TrainedConfig {
  if (config.kind === 'imported') throw new RunFolderError(`${folder}: ${whyNotTrained(config)}`);
  return config;
}

/** The same, of a newer version too where it can be read as one of this version. */
async function readAnyConfig(folder: string, how?: HowToRead): Promise<{ readonly config: RunConfig; readonly readOnly: string | null }> {
  const file = path.join(folder, 'config.json');
  const bytes = await readBytes(folder, 'config.json', limits.small, how);
  if (!bytes) throw await withoutConfig(folder);
  let newer: string | null = null;
  try {
    const value = jsonOf(bytes.toString('utf8'), file);
    const version = versionOf(value);
    if (typeof version !== 'number')
      throw new FormatError(
        file,
        `schemaVersion: ${version === undefined ? 'it is missing' : `found ${inShort(version)}`}; expected a number up to ${SCHEMA_VERSION}.`,
      );
    if (version > SCHEMA_VERSION)
      newer = `${file}: schema version ${version}; this Digits Lab reads up to ${SCHEMA_VERSION}. Update Digits Lab.`;
    // A run is its folder: an id in a file could be that of another run.
    return { config: { ...parseFile(runConfig, value, file), id: path.basename(folder) }, readOnly: newer };
  } catch (error) {
    throw newer === null ? asRunFolderError(error) : new RunFolderError(newer, { cause: error });
  }
}

/** How long a trainer may take to write its config after it has made the folder and before it declares itself the owner. */
const BEGINNING_MS = 10_000;

async function withoutConfig(folder: string): Promise<RunFolderError> {
  const made = await lstat(folder).catch(() => undefined);
  const reason = `${folder}: this is no run: it has no config.json.`;
  if (!made?.isDirectory()) return new RunFolderError(reason);
  const isBeginning = Math.abs(Date.now() - made.mtimeMs) < BEGINNING_MS || (await isAlive(await readOwner(folder)));
  return isBeginning ? new UnbegunRunError(reason) : new RunFolderError(reason);
}

function versionOf(value: unknown): unknown {
  return (value as { schemaVersion?: unknown } | null)?.schemaVersion;
}

/**
 * A run as a list shows it. For a run that has ended, only config.json, labels.json and summary.json are read.
 * @param how its small files are read
 * @throws {RunFolderError}
 */
export async function readOverview(folder: string, how?: HowToRead): Promise<RunOverview> {
  const [{ config, readOnly }, labels, written] = await Promise.all([
    readAnyConfig(folder, how),
    readLabels(folder, how).catch(() => noLabels),
    readSummary(folder, how),
  ]);
  const { id } = config;
  const recorded = config.kind === 'imported' ? await readRecording(folder, how).catch(() => undefined) : undefined;
  const brief = recorded && { recorded: recordedBriefOf(recorded) };
  if (written) return { id, folder, config, labels, status: written.status, summary: written, readOnly, ...brief };
  const ownerNow = async (): Promise<Owner | undefined> => {
    const owner = how === 'atOnce' ? readOwnerFileSync(folder, OWNER_FILE) : await readOwner(folder);
    return (await isAlive(owner)) ? owner : undefined;
  };
  if (config.kind === 'imported') {
    // A run of arrays is not being trained, even if its source left something out.
    const status =
      recorded?.state === 'running' ? ((await ownerNow()) ? 'running' : 'interrupted') : statusOf[recorded?.state ?? 'finished'];
    return { id, folder, config, labels, status, summary: undefined, readOnly, ...brief };
  }
  const owner = await ownerNow();
  if (owner)
    return { id, folder, config, labels, status: 'running', summary: undefined, readOnly, ...(owner.slurm && { slurm: owner.slurm }) };
  // It may have ended without having time to write its summary.
  const summary = (await mayHaveEnded(folder, how)) ? summarize(await readRun(folder)) : undefined;
  return { id, folder, config, labels, status: summary?.status ?? 'interrupted', summary, readOnly };
}

/** How a run of another tool ended. */
const statusOf = { finished: 'completed', failed: 'failed' } as const;

/**
 * The run as its events tell it.
 * @throws {RunFolderError} as `readEvents`
 */
export async function readRun(folder: string): Promise<Run> {
  const progress = new RunProgress();
  await forEachEvent(folder, event => progress.add(event));
  const { run } = progress;
  return run.config ? { ...run, config: { ...run.config, id: path.basename(folder) } } : run;
}

/**
 * The events of events.jsonl that count: without those that an older attempt wrote after a later one had begun, and without torn lines.
 * @throws {RunFolderError} if a line in its middle is broken
 */
export async function readEvents(folder: string): Promise<TrainerEvent[]> {
  const counted = new CountedEvents();
  const events: TrainerEvent[] = [];
  await forEachEvent(folder, event => {
    if (counted.counts(event)) events.push(event);
  });
  return events;
}

async function forEachEvent(folder: string, onEvent: (event: TrainerEvent) => void): Promise<void> {
  const bytes = await readBytes(folder, 'events.jsonl', limits.events);
  if (bytes) readEventLines(bytes, runPaths(folder).events, 0, onEvent);
}

/**
 * labels.json; of a run without one, none.
 * @throws {RunFolderError} if it cannot be read
 */
export async function readLabels(folder: string, how?: HowToRead): Promise<RunLabels> {
  return (await readJsonFile(folder, 'labels.json', runLabels, { how })) ?? noLabels;
}

/** A broken one can be made again from the events. */
async function readSummary(folder: string, how?: HowToRead): Promise<RunSummary | undefined> {
  const summary = await readJsonFile(folder, 'summary.json', runSummary, { limit: limits.medium, how }).catch(() => undefined);
  return summary && { ...summary, ...ofCurrentRules(summary), id: path.basename(folder) };
}

function ofCurrentRules({ confusionMatrix, perClass, macro }: RunSummary): Partial<RunSummary> {
  return confusionMatrix && perClass && macro ? currentScores({ confusionMatrix, perClass, macro }) : {};
}

/** More than the last events of a run take. */
const TAIL_BYTES = 65_536;

/**
 * Whether events.jsonl may tell how the run ended, so that reading all of it is worthwhile: only its end is examined, since most
 * interrupted runs have no such event. The events themselves decide.
 */
async function mayHaveEnded(folder: string, how?: HowToRead): Promise<boolean> {
  try {
    const read = how === 'atOnce' ? readTailInSync : readTailIn;
    const tail = await read(folder, 'events.jsonl', TAIL_BYTES);
    return tail !== undefined && (tail.includes('"type":"runEnded"') || tail.includes('"type":"runFailed"'));
  } catch {
    // Reading all of it says what is wrong.
    return true;
  }
}
