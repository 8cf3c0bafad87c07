import { FileError } from '../files/fileError';
import { messageOf } from '../util/messageOf';

/** What another tool wrote cannot be read. The message names the file and the place, and says what was expected and what to do. */
export class ForeignError extends Error {
  override readonly name = 'ForeignError';
}

/** An error while a file was read, as one that names it. */
export function asForeignError(error: unknown, file: string): Error {
  if (error instanceof ForeignError) return error;
  if (error instanceof FileError) return new ForeignError(error.message, { cause: error });
  return new ForeignError(`${file}: cannot be read: ${messageOf(error)}.`, { cause: error });
}
