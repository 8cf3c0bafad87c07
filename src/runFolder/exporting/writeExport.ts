import { lstatSync } from 'node:fs';
import path from 'node:path';
import { writeFileIn } from '../../files/writeFiles';
import { namedFolder, notWritten } from '../namedFolder';
import { RunFolderError } from '../runFolderError';

/** A file that is to be written. */
export interface ExportFile {
  /** Relative to the folder that was named, with `/` on every system. */
  readonly name: string;
  /** Made when it is asked for; nothing of it is kept. */
  readonly content: () => Promise<string | Uint8Array> | AsyncIterable<Uint8Array>;
}

export interface ExportPlace {
  /** Made where it is not there. */
  readonly folder: string;
  /** Whether files of these names are replaced. */
  readonly replaces: boolean;
}

/** Files that are there already and are not to be replaced. */
export class ExportConflict extends RunFolderError {
  constructor(readonly files: readonly string[]) {
    const [first] = files;
    const more = files.length > 1 ? ` (and ${files.length - 1} more)` : '';
    super(`${first}${more}: this is there already, and stays as it is. Name another place with --out, or replace it with --force.`);
  }
}

/**
 * Writes files that a person asked for to a place that they named; each appears under its name when it is whole.
 * @returns their paths
 * @throws {ExportConflict} if some are there already and are not to be replaced, before anything is written
 * @throws {RunFolderError} if one cannot be written
 */
export async function writeExport({ folder, replaces }: ExportPlace, files: readonly ExportFile[]): Promise<string[]> {
  const paths = files.map(({ name }) => path.join(folder, name));
  const taken = replaces ? [] : paths.filter(isTaken);
  if (taken.length > 0) throw new ExportConflict(taken);
  const real = await namedFolder(folder);
  for (const [i, { name, content }] of files.entries()) {
    const file = paths[i]!;
    const beforeNaming = (): void => {
      if (!replaces && isTaken(path.join(real, name))) throw new ExportConflict([file]);
    };
    try {
      await writeFileIn(real, name, await content(), { beforeNaming });
    } catch (error) {
      throw isStop(error) ? error : notWritten(file, error);
    }
  }
  return paths;
}

function isTaken(file: string): boolean {
  return lstatSync(file, { throwIfNoEntry: false }) !== undefined;
}

/** Whether a person has stopped it. */
function isStop(error: unknown): boolean {
  return error instanceof Error && error.name === 'AbortError';
}
