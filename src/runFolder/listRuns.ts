import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { isRunId } from '../contract/runId';
import { mapAtOnce } from '../util/mapAtOnce';
import { Pace } from '../util/pace';
import { messageOf } from '../util/messageOf';
import type { HowToRead } from './readFile';
import { readOverview, type RunOverview } from './readRun';
import { readingError, UnbegunRunError } from './runFolderError';

/** Runs that are read at a time where each waits for the disk: the system has no endless number of open files. */
export const AT_ONCE = 32;

/** More than a window shows at a time. */
export const NEWEST = 100;
/** So long others wait at most while runs are read. */
const SLICE_MS = 10;
/** A disk on which the first so many runs take longer than this each is a slow one. */
const TRIED = 16;
const SLOW_MS = 10;

export interface RunList {
  /** The oldest first. */
  readonly runs: readonly RunOverview[];
  /** Folders that cannot be read, the oldest first. */
  readonly broken: readonly BrokenRun[];
}

/** A run folder that cannot be read. */
export interface BrokenRun {
  /** The name of the folder. */
  readonly id: string;
  readonly folder: string;
  readonly reason: string;
}

/**
 * Every run in a folder of runs; of a folder that is not there, none. Most disks have a small file at hand before a thread of the pool has
 * begun to fetch it: there the files are read one after the other, with pauses for others; a slow disk is asked for many at a time.
 * @param onNewest told the newest `NEWEST` runs as soon as they are read, if there are more
 */
export async function listRuns(runsFolder: string, onNewest?: (newest: readonly RunOverview[]) => void): Promise<RunList> {
  const names = (await runIds(runsFolder)).toReversed();
  const runs: RunOverview[] = [];
  const broken: BrokenRun[] = [];
  const read = async (name: string, how: HowToRead): Promise<void> => {
    const folder = path.join(runsFolder, name);
    try {
      runs.push(await readOverview(folder, how));
    } catch (error) {
      if (!(error instanceof UnbegunRunError)) broken.push({ id: name, folder, reason: messageOf(error) });
    }
  };
  const pace = new Pace(SLICE_MS);
  const left = names.entries();
  for (const [i, name] of left) {
    if (i === NEWEST) onNewest?.(runs);
    await read(name, 'atOnce');
    if (i + 1 === TRIED && pace.workedMs > TRIED * SLOW_MS) break;
    await pace.pause();
  }
  const others = Array.from(left, ([, name]) => name);
  const newest = others.splice(0, NEWEST - TRIED);
  const readAll = (some: readonly string[]): Promise<unknown> => mapAtOnce(some, AT_ONCE, name => read(name, 'inTurn'));
  await readAll(newest);
  if (others.length > 0) onNewest?.(runs);
  await readAll(others);
  const byId = (a: { readonly id: string }, b: { readonly id: string }): number => (a.id < b.id ? -1 : 1);
  return { runs: runs.sort(byId), broken: broken.sort(byId) };
}

/** The ids of the runs in a folder, the oldest first. @throws {RunFolderError} if the folder cannot be read */
export async function runIds(runsFolder: string): Promise<string[]> {
  try {
    return (await readdir(runsFolder)).filter(isRunId).sort();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw readingError(runsFolder, error);
  }
}
