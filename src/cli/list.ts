import type { Command } from 'commander';
import { listRuns } from '../runFolder/listRuns';
import type { Cli } from './context';
import { ExitCode } from './exitCode';
import { columnsOf, table, valueOf } from './runColumns';
import { collect, runsFolder, runsOption, type RunsOption } from './runsOption';
import { parseFilter, type RunFilter } from './runFilter';

const details = `
Columns: id, name, status, created, duration, epochs, loss, accuracy, val_loss, val_accuracy, test_loss, test_accuracy, tags, author
and every parameter. Those shown are the parameters that vary, and the metrics that say most.

Examples:
  digits list --sort -test_accuracy             the best first
  digits list --filter status=completed --filter num_filters>=64
  digits list --columns id,seed,test_accuracy --json`;

/** `digits list`: the runs of a folder as a table. */
export function addListCommand(program: Command, cli: Cli): void {
  program
    .command('list')
    .summary('list the runs')
    .description('Lists the runs, the newest last; archived ones only with --all.')
    .addHelpText('after', details)
    .addOption(runsOption())
    .option('--sort <column>', 'Sort by a column; with - before it from the highest down. [created]', 'created')
    .option('--filter <condition>', 'Only runs with COLUMN=VALUE (or != < <= > >=), or with a tag; may be given again.', collect)
    .option('--columns <names>', 'The columns to show, with commas between them.')
    .option('--all', 'Show archived runs too.')
    .option('--json', 'Write the runs as JSON.')
    .action(async (options: ListOptions) => {
      cli.exitCode = await list(options, cli);
    });
}

interface ListOptions extends RunsOption {
  readonly sort: string;
  readonly filter?: readonly string[];
  readonly columns?: string;
  readonly all?: true;
  readonly json?: true;
}

async function list(options: ListOptions, cli: Cli): Promise<number> {
  const { out, err, style } = cli.output;
  const filters: RunFilter[] = (options.filter ?? []).map(parseFilter);
  const descending = options.sort.startsWith('-');
  const sortColumn = columnsOf([descending ? options.sort.slice(1) : options.sort])[0]!;
  const chosen = options.columns === undefined ? undefined : columnsOf(options.columns.split(','));
  const folder = runsFolder(options, cli);
  const { runs, broken } = await listRuns(folder);
  const shown = runs.filter(run => (options.all || !run.labels.archived) && filters.every(filter => filter(run)));
  const sorted = shown.toSorted((a, b) => {
    const [x, y] = [valueOf(sortColumn, a), valueOf(sortColumn, b)];
    // What has no value comes last, whichever way it is sorted.
    if (x === null || y === null) return Number(x === null) - Number(y === null);
    return (x < y ? -1 : x > y ? 1 : 0) * (descending ? -1 : 1);
  });
  if (options.json) out.write(`${JSON.stringify(sorted, undefined, 2)}\n`);
  else if (sorted.length > 0) for (const line of table(sorted, chosen, style)) out.write(`${line}\n`);
  else
    err.write(runs.length === 0 ? `There are no runs in ${folder} yet. digits train makes one.\n` : `None of ${runs.length} runs fits.\n`);
  for (const { reason } of broken) err.write(`warning: ${reason}\n`);
  return ExitCode.done;
}
