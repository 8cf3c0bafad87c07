import { FileError } from '../files/fileError';
import { messageOf } from '../util/messageOf';

/** Data that cannot be read. The message names the file, the place in it, what was found, what was expected and what to do. */
export class DataError extends Error {
  override readonly name = 'DataError';
}

/** What went wrong when a file or folder of a data set was read, as an error that names it. */
export function dataErrorOf(error: unknown, file: string): DataError {
  if (error instanceof DataError) return error;
  // Those name the file themselves.
  if (error instanceof FileError) return new DataError(error.message);
  return new DataError(`${file}: cannot be read: ${messageOf(error)}. Is it all there, and may you read it?`);
}
