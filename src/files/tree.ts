import { lstat, opendir, rm, rmdir } from 'node:fs/promises';
import path from 'node:path';
import { checkFolders, isMissing, locate } from './location';

export interface FoundFile {
  /** Relative to the folder, with `/` on every system. */
  readonly name: string;
  readonly bytes: number;
}

export interface FoundFiles {
  /** Regular files. */
  readonly files: readonly FoundFile[];
  /** There are more than are listed, or more folders than are looked through. */
  readonly isCut: boolean;
}

/** More files than this a run never has. */
const MOST_FILES = 10_000;

/**
 * The regular files of a folder and of the folders below it, without following links; of a folder that is not there, none.
 * @param most files and folders: where the listing ends
 * @throws {FileError} if the folder itself is a link; the system's error if it cannot be read
 */
export async function listFiles(folder: string, most = MOST_FILES): Promise<FoundFiles> {
  const files: FoundFile[] = [];
  const waiting = [''];
  let folders = 0;
  try {
    await checkFolders(folder, 'any');
  } catch (error) {
    if (isMissing(error)) return { files, isCut: false };
    throw error;
  }
  for (let below = waiting.pop(); below !== undefined; below = waiting.pop()) {
    // What goes away meanwhile is not there.
    const entries = await opendir(path.join(folder, below)).catch(() => undefined);
    if (!entries) continue;
    for await (const entry of entries) {
      const name = below === '' ? entry.name : `${below}/${entry.name}`;
      if (entry.isDirectory()) {
        if (++folders > most) return { files, isCut: true };
        waiting.push(name);
      }
      if (!entry.isFile()) continue;
      if (files.length >= most) return { files, isCut: true };
      const found = await lstat(path.join(folder, name)).catch(() => undefined);
      if (found?.isFile()) files.push({ name, bytes: found.size });
    }
  }
  return { files, isCut: false };
}

/** Removes a file of a folder, or the link that has its name; one that is not there is no error. @throws {FileError} behind a link */
export async function removeFileIn(folder: string, name: string): Promise<void> {
  try {
    await checkFolders(folder, name);
  } catch (error) {
    if (isMissing(error)) return;
    throw error;
  }
  await rm(locate(folder, name), { force: true });
}

/** Removes a folder of a folder if there is nothing in it. @throws {FileError} behind a link */
export async function removeEmptyFolderIn(folder: string, name: string): Promise<void> {
  await checkFolders(folder, name);
  await rmdir(locate(folder, name)).catch(() => undefined);
}

/** Removes a folder with everything in it; links in it, and a link in its place, are removed and not followed. */
export async function removeTree(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true, maxRetries: 3 });
}
