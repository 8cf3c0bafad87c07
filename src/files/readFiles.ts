/**
 * Reads files of a folder that may be untrusted: only regular files, only inside the folder, only up to the size that their kind can have,
 * and without waiting for a pipe or a device. This does not guard against a process that changes the folder at the same moment.
 */
import { closeSync, constants, fstatSync, lstatSync, open, openSync, read, readSync, type Stats } from 'node:fs';
import { lstat } from 'node:fs/promises';
import { promisify } from 'node:util';
import { linkError, notAFileError, tooBigError } from './fileError';
import { checkFolders, hasFoldersSync, isMissing, locate, openError, SAFE_OPEN } from './location';

// A descriptor and not a `FileHandle`: a list opens thousands of small files, and a handle's promises cost more than what they wait for.
const openToRead = promisify((path: string, done: (error: Error | null, descriptor: number) => void) =>
  open(path, constants.O_RDONLY | SAFE_OPEN, done),
);
const readInto = promisify(read);

/** A regular file that is open to be read. */
export interface OpenFile {
  readonly descriptor: number;
  /** In bytes, when it was opened. */
  readonly size: number;
  /** Another one at the next time: another file has its name. */
  readonly inode: number;
}

/**
 * A file's bytes; undefined if there is none of that name.
 * @param name relative to the folder, with `/` on every system
 * @throws {FileError} if it is no regular file of that folder, or larger than the limit; the system's error if it cannot be read
 */
export function readFileIn(folder: string, name: string, limitBytes: number): Promise<Buffer | undefined> {
  return useFileIn(folder, name, file => {
    if (file.size > limitBytes) throw tooBigError(locate(folder, name), limitBytes);
    return readRange(file, 0, file.size);
  });
}

/**
 * The last bytes of a file, so many or all; undefined if there is none of that name.
 * @throws as `useFileIn`; the system's error if it cannot be read
 */
export function readTailIn(folder: string, name: string, length: number): Promise<Buffer | undefined> {
  return useFileIn(folder, name, file => {
    const begin = Math.max(0, file.size - length);
    return readRange(file, begin, file.size - begin);
  });
}

/**
 * Opens a regular file of a folder, calls `use` with it, and closes it; undefined if there is none of that name.
 * @throws {FileError} if it is no regular file of that folder; the system's error if it cannot be opened; what `use` throws
 */
export async function useFileIn<T>(folder: string, name: string, use: (file: OpenFile) => T | Promise<T>): Promise<T | undefined> {
  const descriptor = await openIn(folder, name);
  if (descriptor === undefined) return undefined;
  try {
    const found = fstatSync(descriptor);
    if (!found.isFile()) throw notAFileError(locate(folder, name));
    return await use({ descriptor, size: found.size, inode: found.ino });
  } finally {
    closeSync(descriptor);
  }
}

async function openIn(folder: string, name: string): Promise<number | undefined> {
  const path = locate(folder, name);
  try {
    // Synchronously: each call is short, and waiting for a turn of the event loop would cost more.
    if (!hasFoldersSync(folder, name)) return undefined;
    if (process.platform === 'win32' && lstatSync(path).isSymbolicLink()) throw linkError(path);
    return await openToRead(path);
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw openError(error, path);
  }
}

/** The same as `readFileIn`, at once: for small files, of which each takes less time than a turn of the event loop. */
export function readFileInSync(folder: string, name: string, limitBytes: number): Buffer | undefined {
  return useFileInSync(folder, name, file => {
    if (file.size > limitBytes) throw tooBigError(locate(folder, name), limitBytes);
    return readRangeSync(file, 0, file.size);
  });
}

/** The same as `readTailIn`, at once. */
export function readTailInSync(folder: string, name: string, length: number): Buffer | undefined {
  return useFileInSync(folder, name, file => {
    const begin = Math.max(0, file.size - length);
    return readRangeSync(file, begin, file.size - begin);
  });
}

/** The same as `useFileIn`, at once. */
export function useFileInSync<T>(folder: string, name: string, use: (file: OpenFile) => T): T | undefined {
  const path = locate(folder, name);
  let descriptor: number | undefined;
  try {
    if (!hasFoldersSync(folder, name)) return undefined;
    if (process.platform === 'win32' && lstatSync(path).isSymbolicLink()) throw linkError(path);
    descriptor = openSync(path, constants.O_RDONLY | SAFE_OPEN);
    const found = fstatSync(descriptor);
    if (!found.isFile()) throw notAFileError(path);
    return use({ descriptor, size: found.size, inode: found.ino });
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw openError(error, path);
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}

/** The same as `readRange`, at once. */
export function readRangeSync(file: OpenFile, position: number, length: number): Buffer {
  const bytes = Buffer.allocUnsafe(length);
  return bytes.subarray(0, fillFrom(file, position, bytes));
}

/** A number of bytes of an open file from a position on; fewer if the file ends before. */
export async function readRange({ descriptor }: OpenFile, position: number, length: number): Promise<Buffer> {
  const bytes = Buffer.allocUnsafe(length);
  let done = 0;
  for (let got = -1; got !== 0 && done < length; done += got)
    ({ bytesRead: got } = await readInto(descriptor, bytes, done, length - done, position + done));
  return bytes.subarray(0, done);
}

/**
 * Opens a regular file of a folder for as long as the process lasts; undefined if there is none of that name.
 * @throws as `useFileIn`
 */
export async function keepOpenIn(folder: string, name: string): Promise<OpenFile | undefined> {
  const descriptor = await openIn(folder, name);
  if (descriptor === undefined) return undefined;
  const found = fstatSync(descriptor);
  if (found.isFile()) return { descriptor, size: found.size, inode: found.ino };
  closeSync(descriptor);
  throw notAFileError(locate(folder, name));
}

/** Fills an array with the bytes of an open file from a position on, at once. @returns how many there were */
export function fillFrom({ descriptor }: OpenFile, position: number, into: Uint8Array): number {
  let done = 0;
  for (let got = -1; got !== 0 && done < into.length; done += got)
    got = readSync(descriptor, into, done, into.length - done, position + done);
  return done;
}

/** How many bytes a regular file of a folder has; undefined if there is none of that name, or something else. */
export async function fileSizeIn(folder: string, name: string): Promise<number | undefined> {
  return (await regularFileIn(folder, name))?.size;
}

/** When a regular file of a folder was written last, in ms since 1970; undefined if there is none of that name, or something else. */
export async function fileTimeIn(folder: string, name: string): Promise<number | undefined> {
  return (await regularFileIn(folder, name))?.mtimeMs;
}

export interface FileState {
  readonly bytes: number;
  /** When it was written last, in ms since 1970. */
  readonly writtenMs: number;
  readonly inode: number;
}

/** How a regular file of a folder is; undefined if there is none of that name, or something else. */
export async function fileStateIn(folder: string, name: string): Promise<FileState | undefined> {
  const found = await regularFileIn(folder, name);
  return found && { bytes: found.size, writtenMs: found.mtimeMs, inode: found.ino };
}

export interface FileStamp {
  /** Another one after every change of the content: the file's number, its size, and when the system last changed it, which no program sets. */
  readonly text: string;
  /** In ms since 1970. */
  readonly changedMs: number;
}

/** What tells whether a regular file of a folder is what it was; undefined if there is none of that name, or something else. */
export async function fileStampIn(folder: string, name: string): Promise<FileStamp | undefined> {
  try {
    await checkFolders(folder, name);
    const found = await lstat(locate(folder, name), { bigint: true });
    const text = `${found.ino} ${found.size} ${found.ctimeNs}`;
    return found.isFile() ? { text, changedMs: Number(found.ctimeMs) } : undefined;
  } catch {
    return undefined;
  }
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
