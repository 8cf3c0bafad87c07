import path from 'node:path';
import { Option } from 'commander';
import { defaultRunsFolder } from '../runFolder/paths';
import { FileError } from '../files/fileError';
import { checkInsideSync } from '../files/location';
import { shellWord } from '../util/shellWord';
import { offering } from './completion/offered';
import type { Cli } from './context';
import { UsageError } from './exitCode';

/** What every command that looks at runs takes. */
export interface RunsOption {
  readonly runs?: string;
}

export function runsOption(): Option {
  const option = new Option('--runs <dir>', `The folder that runs are kept in. [${defaultRunsFolder}]`).helpGroup('Run:');
  return offering(option, { kind: 'folder' });
}

/**
 * The folder of the runs; a relative one is resolved against the folder in which the command was called.
 * @throws {UsageError} if it is not named and a link in the current folder leads elsewhere
 */
export function runsFolder({ runs }: RunsOption, { cwd }: Pick<Cli, 'cwd'>): string {
  if (runs !== undefined) return path.resolve(cwd, runs);
  const folder = path.resolve(cwd, defaultRunsFolder);
  try {
    checkInsideSync(cwd, folder);
  } catch (error) {
    if (error instanceof FileError) throw new UsageError(`${error.message} If that is meant, say so with --runs.`, { cause: error });
    throw error;
  }
  return folder;
}

/** A command of which a person is told, on the folder that was named; `digits queue --runs 'my runs'`. */
export function commandOn(command: string, { runs }: RunsOption): string {
  return runs === undefined ? command : `${command} --runs ${shellWord(runs)}`;
}

/** For an option that may be given more than once. */
export function collect(value: string, before: readonly string[] | undefined): string[] {
  return [...(before ?? []), value];
}
