import path from 'node:path';
import { Argument, Option, type Command } from 'commander';
import type { ImportedRuns } from '../contract/importing';
import { arrayRoles, usualNamesOf, type ArrayRole } from '../runFolder/importing/arrayRoles';
import { grouped, percent } from '../util/format';
import { offering } from './completion/offered';
import type { Cli } from './context';
import { ExitCode, UsageError } from './exitCode';
import { runsFolder, runsOption, type RunsOption } from './runsOption';
import { withInspector } from './withInspector';

const details = `
Arrays of any integer or float type are read, in any byte order, of .npy 1.0 to
3.0 and of .npz archives. They are known by their usual names:
${arrayRoles.map(role => `  ${role}: ${usualNamesOf(role)}, …`).join('\n')}
It takes the truth with predictions or probabilities, or both. A folder stands
for the arrays in it; several folders, or archives, that have all of them make a
run each.

Examples:
  digits import results/
  digits import y_true.npy y_prob.npy --name 'scikit-learn, k = 3'
  digits import --truth test.npy --predictions out.npy

Exit codes: 0 imported, 1 the arrays are no run, 2 bad usage.`;

/** `digits import`: makes a run of the arrays that another program left. */
export function addImportCommand(program: Command, cli: Cli): void {
  const file = (role: ArrayRole, what: string): Option => offering(new Option(`--${role} <file>`, what), { kind: 'file' });
  program
    .command('import')
    .addArgument(offering(new Argument('[path...]', 'Files (.npy, .npz) or folders of them.'), { kind: 'file' }))
    .summary('make a run of arrays from elsewhere')
    .description(
      'Makes a run of the labels and probabilities that another program left as NumPy arrays, to evaluate and compare it like any other.',
    )
    .addHelpText('after', details)
    .addOption(runsOption())
    .addOption(file('truth', 'The array of the true classes.'))
    .addOption(file('predictions', 'The array of the predicted classes.'))
    .addOption(file('probabilities', 'The array of the probabilities, a row for each image.'))
    .option('--name <text>', 'What the run is called. [the name of the folder]')
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
  const { out, err } = cli.output;
  const named = arrayRoles.flatMap(role => (options[role] === undefined ? [] : [[role, path.resolve(cli.cwd, options[role])] as const]));
  if (paths.length === 0 && named.length === 0)
    throw new UsageError('import: which arrays? Give files, folders or --truth and --predictions.');
  return withInspector(cli, async inspector => {
    const { runs } = await inspector.ask<'importArrays'>({
      type: 'importArrays',
      runsFolder: runsFolder(options, cli),
      paths: paths.map(one => path.resolve(cli.cwd, one)),
      ...Object.fromEntries(named),
      ...(name !== undefined && { name }),
    });
    for (const { notes } of runs) for (const note of notes) err.line(`note: ${note}`);
    if (json) out.json(runs, 2);
    else for (const run of runs) out.lines(importedLines(run));
    return ExitCode.done;
  });
}

function importedLines({ id, name, images, classes, accuracy, dataset, arrays }: ImportedRuns['runs'][number]): string[] {
  const data = dataset === null ? 'of a data set that is not known here' : `of ${dataset}`;
  const sources = [arrays.truth, arrays.predictions, arrays.probabilities].filter(one => one !== undefined).join(', ');
  return [
    `${id}  ${name}`,
    `  accuracy ${percent(accuracy)}   ${grouped(images)} images of ${classes} classes, ${data}`,
    `  from ${sources}; digits show ${id} shows all of it`,
  ];
}
