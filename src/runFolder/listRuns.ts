import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { isRunId } from '../contract/runId';
import { messageOf } from '../util/messageOf';
import { readOverview, type RunOverview } from './readRun';
import { RunFolderError, UnbegunRunError } from './runFolderError';

/** Runs that are read at a time: the system has no endless number of open files. */
const AT_ONCE = 32;

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
  const left = names.values();
  const read = async (): Promise<void> => {
    for (const name of left) {
      const folder = path.join(runsFolder, name);
      try {
        runs.push(await readOverview(folder));
      } catch (error) {
        if (!(error instanceof UnbegunRunError)) broken.push({ id: name, folder, reason: messageOf(error) });
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, read));
  const byId = (a: { readonly id: string }, b: { readonly id: string }): number => (a.id < b.id ? -1 : 1);
  return { runs: runs.sort(byId), broken: broken.sort(byId) };
}

/**
 * The folder of the run whose id begins so.
 * @throws {RunFolderError} if there is none, or more than one: it lists them
 */
export async function findRun(runsFolder: string, prefix: string): Promise<string> {
  const ids = await runIds(runsFolder);
  const matching = ids.includes(prefix) ? [prefix] : ids.filter(id => id.startsWith(prefix));
  if (matching.length === 1) return path.join(runsFolder, matching[0]!);
  if (matching.length > 1)
    throw new RunFolderError(`"${prefix}" is the beginning of ${matching.length} runs: ${listed(matching)}. Give more of the id.`);
  const known =
    ids.length === 0 ? `There are no runs in ${runsFolder}.` : `The newest in ${runsFolder} are ${listed(ids.slice(-3).toReversed())}.`;
  throw new RunFolderError(`There is no run "${prefix}". ${known} Another folder is named with --runs.`);
}

async function runIds(runsFolder: string): Promise<string[]> {
  try {
    return (await readdir(runsFolder)).filter(isRunId).sort();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw new RunFolderError(`${runsFolder}: cannot be read: ${messageOf(error)}.`);
  }
}

function listed(ids: readonly string[]): string {
  return ids.length <= 10 ? ids.join(', ') : `${ids.slice(0, 10).join(', ')}, …`;
}
