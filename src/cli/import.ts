import path from 'node:path';
import { Argument, Option, type Command } from 'commander';
import type { ImportedRecordings, ImportProgress } from '../contract/importing';
import { arrayRoles, usualNamesOf, type ArrayRole } from '../runFolder/importing/arrayRoles';
import { RunFolderError } from '../runFolder/runFolderError';
import { startImport } from '../runs/process/importProcess';
import { counted, grouped, percent } from '../util/format';
import { offering } from './completion/offered';
import type { Cli } from './context';
import { ExitCode, UsageError } from './exitCode';
import { StatusLine } from './progress';
import { runsFolder, runsOption, type RunsOption } from './runsOption';

const details = `
What is at each path is found out; a folder is looked through. It takes
  TensorBoard's event files, their scalars and hparams
  CSV logs of Keras and Lightning, or any with a column epoch or step
  run folders of W&B (offline-run-…, run-…), of wandb 0.13 to 0.31
  MLflow's mlruns/ and mlflow.db
and makes a run of each, with a copy of everything, so that the original may
go. What was imported before is named and not imported again.

Of arrays any integer or float type is read, in any byte order, of .npy 1.0 to
3.0 and of .npz archives. They are known by their usual names:
${arrayRoles.map(role => `  ${role}: ${usualNamesOf(role)}, …`).join('\n')}
It takes the truth with predictions or probabilities, or both. A folder stands
for the arrays in it; several folders, or archives, that have all of them make a
run each.

Examples:
  digits import wandb/ mlruns/ logs/
  digits import lightning_logs/version_3/metrics.csv --name 'ResNet, lr 0.01'
  digits import y_true.npy y_prob.npy --name 'scikit-learn, k = 3'
  digits import --truth test.npy --predictions out.npy

Exit codes: 0 imported, or there already, 1 something could not be imported,
2 bad usage.`;

/** `digits import`: makes runs of what other programs left. */
export function addImportCommand(program: Command, cli: Cli): void {
  const file = (role: ArrayRole, what: string): Option => offering(new Option(`--${role} <file>`, what), { kind: 'file' });
  program
    .command('import')
    .addArgument(offering(new Argument('[path...]', 'Files, or folders that are looked through.'), { kind: 'file' }))
    .summary('make runs of what other programs left')
    .description(
      'Makes runs of what TensorBoard, Keras, Lightning, W&B or MLflow recorded, or of labels and probabilities in NumPy arrays, to look at and compare like any other.',
    )
    .addHelpText('after', details)
    .addOption(runsOption())
    .addOption(file('truth', 'The array of the true classes.'))
    .addOption(file('predictions', 'The array of the predicted classes.'))
    .addOption(file('probabilities', 'The array of the probabilities, a row for each image.'))
    .option('--name <text>', 'What the run is called. [as it is called there]')
    .option('--json', 'Write the runs as JSON.')
    .action(async (paths: readonly string[], options: ImportOptions) => {
      cli.exitCode = await importRuns(paths, options, cli);
    });
}

interface ImportOptions extends RunsOption, Partial<Readonly<Record<ArrayRole, string>>> {
  readonly name?: string;
  readonly json?: true;
}

async function importRuns(paths: readonly string[], { name, json, ...options }: ImportOptions, cli: Cli): Promise<number> {
  const named = arrayRoles.flatMap(role => (options[role] === undefined ? [] : [[role, path.resolve(cli.cwd, options[role])] as const]));
  if (paths.length === 0 && named.length === 0) throw new UsageError('import: what? Give files, folders or --truth and --predictions.');
  const asked = {
    runsFolder: runsFolder(options, cli),
    paths: paths.map(one => path.resolve(cli.cwd, one)),
    ...(name !== undefined && { name }),
  };
  const status = new StatusLine(cli.output);
  const importing = startImport({
    file: cli.importerFile,
    request: named.length === 0 ? { type: 'importRuns', ...asked } : { type: 'importArrays', ...asked, ...Object.fromEntries(named) },
    onProgress: progress => status.show(progressLine(progress).slice(0, cli.output.columns - 1)),
  });
  const interruption = cli.onInterrupt(() => importing.stop());
  try {
    const imported = await importing.imported;
    status.clear();
    const exitCode = showImported(imported, { isJson: json === true, isStopped: interruption.exitCode !== undefined }, cli);
    return interruption.exitCode ?? exitCode;
  } finally {
    status.clear();
    interruption.dispose();
  }
}

function progressLine({ path: place, done, of }: ImportProgress): string {
  return of === 0 ? `looking through ${path.basename(place)}` : `${done + 1} of ${of}   ${path.basename(place)}`;
}

/** @throws {RunFolderError} with the reasons, if nothing could be imported */
function showImported(
  { arrays, runs, failed }: ImportedRecordings,
  { isJson, isStopped }: { readonly isJson: boolean; readonly isStopped: boolean },
  { output: { out, err } }: Cli,
): number {
  // What was made before stays; without any there is nothing to tell.
  if (isStopped && arrays.length + runs.length === 0) return ExitCode.done;
  if (arrays.length + runs.length === 0 && failed.length > 0) throw new RunFolderError(failed.map(({ reason }) => reason).join('\n'));
  for (const { notes } of arrays) for (const note of notes) err.line(`note: ${note}`);
  for (const { id, missing } of runs) for (const one of missing) err.line(`note: ${id}: ${one}`);
  if (isJson) out.json([...arrays, ...runs], 2);
  else {
    for (const run of arrays) out.lines(importedLines(run));
    for (const run of runs) out.line(recordedLine(run));
  }
  for (const { reason } of failed) err.line(`error: ${reason}`);
  return failed.length === 0 ? ExitCode.done : ExitCode.failed;
}

function recordedLine({ id, name, tool, source, isThere, earlier, state, rows }: ImportedRecordings['runs'][number]): string {
  const from = `${tool}, ${source}`;
  if (isThere) return `${id}  ${name}   is there already, from ${from}`;
  const before = earlier.length === 0 ? '' : `; as it was before: ${earlier.join(', ')}`;
  return `${id}  ${name}   ${counted(rows, 'row')} of metrics, ${state === 'running' ? 'not ended' : state}, from ${from}${before}`;
}

function importedLines({ id, name, images, classes, accuracy, dataset, arrays }: ImportedRecordings['arrays'][number]): string[] {
  const data = dataset === null ? 'of a data set that is not known here' : `of ${dataset}`;
  const sources = [arrays.truth, arrays.predictions, arrays.probabilities].filter(one => one !== undefined).join(', ');
  return [
    `${id}  ${name}`,
    `  accuracy ${percent(accuracy)}   ${grouped(images)} images of ${classes} classes, ${data}`,
    `  from ${sources}; digits show ${id} shows all of it`,
  ];
}
