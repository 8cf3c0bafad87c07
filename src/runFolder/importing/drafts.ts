/**
 * The folder of a run while an import writes it. No reader takes its name for a run's, so that a run is there whole or not at all, however the
 * process ends that writes it.
 */
import { randomBytes } from 'node:crypto';
import { lstat, readdir } from 'node:fs/promises';
import path from 'node:path';
import { isRunId } from '../../contract/runId';
import { isMissing } from '../../files/location';
import { rename } from '../../files/rename';
import { removeTree } from '../../files/tree';
import { storageError } from '../runFolderError';

/** Tells what one import writes from what another one does. */
export function newDraftId(): string {
  return randomBytes(4).toString('hex');
}

/** What the folder of a run is called until it has its name. */
export function draftName(runId: string, draftId: string): string {
  return `${runId}.${draftId}.tmp`;
}

/**
 * Makes a run of a folder that is whole.
 * @returns where it lies now
 * @throws {RunFolderError}
 */
export async function nameDraft(runsFolder: string, runId: string, draftId: string): Promise<string> {
  const folder = path.join(runsFolder, runId);
  try {
    await rename(path.join(runsFolder, draftName(runId, draftId)), folder);
    return folder;
  } catch (error) {
    throw storageError(`${folder}: the run folder cannot be written`, error);
  }
}

/** Removes what an import has left unnamed; nothing else may write it any more. @throws the system's error */
export async function removeDrafts(runsFolder: string, draftId: string): Promise<void> {
  for (const name of await draftsIn(runsFolder)) if (draftOf(name) === draftId) await removeTree(path.join(runsFolder, name));
}

/** After so long nobody is writing one any more. */
const ABANDONED_MS = 86_400_000;

/** Removes those that were never named, because everyone who could was ended. What cannot be removed stays. */
export async function removeAbandoned(runsFolder: string, now: Date): Promise<void> {
  for (const name of await draftsIn(runsFolder)) {
    const folder = path.join(runsFolder, name);
    const written = await lstat(folder).catch(() => undefined);
    if (written && now.getTime() - written.mtimeMs > ABANDONED_MS) await removeTree(folder).catch(() => undefined);
  }
}

async function draftsIn(runsFolder: string): Promise<string[]> {
  try {
    return (await readdir(runsFolder)).filter(name => draftOf(name) !== undefined);
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}

function draftOf(name: string): string | undefined {
  const [, runId = '', draftId] = /^([^.]+)\.([0-9a-f]{8})\.tmp$/.exec(name) ?? [];
  return isRunId(runId) ? draftId : undefined;
}
