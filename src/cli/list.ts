import { Option, type Command } from 'commander';
import { parameterTable } from '../contract/parameters';
import { FilterError } from '../experiment/filterError';
import { findColumn, noSuchColumn, runColumns, type Column } from '../experiment/runColumns';
import { parseFilter, type RunFilter } from '../experiment/runFilter';
import { listingOf, marksOf } from '../queries/listing';
import { finishDeletions } from '../runFolder/deleteRun';
import { listRuns } from '../runFolder/listRuns';
import { readTracking } from '../tracking/wandb/trackingFile';
import { wrapped } from '../util/wrapped';
import { offering } from './completion/offered';
import type { Cli } from './context';
import { ExitCode, UsageError } from './exitCode';
import { collect, runsFolder, runsOption, type RunsOption } from './runsOption';
import { runTable } from './runTable';

/** All columns but the parameters'. */
const namedColumns = runColumns.slice(0, -parameterTable.length).map(({ name }) => name);

const details = `
${wrapped(`Columns: ${namedColumns.join(', ')} and every parameter.`, 79)}
Without --columns: the metrics that say most and the parameters that vary, as
far as the terminal has room. A run without a name stands under what differs
from its parent and the other runs. The best validation accuracy is marked, and
a pinned run has a • behind its id.

A filter is made of conditions and of words that the name, a tag, the status,
the id or a parameter has in it; a text with spaces may stand in "quotes".

Examples:
  digits list --sort -val_accuracy              the best first
  digits list --filter 'num_filters>=64' --filter status=completed
  digits list --filter 'val_accuracy>99% duration<2m'
  digits list --columns id,seed,val_accuracy`;

/** `digits list`: the runs of a folder as a table. */
export function addListCommand(program: Command, cli: Cli): void {
  program
    .command('list')
    .summary('list the runs')
    .description('Lists the runs, the newest last; archived ones only with --all.')
    .addHelpText('after', details)
    .addOption(runsOption())
    .addOption(
      offering(new Option('--sort <column>', 'Sort by a column; with - before it from the highest down. [created]'), {
        kind: 'words',
        words: runColumns.flatMap(({ name }) => [name, `-${name}`]),
      }),
    )
    .addOption(
      offering(
        new Option(
          '--filter <condition>',
          'Only runs with COLUMN=VALUE (or != < <= > >=), or in whose name, tags, status or parameters that word stands; may be given again.',
        ).argParser(collect),
        { kind: 'beginning', words: runColumns.map(({ name }) => name) },
      ),
    )
    .addOption(
      offering(new Option('--columns <names>', 'The columns of the table, with commas between them.'), {
        kind: 'list',
        words: runColumns.map(({ name }) => name),
      }),
    )
    .option('--all', 'Show archived runs too.')
    .option('--json', 'Write everything about the runs as JSON.')
    .action(async (options: ListOptions) => {
      cli.exitCode = await list(options, cli);
    });
}

interface ListOptions extends RunsOption {
  readonly sort?: string;
  readonly filter?: readonly string[];
  readonly columns?: string;
  readonly all?: true;
  readonly json?: true;
}

async function list(options: ListOptions, cli: Cli): Promise<number> {
  const { out, err } = cli.output;
  const filters = (options.filter ?? []).map(filterOf);
  const { sort = 'created' } = options;
  const descending = sort.startsWith('-');
  const sortColumn = columnOf(descending ? sort.slice(1) : sort);
  const chosen = options.columns?.split(',').map(columnOf);
  const folder = runsFolder(options, cli);
  const { runs: found, broken } = await listRuns(folder);
  await finishDeletions(folder);
  const runs = await Promise.all(found.map(async run => ({ ...run, tracking: await readTracking(run.folder) })));
  const listing = listingOf(runs, { filters, sort: { column: sortColumn, descending }, all: options.all ?? false });
  const { entries, parentOf } = listing;
  const marks = marksOf(listing);
  if (options.json)
    out.json(
      entries.map(({ run }) => ({ ...run, ...marks(run.id) })),
      2,
    );
  else if (entries.length > 0) {
    const { lines, leftOut } = runTable(
      entries.map(({ listed }) => listed),
      { columns: chosen, parentOf },
      cli.output,
    );
    out.lines(lines);
    if (leftOut.length > 0) {
      const note = wrapped(`No room for ${leftOut.join(', ')}; --columns chooses.`, cli.output.columns);
      err.lines(note.split('\n').map(line => cli.output.style('dim', line)));
    }
  } else if (runs.length === 0)
    err.line(`There are no runs in ${folder}${broken.length > 0 ? ' that can be read' : ' yet. digits train makes one'}.`);
  else err.line(`None of the ${runs.length} runs fits${filters.length === 0 ? ': they are archived; --all shows them' : ''}.`);
  for (const { reason } of broken) err.line(`warning: ${reason}`);
  return ExitCode.done;
}

/** @throws {UsageError} for a name that is no column's */
function columnOf(name: string): Column {
  const column = findColumn(name);
  if (!column) throw new UsageError(noSuchColumn(name));
  return column;
}

/** @throws {UsageError} for a filter that cannot be understood */
function filterOf(text: string): RunFilter {
  try {
    return parseFilter(text);
  } catch (error) {
    if (!(error instanceof FilterError)) throw error;
    throw new UsageError(error.condition === undefined ? error.message : `--filter ${error.message}`, { cause: error });
  }
}
