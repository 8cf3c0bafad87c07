import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';

/** Variables by name, as an environment has them. */
export type Variables = Readonly<Record<string, string | undefined>>;

/**
 * What a `.env` file says: KEY=VALUE data, which is neither run as a script nor put into this process' environment.
 * @returns undefined if there is no such file
 * @throws {Error} if it cannot be read
 */
export function readDotEnv(file: string): Variables | undefined {
  try {
    // Some editors begin a file with a mark that is no part of the first name.
    return parseEnv(readFileSync(file, 'utf8').replace(/^\uFEFF/, ''));
  } catch (error) {
    // A folder of that name is a virtual environment of Python.
    if (['ENOENT', 'ENOTDIR', 'EISDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return undefined;
    throw new Error(`${file}: cannot be read: ${(error as Error).message}.`, { cause: error });
  }
}
