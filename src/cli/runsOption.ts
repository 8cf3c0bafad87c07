import path from 'node:path';
import { Option } from 'commander';
import { defaultRunsFolder } from '../runFolder/paths';
import type { Cli } from './context';

/** What every command that looks at runs takes. */
export interface RunsOption {
  readonly runs?: string;
}

export function runsOption(): Option {
  return new Option('--runs <dir>', `The folder that runs are kept in. [${defaultRunsFolder}]`).helpGroup('Run:');
}

/** The folder of all runs, meant from where the command was called. */
export function runsFolder({ runs }: RunsOption, { cwd }: Pick<Cli, 'cwd'>): string {
  return path.resolve(cwd, runs ?? defaultRunsFolder);
}

/** For an option that may be given more than once. */
export function collect(value: string, before: readonly string[] | undefined): string[] {
  return [...(before ?? []), value];
}
