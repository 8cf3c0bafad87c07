import { lstatSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { parseEnv } from 'node:util';
import { messageOf } from '../util/messageOf';
import { FileError } from './fileError';
import { isMissing } from './location';
import { readFileInSync } from './readFiles';

/** Variables by name, as an environment has them. */
export type Variables = Readonly<Record<string, string | undefined>>;

const LIMIT_BYTES = 1_000_000;

/**
 * The variables of the `.env` file of a folder: KEY=VALUE lines. The file is not run as a script, and its variables are not put into the
 * environment of this process.
 * @param folder where a person is, or what they opened; it may be reached by a link
 * @returns undefined if there is no such file
 * @throws {Error} if it cannot be read, or is no regular file of that folder
 */
export function readDotEnv(folder: string): Variables | undefined {
  try {
    const bytes = readFileInSync(realpathSync(folder), '.env', LIMIT_BYTES);
    // Some editors begin a file with a mark that is no part of the first name.
    return bytes && parseEnv(bytes.toString('utf8').replace(/^\uFEFF/, ''));
  } catch (error) {
    if (isMissing(error)) return undefined;
    if (!(error instanceof FileError))
      throw new Error(`${path.join(folder, '.env')}: cannot be read: ${messageOf(error)}.`, { cause: error });
    if (error.problem === 'notAFile' && isFolder(path.join(folder, '.env'))) return undefined;
    throw error;
  }
}

/** A virtual environment of Python has that name, too. */
function isFolder(file: string): boolean {
  return lstatSync(file, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
