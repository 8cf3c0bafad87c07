/**
 * How files of a folder that may be a stranger's are read: regular files only, inside their folder, no larger than what their kind can be,
 * and without waiting for a pipe or a device. A process that changes the folder at that very moment is not what this guards against.
 */
import { closeSync, constants, fstatSync, lstatSync, openSync, readSync, type Stats } from 'node:fs';
import { lstat, open, type FileHandle } from 'node:fs/promises';
import { linkError, notAFileError, tooBigError } from './fileError';
import { checkFolders, hasFoldersSync, isMissing, locate, openError, SAFE_OPEN } from './location';

/**
 * A file's bytes; undefined if there is none of that name.
 * @param name relative to the folder, with `/` on every system
 * @throws {FileError} if it is no regular file of that folder, or larger than the limit; the system's error if it cannot be read
 */
export async function readFileIn(folder: string, name: string, limitBytes: number): Promise<Buffer | undefined> {
  const file = await openFileIn(folder, name);
  if (!file) return undefined;
  try {
    return await readLimited(file, locate(folder, name), limitBytes);
  } finally {
    await file.close();
  }
}

/**
 * The last bytes of a file, so many or all; undefined if there is none of that name.
 * @throws as `openFileIn`; the system's error if it cannot be read
 */
export async function readTailIn(folder: string, name: string, length: number): Promise<Buffer | undefined> {
  const file = await openFileIn(folder, name);
  if (!file) return undefined;
  try {
    const { size } = fstatSync(file.fd);
    const begin = Math.max(0, size - length);
    return await readRange(file, begin, size - begin);
  } finally {
    await file.close();
  }
}

/**
 * A regular file of a folder, opened to be read; undefined if there is none of that name. The caller closes it.
 * @throws {FileError} if it is no regular file of that folder; the system's error if it cannot be opened
 */
export async function openFileIn(folder: string, name: string): Promise<FileHandle | undefined> {
  const path = locate(folder, name);
  try {
    // At once, as below: each is a moment, and what waits for its turn costs more.
    if (!hasFoldersSync(folder, name)) return undefined;
    if (process.platform === 'win32' && lstatSync(path).isSymbolicLink()) throw linkError(path);
    const file = await open(path, constants.O_RDONLY | SAFE_OPEN);
    if (fstatSync(file.fd).isFile()) return file;
    await file.close();
    throw notAFileError(path);
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw openError(error, path);
  }
}

/** The same as `readFileIn`, at once: for the few small files that a setting waits for. */
export function readFileInSync(folder: string, name: string, limitBytes: number): Buffer | undefined {
  const path = locate(folder, name);
  let file: number | undefined;
  try {
    if (!hasFoldersSync(folder, name)) return undefined;
    if (lstatSync(path).isSymbolicLink()) throw linkError(path);
    file = openSync(path, constants.O_RDONLY | SAFE_OPEN);
    const found = fstatSync(file);
    const { size } = found;
    if (!found.isFile()) throw notAFileError(path);
    if (size > limitBytes) throw tooBigError(path, limitBytes);
    const bytes = Buffer.alloc(size);
    let length = 0;
    for (let got = -1; got !== 0 && length < size; length += got) got = readSync(file, bytes, length, size - length, length);
    return bytes.subarray(0, length);
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw openError(error, path);
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

/** All of an open file, unless it is larger than the limit: also if it grows while it is read. */
export async function readLimited(file: FileHandle, path: string, limitBytes: number): Promise<Buffer> {
  const { size } = fstatSync(file.fd);
  if (size > limitBytes) throw tooBigError(path, limitBytes);
  return readRange(file, 0, size);
}

/** So many bytes of an open file from a position on; fewer if it ends before. */
export async function readRange(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const bytes = Buffer.allocUnsafe(length);
  let read = 0;
  for (let got = -1; got !== 0 && read < length; read += got)
    ({ bytesRead: got } = await file.read(bytes, read, length - read, position + read));
  return bytes.subarray(0, read);
}

/** How many bytes a regular file of a folder has; undefined if there is none of that name, or something else. */
export async function fileSizeIn(folder: string, name: string): Promise<number | undefined> {
  return (await regularFileIn(folder, name))?.size;
}

/** When a regular file of a folder was written last, in ms since 1970; undefined if there is none of that name, or something else. */
export async function fileTimeIn(folder: string, name: string): Promise<number | undefined> {
  return (await regularFileIn(folder, name))?.mtimeMs;
}

async function regularFileIn(folder: string, name: string): Promise<Stats | undefined> {
  try {
    await checkFolders(folder, name);
    const found = await lstat(locate(folder, name));
    return found.isFile() ? found : undefined;
  } catch {
    return undefined;
  }
}
