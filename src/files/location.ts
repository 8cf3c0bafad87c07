import { constants, lstatSync, realpathSync } from 'node:fs';
import { lstat } from 'node:fs/promises';
import path from 'node:path';
import { isInside } from '../util/isInside';
import { FileError, linkError, notAFileError } from './fileError';

/**
 * Flags that keep `open` from following a link at the end of a path, and from waiting for the other end of a pipe. Windows has neither:
 * there the file is examined first.
 */
export const SAFE_OPEN = (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

/**
 * The path of a file inside a folder.
 * @param name relative, with `/` on every system
 * @throws {FileError} for a name that leads out of the folder
 */
export function locate(folder: string, name: string): string {
  const parts = name.split('/');
  const forbidden = process.platform === 'win32' ? /[\\:\0]/ : /\0/;
  if (parts.some(part => part === '' || part === '.' || part === '..' || forbidden.test(part)))
    throw new FileError('outside', `${folder}: ${JSON.stringify(name)} is no name of a file inside it.`);
  return path.join(folder, name);
}

/** The folders that a path leads through, the outermost first: the one that everything lies in, and those of the name. */
function foldersOf(folder: string, name: string): string[] {
  if (!name.includes('/')) return [folder];
  const parts = name.split('/').slice(0, -1);
  return [folder, ...parts.map((_, i) => path.join(folder, parts.slice(0, i + 1).join('/')))];
}

/**
 * Checks that a folder and those on the way to a file in it are folders and no links, so that the file lies where its path says.
 * @throws {FileError}; the system's error if one of them is missing
 */
export async function checkFolders(folder: string, name: string): Promise<void> {
  for (const one of foldersOf(folder, name)) checkFolder(one, await lstat(one));
}

/** The same, at once. */
export function checkFoldersSync(folder: string, name: string): void {
  for (const one of foldersOf(folder, name)) checkFolder(one, lstatSync(one));
}

/**
 * The same; false if one of them is missing, which costs less to say than to throw.
 * @throws {FileError}
 */
export function hasFoldersSync(folder: string, name: string): boolean {
  for (const one of foldersOf(folder, name)) {
    const found = lstatSync(one, { throwIfNoEntry: false });
    if (!found) return false;
    checkFolder(one, found);
  }
  return true;
}

function checkFolder(folder: string, found: { isSymbolicLink(): boolean; isDirectory(): boolean }): void {
  if (found.isSymbolicLink()) throw linkError(folder);
  if (!found.isDirectory()) throw new FileError('notAFolder', `${folder}: this is a file; expected a folder.`);
}

/**
 * Checks that a folder, links on the way followed, lies inside another one.
 * @throws {FileError} if it does not; one that is not there yet lies where its nearest parent does
 */
export function checkInsideSync(outer: string, folder: string): void {
  const found = existingRealpathSync(folder);
  if (!isInside(found, realpathSync.native(outer))) throw outsideError(outer, folder, found);
}

function outsideError(outer: string, folder: string, found: string): FileError {
  const how = isInside(folder, outer) ? 'a link leads from there to' : 'this is';
  return new FileError('outside', `${folder}: ${how} ${found}, out of ${outer}.`);
}

function existingRealpathSync(folder: string): string {
  try {
    return realpathSync.native(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT' || path.dirname(folder) === folder) throw error;
    // A link to what is not there yet.
    if (lstatSync(folder, { throwIfNoEntry: false })) throw linkError(folder);
    return path.join(existingRealpathSync(path.dirname(folder)), path.basename(folder));
  }
}

/** Whether an error means that there is nothing of that name, which includes a file in the place of a folder. */
export function isMissing(error: unknown): boolean {
  if (error instanceof FileError) return error.problem === 'notAFolder';
  return ['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '');
}

/**
 * The error of `open` as a `FileError`, if it is about a link at the end of a path or about something that is not a file; any other error
 * unchanged.
 */
export function openError(error: unknown, file: string): unknown {
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'ELOOP' || code === 'EMLINK') return linkError(file);
  // A socket, or a pipe to which there is no reader.
  return code === 'ENXIO' ? notAFileError(file) : error;
}
