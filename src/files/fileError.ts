/** Why a file is not used: it is no regular file of its folder, or it is larger than anything of its kind. */
export type FileProblem = 'link' | 'notAFile' | 'notAFolder' | 'outside' | 'tooBig';

/** A file or folder that is not used as it is. The message names it, says what was found, what was expected and what to do. */
export class FileError extends Error {
  override readonly name = 'FileError';

  constructor(
    readonly problem: FileProblem,
    message: string,
  ) {
    super(message);
  }
}

export function linkError(file: string): FileError {
  return new FileError('link', `${file}: this is a link; expected a file or folder of its own. Put the real one in its place.`);
}

export function tooBigError(file: string, limitBytes: number): FileError {
  const limit = limitBytes < 1e6 ? `${Math.floor(limitBytes / 1e3)} kB` : `${Math.floor(limitBytes / 1e6)} MB`;
  return new FileError('tooBig', `${file}: this file is larger than the ${limit} that it may have. It is not what Digits Lab wrote.`);
}

export function notAFileError(file: string): FileError {
  return new FileError('notAFile', `${file}: this is no regular file (a folder, a pipe or a device); expected a file.`);
}
