import { realpath } from 'node:fs/promises';
import { FileError } from '../files/fileError';
import { makeFolder } from '../files/writeFiles';
import { messageOf } from '../util/messageOf';
import { RunFolderError } from './runFolderError';

/**
 * Makes a folder that a person named by --out, and those above it, where they are not there. It may be a link.
 * @returns where it really lies
 * @throws {RunFolderError} if it cannot be made
 */
export async function namedFolder(folder: string): Promise<string> {
  try {
    await makeFolder(folder);
    return await realpath(folder);
  } catch (error) {
    throw notWritten(folder, error);
  }
}

/** What could not be written to a place that was named by --out. */
export function notWritten(file: string, error: unknown): RunFolderError {
  if (error instanceof RunFolderError) return error;
  // Its message names the place and what to do.
  const message =
    error instanceof FileError ? error.message : `${file}: cannot be written: ${messageOf(error)}. Name another place with --out.`;
  return new RunFolderError(message, { cause: error });
}
