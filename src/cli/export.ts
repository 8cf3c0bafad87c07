import path from 'node:path';
import { Option, type Command } from 'commander';
import { exportedComparison, type ExportedComparison } from '../designs/exportedComparison';
import { exportFiles, fileFormats, isFolderOf, type FileFormat } from '../runFolder/exporting/exportFiles';
import { findRun } from '../runFolder/findRun';
import { listRuns } from '../runFolder/listRuns';
import { counted } from '../util/format';
import { offering } from './completion/offered';
import type { Cli } from './context';
import { ExitCode, UsageError } from './exitCode';
import { DEFAULT_EXPERIMENT, exportToMlflow, type MlflowFlags } from './exportToMlflow';
import { runArgument } from './runArgument';
import { runsFolder, runsOption, type RunsOption } from './runsOption';
import { seenFrom } from './syncInWords';

const formats = [...fileFormats, 'mlflow'] as const;
type Format = (typeof formats)[number];

const details = `
  tensorboard  a folder of event files, one for each run: tensorboard --logdir DIR
  mlflow       to a tracking server: parameters, metrics by step, tags, files
  csv          a row for each run, and files of their curves beside it
  json         the same as one document, with configs and summaries
  zip          each run's folder, to be unpacked among other runs

For MLflow the address comes from --tracking-uri or MLFLOW_TRACKING_URI, and who
asks from MLFLOW_TRACKING_TOKEN, or MLFLOW_TRACKING_USERNAME and
MLFLOW_TRACKING_PASSWORD, of the environment alone: what a folder or its .env says
does not count. With --comparison the runs are nested in one for the comparison,
with its verdict. What is exported twice is there twice.

Examples:
  digits export latest --to zip
  digits export --all --to csv --out results/runs.csv
  digits export defaults wide --to tensorboard --out events
  digits export --comparison 20260131-1200 --to mlflow --experiment digits

Exit codes: 0 exported, 1 it could not be, 2 bad usage, 130 stopped by Ctrl-C.`;

/** `digits export`: gives runs to other programs. */
export function addExportCommand(program: Command, cli: Cli): void {
  const mlflow = (option: Option): Option => option.helpGroup('MLflow:');
  program
    .command('export')
    .addArgument(runArgument('[id...]'))
    .summary('give runs to other programs')
    .description('Writes runs as TensorBoard event files, CSV, JSON or zip archives, or sends them to an MLflow tracking server.')
    .addHelpText('after', details)
    .addOption(
      offering(
        new Option('--to <format>', 'What they become: tensorboard, mlflow, csv, json or zip.')
          .argParser(parseFormat)
          .makeOptionMandatory(),
        {
          kind: 'words',
          words: formats,
        },
      ),
    )
    .addOption(
      offering(new Option('--out <path>', 'The file, or the folder, to write. [runs.csv, runs.json, ID.zip, tensorboard]'), {
        kind: 'file',
      }),
    )
    .option('--force', 'Replace files that are there.')
    .option('--all', 'Every run that is not archived.')
    .option('--comparison <id>', 'The runs of a comparison, by its id or the beginning of it.')
    .addOption(runsOption())
    .option('--json', 'Write what was exported as JSON.')
    .addOption(mlflow(new Option('--tracking-uri <url>', 'The tracking server. [MLFLOW_TRACKING_URI]')))
    .addOption(
      mlflow(
        new Option('--experiment <name>', `The experiment, made if it is not there. [MLFLOW_EXPERIMENT_NAME; else ${DEFAULT_EXPERIMENT}]`),
      ),
    )
    .addOption(mlflow(new Option('--no-artifacts', 'Send no files.')))
    .action(async (ids: readonly string[], options: ExportOptions) => {
      cli.exitCode = await exportRuns(ids, options, cli);
    });
}

interface ExportOptions extends RunsOption, MlflowFlags {
  readonly to: Format;
  readonly out?: string;
  readonly force?: true;
  readonly all?: true;
  readonly comparison?: string;
  readonly json?: true;
}

async function exportRuns(ids: readonly string[], options: ExportOptions, cli: Cli): Promise<number> {
  const { to } = options;
  const misplaced =
    to === 'mlflow'
      ? [options.out !== undefined && '--out', options.force && '--force']
      : [
          options.trackingUri !== undefined && '--tracking-uri',
          options.experiment !== undefined && '--experiment',
          !options.artifacts && '--no-artifacts',
        ];
  const wrong = misplaced.find(flag => typeof flag === 'string');
  if (wrong !== undefined) throw new UsageError(`export: ${wrong} says nothing with --to ${to}.`);
  const { folders, comparison } = await chosen(ids, options, cli);
  return to === 'mlflow' ? exportToMlflow({ folders, comparison }, options, cli) : exportToFiles(folders, { ...options, to }, cli);
}

interface Chosen {
  readonly folders: readonly string[];
  readonly comparison?: ExportedComparison;
}

async function chosen(ids: readonly string[], options: ExportOptions, cli: Cli): Promise<Chosen> {
  const ways = [ids.length > 0, options.all, options.comparison !== undefined].filter(Boolean).length;
  if (ways === 0) throw new UsageError('export: which runs? Give their ids, --all or --comparison.');
  if (ways > 1) throw new UsageError('export: give the ids of runs, --all or --comparison, not several of them.');
  const runs = runsFolder(options, cli);
  const { err } = cli.output;
  if (options.comparison !== undefined) {
    const comparison = await exportedComparison(runs, options.comparison);
    if (comparison.missing.length > 0)
      err.line(`note: ${counted(comparison.missing.length, 'run')} of the comparison, not done yet, left out.`);
    return { folders: comparison.folders, comparison };
  }
  const folders: string[] = [];
  // One after the other: each may look at the names of all runs.
  for (const id of ids) folders.push(await findRun(runs, id));
  if (!options.all) return { folders: [...new Set(folders)] };
  const { runs: found, broken } = await listRuns(runs);
  for (const { reason } of broken) err.line(`warning: ${reason}`);
  const meant = found.filter(({ labels }) => !labels.archived);
  // What is being trained is whole only in a table of what is known so far.
  const ended = options.to === 'csv' || options.to === 'json' ? meant : meant.filter(({ status }) => status !== 'running');
  if (ended.length < meant.length) err.line(`note: ${counted(meant.length - ended.length, 'run')} being trained, left out.`);
  if (ended.length === 0) throw new UsageError(`export: there are no runs in ${runs} to export.`);
  return { folders: ended.map(({ folder }) => folder) };
}

async function exportToFiles(folders: readonly string[], options: ExportOptions & { readonly to: FileFormat }, cli: Cli): Promise<number> {
  const { to, out: asked, force, json } = options;
  const stopped = new AbortController();
  const interruption = cli.onInterrupt(() => stopped.abort());
  try {
    const place = path.resolve(cli.cwd, asked ?? usualPlace(to, folders));
    const { files, remarks } = await exportFiles(folders, { format: to, path: place, replaces: force === true, signal: stopped.signal });
    for (const remark of remarks) cli.output.err.line(`note: ${remark}`);
    if (json) cli.output.out.json({ to, runs: folders.map(folder => path.basename(folder)), files, remarks }, 2);
    else cli.output.out.line(`Exported ${counted(folders.length, 'run')} to ${places(files, place, { to, count: folders.length }, cli)}.`);
    return ExitCode.done;
  } catch (error) {
    if (interruption.exitCode === undefined) throw error;
    return interruption.exitCode;
  } finally {
    interruption.dispose();
  }
}

function places(
  files: readonly string[],
  place: string,
  { to, count }: { readonly to: FileFormat; readonly count: number },
  cli: Cli,
): string {
  if (isFolderOf(to, count)) return seenFrom(cli.cwd, place);
  const names = files.map(file => seenFrom(cli.cwd, file));
  return [names.slice(0, -1).join(', '), names.at(-1)].filter(Boolean).join(' and ');
}

/** In the current folder. */
function usualPlace(to: FileFormat, folders: readonly string[]): string {
  switch (to) {
    case 'csv':
    case 'json':
      return `runs.${to}`;
    case 'zip':
      return isFolderOf(to, folders.length) ? '.' : `${path.basename(folders[0] ?? 'run')}.zip`;
    case 'tensorboard':
      return 'tensorboard';
  }
}

/** @throws {UsageError} */
function parseFormat(text: string): Format {
  const format = formats.find(one => one === text);
  if (!format) throw new UsageError(`--to ${text}: expected one of ${formats.join(', ')}.`);
  return format;
}
