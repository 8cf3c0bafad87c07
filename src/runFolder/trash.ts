/**
 * The trash of a folder of runs: run folders that were deleted in the editor, until they are brought back or removed for good. It lies
 * beside the runs, so that a run goes there and back by being renamed. It is never listed, since it may be a stranger's: only the entries
 * that a window remembers are touched, and none through a link.
 */
import { randomBytes } from 'node:crypto';
import { lstat } from 'node:fs/promises';
import path from 'node:path';
import { checkFolders, isMissing, locate } from '../files/location';
import { rename } from '../files/rename';
import { removeTree } from '../files/tree';
import { createFileIn, makeFolder, makeFoldersIn } from '../files/writeFiles';
import { isBeingTrained } from '../wording/deletionInWords';
import { realHomeOf } from './home';
import { isAlive, readOwner } from './owner';
import { RunFolderError, storageError } from './runFolderError';

const TRASH = 'trash';

/** A run in the trash. */
export interface TrashEntry {
  /** The folder of runs that it was in. */
  readonly runsFolder: string;
  readonly id: string;
  /** Its name in the trash, which no other one has: a run of that id may be deleted, copied in again, and deleted again. */
  readonly entry: string;
}

/**
 * Moves a run's folder to the trash. A trainer that has just begun to work on it finds its folder gone, and ends.
 * @returns undefined if it is not there any more
 * @throws {RunFolderError} if it is being trained, or cannot be moved
 */
export async function moveToTrash(folder: string): Promise<TrashEntry | undefined> {
  if (await isAlive(await readOwner(folder))) throw new RunFolderError(isBeingTrained(path.basename(folder)));
  const [runsFolder, id] = [path.dirname(folder), path.basename(folder)];
  const entry = `${id}.${randomBytes(4).toString('hex')}`;
  try {
    const home = await realHomeOf(runsFolder);
    await makeFoldersIn(home, `${TRASH}/any`);
    await keepOutOfGit(home);
    await rename(folder, locate(home, `${TRASH}/${entry}`));
    return { runsFolder, id, entry };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return undefined;
    const advice =
      code === 'EXDEV' ? `the trash is on another drive; digits delete ${id} deletes it for good` : 'is a program using one of its files?';
    throw storageError(`${folder}: the run cannot be moved to the trash (${advice})`, error);
  }
}

/**
 * Brings a run back to where it was.
 * @throws {RunFolderError} if it is not in the trash any more, or there is a run of its id by now
 */
export async function restoreFromTrash({ runsFolder, id, entry }: TrashEntry): Promise<void> {
  const folder = path.join(runsFolder, id);
  const found = await lstat(folder).catch(() => undefined);
  if (found) throw new RunFolderError(`${folder}: there is something of that name again, so that the deleted run cannot be brought back.`);
  try {
    const place = await placeOf(runsFolder, entry);
    if (!place) throw new RunFolderError(`The run ${id} is not in the trash any more.`);
    await makeFolder(runsFolder);
    await rename(place, folder);
  } catch (error) {
    throw storageError(`${folder}: the run cannot be brought back`, error);
  }
}

/** Removes a run from the trash for good; one that is not there is no error. @throws {FileError} if the trash is a link; the system's error */
export async function removeFromTrash({ runsFolder, entry }: TrashEntry): Promise<void> {
  const place = await placeOf(runsFolder, entry);
  if (place) await removeTree(place);
}

/** Where an entry lies; undefined if it does not, or if it is no folder. @throws {FileError} if the way leads through a link */
async function placeOf(runsFolder: string, entry: string): Promise<string | undefined> {
  try {
    const home = await realHomeOf(runsFolder);
    const name = `${TRASH}/${entry}`;
    await checkFolders(home, name);
    const place = locate(home, name);
    return (await lstat(place)).isDirectory() ? place : undefined;
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

/** Whatever the list beside it says, which is a person's own. */
async function keepOutOfGit(home: string): Promise<void> {
  await createFileIn(home, `${TRASH}/.gitignore`, '*\n').catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  });
}
