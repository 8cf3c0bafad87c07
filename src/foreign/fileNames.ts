import { opendir } from 'node:fs/promises';
import { asForeignError, ForeignError } from './foreignError';

/** What stands in a folder. */
export interface Names {
  readonly files: readonly string[];
  readonly folders: readonly string[];
}

/** So many files and folders are looked at in one. */
const MOST = 100_000;

/**
 * The files and folders of a folder, by their names in order; links are neither.
 * @throws {ForeignError} if it cannot be read, or has more than anyone's
 */
export async function namesIn(folder: string): Promise<Names> {
  const files: string[] = [];
  const folders: string[] = [];
  try {
    for await (const entry of await opendir(folder)) {
      if (entry.isFile()) files.push(entry.name);
      else if (entry.isDirectory()) folders.push(entry.name);
      if (files.length + folders.length > MOST)
        throw new ForeignError(`${folder}: it has more than ${MOST} files and folders; name those that are to be imported.`);
    }
  } catch (error) {
    throw asForeignError(error, folder);
  }
  return { files: files.sort(), folders: folders.sort() };
}
