/** Writes files of a folder: either completely or not at all, never through a link, and never into a folder that no longer exists. */
import { randomBytes } from 'node:crypto';
import { closeSync, constants, fstatSync, openSync, writeFileSync } from 'node:fs';
import { mkdir, open, readdir, rm, rmdir, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { notAFileError } from './fileError';
import { checkFolders, checkFoldersSync, locate, openError, SAFE_OPEN } from './location';
import { rename } from './rename';

export interface WriteOptions {
  /** Called when the content is on disk and only the name is missing; what it throws leaves the file as it was. */
  readonly beforeNaming?: () => void;
  /** Who may read it, as `chmod` has it: 0o600 is the user alone. Absent: whoever the system lets. */
  readonly mode?: number;
  /** Not waited for until it is on disk: when the machine fails, the file may have its name and no content. */
  readonly unsynced?: boolean;
}

/**
 * Writes a file so that its name appears only when its content is whole and on disk: written beside under a name of its own, synced,
 * renamed. Two writers at once leave the content of one of them. A link of that name is replaced, not followed.
 * @param name relative to the folder, with `/` on every system; folders that it names are made, the folder itself is not
 * @param content all of it, or its parts as they come, of which one at a time is in memory
 * @throws {FileError} if the way leads through a link; the system's error if it cannot be written; what the content throws
 */
export async function writeFileIn(
  folder: string,
  name: string,
  content: Uint8Array | string | AsyncIterable<Uint8Array>,
  { beforeNaming, mode, unsynced = false }: WriteOptions = {},
): Promise<void> {
  const file = locate(folder, name);
  const beside = `${name}.${process.pid}-${randomBytes(4).toString('hex')}.tmp`;
  const made: string[] = [];
  try {
    const handle = await openNew(folder, beside, made, mode);
    try {
      if (typeof content === 'string' || content instanceof Uint8Array) await handle.writeFile(content);
      else for await (const part of content) await handle.appendFile(part);
      if (!unsynced) await handle.sync();
    } finally {
      await handle.close();
    }
    beforeNaming?.();
    await rename(locate(folder, beside), file);
  } catch (error) {
    await rm(locate(folder, beside), { force: true });
    // The folder may have been replaced; nothing is left behind in the new one.
    for (const one of made.toReversed()) await rmdir(one).catch(() => undefined);
    throw error;
  }
}

/** A writer that fails removes the folders that it made while they are empty, so that they can be gone again so many times. */
const MOST_OPENINGS = 5;

/**
 * A file that was not there, opened to be written, and the folders that its name leads through.
 * @param made given those of them that were not there
 */
async function openNew(folder: string, name: string, made: string[] = [], mode = 0o666): Promise<FileHandle> {
  for (let openings = 1; ; openings++) {
    try {
      // A folder may be gone as soon as it was made.
      for (const one of await makeFoldersIn(folder, name)) made.push(one);
      return await open(locate(folder, name), 'wx', mode);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT' || openings === MOST_OPENINGS) throw error;
    }
  }
}

/**
 * Writes a file that must not be there yet.
 * @throws the system's error EEXIST if it is, or if a link has that name
 */
export async function createFileIn(folder: string, name: string, content: Uint8Array | string): Promise<void> {
  const handle = await openNew(folder, name);
  try {
    await handle.writeFile(content);
  } catch (error) {
    // On a full disk an empty one would be left, which others would wait for to be written.
    await rm(locate(folder, name), { force: true });
    throw error;
  } finally {
    await handle.close();
  }
}

/** The same as `createFileIn`, at once, in a folder that is there. */
export function createFileInSync(folder: string, name: string, content: string): void {
  const file = locate(folder, name);
  checkFoldersSync(folder, name);
  writeFileSync(file, content, { flag: 'wx' });
}

/**
 * A file of a folder, made if it is not there, to add to its end; the caller closes it.
 * @throws {FileError} if it is no regular file of that folder; the system's error if it cannot be opened
 */
export function openToAppendSync(folder: string, name: string): number {
  return openMadeSync(folder, name, constants.O_WRONLY | constants.O_APPEND);
}

/** The same, to read it and to write at any place of it. @throws as `openToAppendSync` */
export function openToChangeSync(folder: string, name: string): number {
  return openMadeSync(folder, name, constants.O_RDWR);
}

function openMadeSync(folder: string, name: string, how: number): number {
  const file = locate(folder, name);
  checkFoldersSync(folder, name);
  let opened: number;
  try {
    opened = openSync(file, how | constants.O_CREAT | SAFE_OPEN, 0o666);
  } catch (error) {
    throw openError(error, file);
  }
  if (fstatSync(opened).isFile()) return opened;
  closeSync(opened);
  throw notAFileError(file);
}

/** Makes a folder of the user's choice, and those above it. */
export async function makeFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
}

/**
 * Makes the folders that a name leads through; the outermost must be there.
 * @returns those that were not there
 * @throws {FileError} if one of them is a link or a file
 */
export async function makeFoldersIn(folder: string, name: string): Promise<string[]> {
  const made: string[] = [];
  const parts = name.split('/').slice(0, -1);
  for (const [i] of parts.entries()) {
    const below = parts.slice(0, i + 1).join('/');
    // Before each one: behind a link nothing is made.
    await checkFolders(folder, below);
    const one = path.join(folder, below);
    await mkdir(one).then(
      () => made.push(one),
      (error: NodeJS.ErrnoException) => {
        if (error.code !== 'EEXIST') throw error;
      },
    );
  }
  await checkFolders(folder, name);
  return made;
}

/**
 * Removes the temporary files of some files of a folder: their writers were killed, or are slow and will find them gone.
 * @param files relative to the folder, with `/` on every system
 * @throws {FileError} if a link leads to one of them
 */
export async function removeUnfinished(folder: string, files: readonly string[]): Promise<void> {
  for (const below of new Set(files.map(file => path.posix.dirname(file)))) {
    const names = new Set(files.filter(file => path.posix.dirname(file) === below).map(file => path.posix.basename(file)));
    const within = (name: string): string => (below === '.' ? name : `${below}/${name}`);
    for (const name of await namesIn(folder, within('any'))) {
      const [, file] = UNFINISHED.exec(name) ?? [];
      if (file !== undefined && names.has(file)) await rm(locate(folder, within(name)), { force: true });
    }
  }
}

/** Whether a file is one that `writeFileIn` had not finished when its process ended. */
export function isUnfinished(name: string): boolean {
  return UNFINISHED.test(name);
}

/** `NAME.PID-CHANCE.tmp` */
const UNFINISHED = /^(.+)\.\d+-[0-9a-f]{8}\.tmp$/;

/** What stands beside a file; nothing where there is no such folder. */
async function namesIn(folder: string, file: string): Promise<string[]> {
  try {
    await checkFolders(folder, file);
    return await readdir(path.dirname(locate(folder, file)));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}
