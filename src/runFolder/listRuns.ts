import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { isRunId } from '../contract/runId';
import { mapAtOnce } from '../util/mapAtOnce';
import { messageOf } from '../util/messageOf';
import { readOverview, type RunOverview } from './readRun';
import { RunFolderError, UnbegunRunError } from './runFolderError';

/** Runs that are read at a time: the system has no endless number of open files. */
export const AT_ONCE = 32;

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

/** Every run in a folder of runs; of a folder that is not there, none. */
export async function listRuns(runsFolder: string): Promise<RunList> {
  const names = await runIds(runsFolder);
  const runs: RunOverview[] = [];
  const broken: BrokenRun[] = [];
  await mapAtOnce(names, AT_ONCE, async name => {
    const folder = path.join(runsFolder, name);
    try {
      runs.push(await readOverview(folder));
    } catch (error) {
      if (!(error instanceof UnbegunRunError)) broken.push({ id: name, folder, reason: messageOf(error) });
    }
  });
  const byId = (a: { readonly id: string }, b: { readonly id: string }): number => (a.id < b.id ? -1 : 1);
  return { runs: runs.sort(byId), broken: broken.sort(byId) };
}

/** The ids of the runs in a folder, the oldest first. @throws {RunFolderError} if the folder cannot be read */
export async function runIds(runsFolder: string): Promise<string[]> {
  try {
    return (await readdir(runsFolder)).filter(isRunId).sort();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw new RunFolderError(`${runsFolder}: cannot be read: ${messageOf(error)}.`);
  }
}
