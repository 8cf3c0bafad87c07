import { FileError } from '../files/fileError';
import { messageOf } from '../util/messageOf';

/** A run folder that cannot be used as asked. The message says what and where, what was expected, and what to do. */
export class RunFolderError extends Error {
  override readonly name = 'RunFolderError';
}

/** The folder of a run that its trainer is only just making: it has no config.json yet. */
export class UnbegunRunError extends RunFolderError {}

/** Why a file or folder cannot be read. */
export function readingError(file: string, error: unknown): RunFolderError {
  const reason = error instanceof FileError ? error.message : `${file}: cannot be read: ${messageOf(error)}.`;
  return new RunFolderError(reason, { cause: error });
}

/** An error of the system as one of a run folder, with the file and what to do about it. */
export function storageError(what: string, error: unknown): RunFolderError {
  if (error instanceof RunFolderError) return error;
  // Its message already names what was found and where.
  if (error instanceof FileError) return new RunFolderError(error.message);
  const { code, message } = error as NodeJS.ErrnoException;
  const advice: Record<string, string> = {
    ENOSPC: 'The disk is full: free some space, then resume the run.',
    EDQUOT: 'Your share of the disk is used up: free some space, then resume the run.',
    EACCES: 'You may not write there: choose another folder with --runs, or change its permissions.',
    EPERM: 'You may not write there: choose another folder with --runs, or change its permissions.',
    EROFS: 'That disk is read-only: choose another folder with --runs.',
    EEXIST: 'A part of that path is a file: choose another folder with --runs.',
    ENOTDIR: 'A part of that path is a file: choose another folder with --runs.',
  };
  return new RunFolderError(`${what}: ${message}. ${advice[code ?? ''] ?? ''}`.trim(), { cause: error });
}
