import path from 'node:path';
import { Option, type Command } from 'commander';
import { readSettings, settingsFile, type SlurmSettings } from '../cluster/clusterSettings';
import { offering } from './completion/offered';
import type { Cli } from './context';
import { UsageError } from './exitCode';
import { flagCalled } from './parameterFlags';

const executors = ['local', 'slurm'] as const;

/** Where the runs of a plan are trained, and what is asked of a cluster for them. */
export interface SlurmFlags {
  readonly executor?: (typeof executors)[number];
  readonly wait?: true;
  readonly dryRun?: true;
  readonly partition?: string;
  readonly account?: string;
  readonly qos?: string;
  readonly constraint?: string;
  /** Minutes. */
  readonly time?: number;
  /** Megabytes. */
  readonly mem?: number;
  readonly atOnce?: number;
  readonly template?: string;
}

/** The flags that say nothing without `--executor slurm`, by their names in `SlurmFlags`, with the setting that each is. */
const settingOf = {
  partition: 'partition',
  account: 'account',
  qos: 'qos',
  constraint: 'constraint',
  time: 'minutes',
  mem: 'megabytes',
  atOnce: 'throttle',
  template: 'template',
} as const satisfies Partial<Record<keyof SlurmFlags, keyof SlurmSettings>>;

const flagNames = Object.keys(settingOf) as (keyof typeof settingOf)[];

/** For the help of a command that has these flags. */
export const onSlurm = `With --executor slurm the runs become tasks of an array job, whose script lies beside
the plan. The same command tells how far they are, submits once more what ended
without a result, and reports when all are done. What the flags under Slurm leave
out stands in a file of yours: digits slurm --help.`;

/** Adds `--executor` and, under a heading of their own, the flags of a cluster. */
export function addSlurmFlags(command: Command): void {
  command.addOption(
    offering(
      new Option('--executor <name>', 'Where the runs are trained: on this machine, or as tasks of a Slurm cluster. [local; local, slurm]')
        .argParser(executorNamed)
        .helpGroup('Run:'),
      { kind: 'words', words: executors },
    ),
  );
  command.addOption(new Option('--wait', 'Wait until nothing of the plan is under way, then report.').helpGroup('Slurm:'));
  addRequestFlags(command);
}

/** Adds the flags that say what is asked of a cluster for each run. */
export function addRequestFlags(command: Command): void {
  const add = (flags: string, help: string, parse?: (text: string) => unknown): void => {
    const option = new Option(flags, help).helpGroup('Slurm:');
    command.addOption(parse ? option.argParser(parse) : option);
  };
  add('--partition <name>', 'The partition. [slurm.json, else the default one of the cluster; so the next three]');
  add('--account <name>', 'The account that pays.');
  add('--qos <name>', 'The quality of service.');
  add('--constraint <features>', 'Features that a node must have: avx512&ib.');
  add('--time <t>', 'The longest time of a run: minutes, or [D-]HH:MM:SS, or D-HH[:MM]. [estimated, with a margin]', parseMinutes);
  add('--mem <size>', 'Memory of a run: megabytes, or 4G. [estimated, with a margin]', parseMegabytes);
  add('--at-once <n>', 'Runs at once. [as many as the cluster lets]', parseAtOnce);
  command.addOption(
    offering(new Option('--template <file>', 'The template of the batch script: see digits slurm template.').helpGroup('Slurm:'), {
      kind: 'file',
    }),
  );
}

/** Whether a cluster is to train the runs. @throws {UsageError} for flags that do not go with where they are trained */
export function isForCluster(flags: SlurmFlags & { readonly jobs?: number }): boolean {
  if (flags.executor === 'slurm') {
    if (flags.jobs !== undefined)
      throw new UsageError('--jobs is how many runs this machine trains at a time; with --executor slurm it is --at-once.');
    if (flags.wait && flags.dryRun) throw new UsageError('--dry-run submits nothing that could be waited for: leave --wait out.');
    return true;
  }
  const misplaced = flags.wait ? '--wait' : requestFlagOf(flags);
  if (misplaced !== undefined) throw new UsageError(`${misplaced} is for a cluster: add --executor slurm.`);
  return false;
}

/** The first flag that says what is asked of a cluster; undefined where there is none. */
export function requestFlagOf(flags: SlurmFlags): string | undefined {
  const given = flagNames.find(name => flags[name] !== undefined);
  return given && flagCalled(given);
}

/** What a person asks of a cluster, and who said it: the flag or the file, by the name of the setting. */
export interface AskedOfCluster {
  readonly settings: SlurmSettings;
  readonly origins: Readonly<Record<string, string>>;
}

/** What the flags say, and else the file of this user. @throws {SlurmError} for a file that cannot be used */
export async function askedOfCluster(flags: SlurmFlags, { cwd }: Pick<Cli, 'cwd'>): Promise<AskedOfCluster> {
  const file = settingsFile();
  const kept = await readSettings(file);
  const given = flagNames.filter(name => flags[name] !== undefined);
  const valueOf = (name: (typeof given)[number]): unknown => (name === 'template' ? path.resolve(cwd, flags.template!) : flags[name]);
  return {
    settings: { ...kept, ...Object.fromEntries(given.map(name => [settingOf[name], valueOf(name)])) },
    origins: {
      ...Object.fromEntries(Object.keys(kept).map(name => [name, path.basename(file)])),
      ...Object.fromEntries(given.map(name => [settingOf[name], flagCalled(name)])),
    },
  };
}

function executorNamed(text: string): SlurmFlags['executor'] {
  const found = executors.find(name => name === text);
  if (found === undefined) throw new UsageError(`--executor ${text}: expected one of ${executors.join(', ')}.`);
  return found;
}

/** As `sbatch --time` reads it, in whole minutes; not its MM:SS, which many take for HH:MM. @throws {UsageError} */
export function parseMinutes(text: string): number {
  if (/^\d{1,7}:\d{1,2}$/.test(text))
    throw new UsageError(`--time ${text}: sbatch takes that for minutes and seconds. Write whole minutes, or HH:MM:SS.`);
  const [, minutes] = /^(\d{1,7})$/.exec(text) ?? [];
  const [, days = '0', hours, minute = '0', second = '0'] =
    /^(?:(\d{1,4})-)?(\d{1,4}):(\d{1,2}):(\d{1,2})$/.exec(text) ?? /^(\d{1,4})-(\d{1,4})(?::(\d{1,2}))?$/.exec(text) ?? [];
  const all =
    minutes === undefined
      ? Number(days) * 1440 + Number(hours ?? NaN) * 60 + Number(minute) + Math.ceil(Number(second) / 60)
      : Number(minutes);
  if (all >= 1 && all <= 1_000_000) return all;
  throw new UsageError(`--time ${text}: expected minutes, such as 90, or HH:MM:SS, D-HH:MM:SS or D-HH.`);
}

/** @throws {UsageError} */
export function parseMegabytes(text: string): number {
  const [, number, unit = 'M'] = /^(\d{1,9})([KMGT]?)B?$/i.exec(text) ?? [];
  const megabytes = Math.ceil(Number(number ?? NaN) * { K: 1 / 1024, M: 1, G: 1024, T: 1024 ** 2 }[unitOf(unit)]);
  if (megabytes >= 1 && megabytes <= 100_000_000) return megabytes;
  throw new UsageError(`--mem ${text}: expected megabytes, such as 2000, or with a unit: 500M, 4G.`);
}

function unitOf(letter: string): 'K' | 'M' | 'G' | 'T' {
  const unit = letter.toUpperCase();
  return unit === 'K' || unit === 'G' || unit === 'T' ? unit : 'M';
}

function parseAtOnce(text: string): number {
  const count = /^\d{1,7}$/.test(text) ? Number(text) : 0;
  if (count >= 1 && count <= 1_000_000) return count;
  throw new UsageError(`--at-once ${text}: expected a whole number from 1.`);
}
