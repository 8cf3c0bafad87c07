import { opendir } from 'node:fs/promises';
import path from 'node:path';
import { DataError, dataErrorOf } from '../dataError';
import type { Place } from '../place';
import { isPassedOver } from './splitFolders';

/** More images than in any published set of small ones, EMNIST's 814,255 among them. */
export const MOST_PICTURES = 2_000_000;

/** What a folder has, by name, character by character, so that the order is the same everywhere. */
export interface Listing {
  readonly folders: readonly string[];
  readonly files: readonly string[];
}

/**
 * What a folder of a data set has; what systems leave there is passed over.
 * @param name of the folder, relative to the place, with `/`; empty: the place itself
 * @throws {DataError} if it cannot be read, has a link in it, or more files than any data set
 */
export async function listFolder({ folder, shown }: Place, name: string): Promise<Listing> {
  const [folders, files]: [string[], string[]] = [[], []];
  try {
    for await (const entry of await opendir(path.join(folder, name))) {
      if (isPassedOver(entry.name)) continue;
      if (entry.isSymbolicLink())
        throw new DataError(
          `${path.join(shown, name, entry.name)}: this is a link, and links are not followed. Put what it leads to in its place.`,
        );
      (entry.isDirectory() ? folders : files).push(entry.name);
      if (files.length > MOST_PICTURES)
        throw new DataError(`${path.join(shown, name)}: more than ${MOST_PICTURES} files. Take fewer images.`);
    }
  } catch (error) {
    throw dataErrorOf(error, path.join(shown, name));
  }
  return { folders: folders.sort(), files: files.sort() };
}
