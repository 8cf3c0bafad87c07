import path from 'node:path';
import type * as v from 'valibot';
import { FormatError } from '../contract/formats/parse';
import { parseJson } from '../contract/formats/parseJson';
import { FileError } from '../files/fileError';
import { readFileIn, readFileInSync } from '../files/readFiles';
import { readingError, RunFolderError } from './runFolderError';

/** What the files of a run have at most, in bytes: many times what any run wrote so far. */
export const limits = {
  /** A text or a JSON file. */
  small: 1_000_000,
  /** The summary of many classes, or notes. */
  medium: 16_000_000,
  /** All events: a thousand epochs have ten megabytes. */
  events: 256_000_000,
  /** One line of them. */
  line: 16_000_000,
  /** A model, an array or a checkpoint. */
  large: 2_000_000_000,
} as const;

/**
 * How files are read: `inTurn` while others have the thread, or `atOnce`, which of a small file on a fast disk costs a fraction of that and
 * lets nobody else have the thread.
 */
export type HowToRead = 'inTurn' | 'atOnce';

/**
 * The value in a JSON file of a run; undefined if there is no such file.
 * @throws {RunFolderError} if the file cannot be read or is not what its description says
 */
export async function readJsonFile<S extends v.GenericSchema>(
  folder: string,
  name: string,
  schema: S,
  { limit = limits.small, how }: { readonly limit?: number; readonly how?: HowToRead | undefined } = {},
): Promise<v.InferOutput<S> | undefined> {
  const bytes = await readBytes(folder, name, limit, how);
  if (!bytes) return undefined;
  try {
    return parseJson(schema, bytes.toString('utf8'), pathOf(folder, name));
  } catch (error) {
    throw asRunFolderError(error);
  }
}

/**
 * A file of a run; undefined if there is none of that name.
 * @throws {RunFolderError} if it cannot be read
 */
export async function readBytes(folder: string, name: string, limit: number, how: HowToRead = 'inTurn'): Promise<Buffer | undefined> {
  try {
    return how === 'atOnce' ? readFileInSync(folder, name, limit) : await readFileIn(folder, name, limit);
  } catch (error) {
    throw readingError(pathOf(folder, name), error);
  }
}

/** The same for a file that must be there. @throws {RunFolderError} */
export async function needBytes(folder: string, name: string, limit: number): Promise<Buffer> {
  const bytes = await readBytes(folder, name, limit);
  if (!bytes) throw new RunFolderError(`${pathOf(folder, name)}: there is no such file. The run is not whole.`);
  return bytes;
}

/** What is wrong with a file, as an error of its run. */
export function asRunFolderError(error: unknown): Error {
  if (error instanceof FileError || error instanceof FormatError) return new RunFolderError(error.message, { cause: error });
  return error instanceof Error ? error : new RunFolderError(String(error));
}

function pathOf(folder: string, name: string): string {
  return path.join(folder, name);
}
