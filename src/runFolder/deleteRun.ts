import { existsSync } from 'node:fs';
import { readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { rename } from '../files/rename';
import { isAlive, readOwner } from './owner';
import { runPaths } from './paths';
import { RunFolderError, storageError } from './runFolderError';

/** The bytes of all files in a run folder. */
export async function folderBytes(folder: string): Promise<number> {
  const names = await readdir(folder, { recursive: true, encoding: 'utf8' });
  // One that has just gone has no size.
  const sizes = await Promise.all(
    names.map(name =>
      stat(path.join(folder, name)).then(
        file => (file.isFile() ? file.size : 0),
        () => 0,
      ),
    ),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}

/**
 * Deletes a run folder with everything in it.
 * @throws {RunFolderError} if it is being trained, or cannot be deleted
 */
export async function deleteRun(folder: string): Promise<void> {
  if (await isAlive(await readOwner(folder))) throw new RunFolderError(`${path.basename(folder)} is being trained; stop it first.`);
  const doomed = `${folder}.deleted`;
  try {
    // At once it is no run any more, however long its files take, or if one of them is held open.
    await rename(folder, doomed);
    await rm(doomed, { recursive: true, force: true, maxRetries: 3 });
  } catch (error) {
    throw storageError(`${folder}: the run cannot be deleted (is a program using one of its files?)`, error);
  }
}

/** Removes what a trainer left that was ended between making a run's folder and writing its config: it is no run, only in the way of one. */
export async function removeUnbegun(folder: string): Promise<void> {
  if (existsSync(runPaths(folder).config) || (await isAlive(await readOwner(folder)))) return;
  await rm(folder, { recursive: true, force: true, maxRetries: 3 });
}
