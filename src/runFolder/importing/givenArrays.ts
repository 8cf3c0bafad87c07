import { readdir, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import type { NpyArray } from '../../artifacts/npy';
import { npzArrays, type NpzArray } from '../../artifacts/npz';
import { messageOf } from '../../util/messageOf';
import { MOST_ARRAY_BYTES, readArrayOf } from '../readArray';
import { readBytes } from '../readFile';
import { RunFolderError } from '../runFolderError';
import { roleOf, type ArrayRole } from './arrayRoles';

/** An array that may be imported; it is read when it is wanted. */
export interface GivenArray {
  /** As a person knows it: the file's name, with the array's in an archive. */
  readonly label: string;
  /** In full, for errors. */
  readonly file: string;
  /** What its name says that it is. */
  readonly role: ArrayRole | undefined;
  /** @throws {RunFolderError} that names the file and what is wrong */
  readonly read: () => Promise<NpyArray>;
}

/** What lies together, and so belongs to one run: the arrays of a folder or of an archive. */
export interface ArrayGroup {
  /** The folder, the archive, or the folder of single files. */
  readonly name: string;
  /** In full, for errors. */
  readonly path: string;
  readonly arrays: readonly GivenArray[];
}

/** A folder has no more arrays that are looked at. */
const MOST_FILES = 1_000;

/**
 * The arrays that paths lead to. A folder stands for the arrays in it; where it has none itself, for those of the folders in it.
 * @throws {RunFolderError} if there is nothing of that name, or no array
 */
export async function givenArrays(paths: readonly string[]): Promise<ArrayGroup[]> {
  const groups: ArrayGroup[] = [];
  const files: string[] = [];
  for (const given of paths) {
    const { real, isFolder } = await resolved(given);
    if (isFolder) {
      const found = await groupsBelow(real);
      if (found.length === 0) throw new RunFolderError(`${given}: there are no arrays (.npy, .npz) in this folder.`);
      for (const group of found) groups.push(group);
    } else if (isArchive(real)) groups.push(await archiveGroup(real));
    else files.push(real);
  }
  const [first] = files;
  if (first === undefined) return groups;
  const home = path.dirname(first);
  // One file that was named twice is one array.
  const arrays = [...new Set(files)].map(npyFile);
  return [...groups, { name: path.basename(home), path: home, arrays }];
}

/**
 * An array that was named for what it is. Of an archive it is the only one, or the one that is usually called so.
 * @throws {RunFolderError} if there is none, or it cannot be told which
 */
export async function namedArray(given: string, role: ArrayRole): Promise<GivenArray> {
  const { real, isFolder } = await resolved(given);
  if (isFolder) throw new RunFolderError(`${given}: this is a folder; expected a file of one array (.npy, .npz).`);
  if (!isArchive(real)) return npyFile(real);
  const { arrays } = await archiveGroup(real);
  const meant = arrays.length === 1 ? arrays : arrays.filter(array => array.role === role);
  const [only, ...others] = meant;
  if (only && others.length === 0) return only;
  throw new RunFolderError(
    `${given}: which of its arrays is meant cannot be told (${listed(arrays)}). Save it by itself, or under its usual name: np.savez(file, ground_truth=…, predictions=…).`,
  );
}

/** The labels of arrays, some of them; where two are called the same, in full. */
export function listed(arrays: readonly GivenArray[]): string {
  const isClear = new Set(arrays.map(({ label }) => label)).size === arrays.length;
  const names = arrays.slice(0, 8).map(({ label, file }) => (isClear ? label : file));
  return `${names.join(', ')}${arrays.length > names.length ? `, and ${arrays.length - names.length} more` : ''}`;
}

async function resolved(given: string): Promise<{ readonly real: string; readonly isFolder: boolean }> {
  try {
    // A person may name a file by a link; what lies in a folder is not followed.
    const real = await realpath(given);
    return { real, isFolder: (await stat(real)).isDirectory() };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const what = code === 'ENOENT' ? 'there is no such file or folder.' : `cannot be read: ${messageOf(error)}.`;
    throw new RunFolderError(`${given}: ${what}`, { cause: error });
  }
}

async function groupsBelow(folder: string): Promise<ArrayGroup[]> {
  const own = await groupsIn(folder);
  if (own.length > 0) return own;
  const below: ArrayGroup[] = [];
  for (const name of await namesIn(folder, entry => entry.isDirectory()))
    for (const group of await groupsIn(path.join(folder, name))) below.push(group);
  return below;
}

/** The arrays of a folder, and its archives, each a group. */
async function groupsIn(folder: string): Promise<ArrayGroup[]> {
  // A link, a folder or a pipe that is called like an array is one that cannot be read, and says so if it is wanted.
  const names = await namesIn(folder, entry => /\.npy$/i.test(entry.name) || (entry.isFile() && isArchive(entry.name)));
  const files = names.filter(name => !isArchive(name)).map(name => npyFile(path.join(folder, name)));
  const groups: ArrayGroup[] = files.length > 0 ? [{ name: path.basename(folder), path: folder, arrays: files }] : [];
  for (const name of names.filter(isArchive)) groups.push(await archiveGroup(path.join(folder, name)));
  return groups;
}

async function namesIn(
  folder: string,
  isMeant: (entry: { name: string; isFile(): boolean; isDirectory(): boolean }) => boolean,
): Promise<string[]> {
  try {
    const names = (await readdir(folder, { withFileTypes: true })).filter(isMeant).map(({ name }) => name);
    if (names.length > MOST_FILES)
      throw new RunFolderError(`${folder}: ${names.length} files and folders; expected at most ${MOST_FILES}.`);
    return names.sort();
  } catch (error) {
    if (error instanceof RunFolderError) throw error;
    throw new RunFolderError(`${folder}: cannot be read: ${messageOf(error)}.`, { cause: error });
  }
}

function isArchive(file: string): boolean {
  return /\.npz$/i.test(file);
}

function npyFile(file: string): GivenArray {
  const label = path.basename(file);
  return {
    label,
    file,
    role: roleOf(label.replace(/\.npy$/i, '')),
    read: async () => {
      const array = await readArrayOf(path.dirname(file), label);
      if (!array) throw new RunFolderError(`${file}: there is no such file any more.`);
      return array;
    },
  };
}

async function archiveGroup(file: string): Promise<ArrayGroup> {
  // Only the names are kept: a folder may have a thousand archives, of which one after the other is read.
  const names = (await arraysOf(file)).map(({ name }) => name);
  const label = path.basename(file);
  return {
    name: label.replace(/\.npz$/i, ''),
    path: file,
    arrays: names.map((name, i) => ({
      label: `${label}, ${name}`,
      file: `${file}, ${name}`,
      role: roleOf(name),
      read: async () => {
        const array = (await arraysOf(file))[i];
        if (array?.name !== name) throw new RunFolderError(`${file}: the archive was changed while it was read.`);
        return wrapped(array.read);
      },
    })),
  };
}

async function arraysOf(file: string): Promise<NpzArray[]> {
  const bytes = await readBytes(path.dirname(file), path.basename(file), MOST_ARRAY_BYTES);
  if (!bytes) throw new RunFolderError(`${file}: there is no such file any more.`);
  return wrapped(() => npzArrays(bytes, MOST_ARRAY_BYTES, file));
}

function wrapped<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw new RunFolderError(messageOf(error), { cause: error });
  }
}
