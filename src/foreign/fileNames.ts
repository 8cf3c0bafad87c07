import { opendir } from 'node:fs/promises';
import { asForeignError, ForeignError } from './foreignError';

/** What stands in a folder. */
export interface Names {
  readonly files: readonly string[];
  readonly folders: readonly string[];
  /** Of all that stands in it, also links. */
  readonly count: number;
}

/** A folder has more than is looked at. */
export class TooManyNamesError extends ForeignError {}

/** So many files and folders are looked at in one. */
const MOST = 100_000;

/**
 * The files and folders of a folder, by their names in order; links are neither.
 * @param most so many are looked at
 * @throws {TooManyNamesError} if there are more
 * @throws {ForeignError} if it cannot be read
 */
export async function namesIn(folder: string, most = MOST): Promise<Names> {
  const files: string[] = [];
  const folders: string[] = [];
  let count = 0;
  try {
    for await (const entry of await opendir(folder)) {
      if (entry.isFile()) files.push(entry.name);
      else if (entry.isDirectory()) folders.push(entry.name);
      if (++count > most)
        throw new TooManyNamesError(`${folder}: it has more than ${most} files and folders; name those that are to be imported.`);
    }
  } catch (error) {
    throw asForeignError(error, folder);
  }
  return { files: files.sort(), folders: folders.sort(), count };
}
