import { randomBytes } from 'node:crypto';
import { lstat, readdir } from 'node:fs/promises';
import path from 'node:path';
import { isRunId } from '../contract/runId';
import { FileError } from '../files/fileError';
import { isMissing } from '../files/location';
import { rename } from '../files/rename';
import { listFiles, removeTree } from '../files/tree';
import { isBeingTrained } from '../wording/deletionInWords';
import { isAlive, readOwner } from './owner';
import { runPaths } from './paths';
import { RunFolderError, storageError } from './runFolderError';

/** The bytes of all files in a run folder; none behind a link. */
export async function folderBytes(folder: string): Promise<number> {
  const { files } = await listFiles(folder).catch(error => {
    if (error instanceof FileError) return { files: [] };
    throw error;
  });
  return files.reduce((sum, { bytes }) => sum + bytes, 0);
}

/** The bytes of all files in several run folders; a folder that cannot be read counts as nothing. */
export async function totalBytes(folders: readonly string[]): Promise<number> {
  const sizes = await Promise.all(folders.map(folder => folderBytes(folder).catch(() => 0)));
  return sizes.reduce((sum, size) => sum + size, 0);
}

/**
 * Deletes a run folder with everything in it. A trainer that has just begun to work on it finds its folder gone, and ends.
 * @throws {RunFolderError} if it is being trained, or cannot be deleted
 */
export async function deleteRun(folder: string): Promise<void> {
  if (await isAlive(await readOwner(folder))) throw new RunFolderError(isBeingTrained(path.basename(folder)));
  await discard(folder);
}

/**
 * Removes a folder whose trainer ended after making it and before writing its config: it is not a run, and only keeps a run from being
 * started.
 */
export async function removeUnbegun(folder: string): Promise<void> {
  const isThere = (file: string): Promise<boolean> =>
    lstat(file).then(
      () => true,
      error => !isMissing(error),
    );
  if ((await isThere(runPaths(folder).config)) || !(await isThere(folder)) || (await isAlive(await readOwner(folder)))) return;
  await discard(folder);
}

/** What a run's folder is called while its files are removed: `20261124-150405-abcd.deleted-0123abcd`; by version 0.1.0 without a number. */
const DELETED = /^(.*)\.deleted(?:-[0-9a-f]{8})?$/;

/**
 * Finishes deletions in a folder of runs that were interrupted. Only for folders whose user is trusted. A folder that cannot be removed now
 * is left for the next time.
 * @param names what is in that folder, if it was just read
 */
export async function finishDeletions(runsFolder: string, names?: readonly string[]): Promise<void> {
  const doomed = (names ?? (await readdir(runsFolder).catch((): string[] => []))).filter(name => isRunId(DELETED.exec(name)?.[1] ?? ''));
  for (const name of doomed) {
    const folder = path.resolve(runsFolder, name);
    const isFolder = await lstat(folder).then(
      found => found.isDirectory(),
      () => false,
    );
    if (isFolder && !removing.has(folder)) await remove(folder).catch(() => undefined);
  }
}

/** What this process is removing. */
const removing = new Set<string>();

/** The run disappears immediately, however long its files take, even if one of them is held open or this process ends on the way. */
async function discard(folder: string): Promise<void> {
  // Another deletion of that run may not have come to its end.
  const doomed = `${folder}.deleted-${randomBytes(4).toString('hex')}`;
  try {
    await rename(folder, doomed);
    await remove(path.resolve(doomed));
  } catch (error) {
    // Another process has deleted it.
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw storageError(`${folder}: the run cannot be deleted (is a program using one of its files?)`, error);
  }
}

async function remove(folder: string): Promise<void> {
  removing.add(folder);
  try {
    await removeTree(folder);
  } finally {
    removing.delete(folder);
  }
}
