import type { Command } from 'commander';
import { finishDeletions } from '../runFolder/deleteRun';
import { listRuns } from '../runFolder/listRuns';
import { readTracking } from '../tracking/wandb/trackingFile';
import type { Cli } from './context';
import { ExitCode } from './exitCode';
import { columnsOf, type ListedRun } from './runColumns';
import { collect, runsFolder, runsOption, type RunsOption } from './runsOption';
import { parseFilter, type RunFilter } from './runFilter';
import { runTable } from './runTable';

const details = `
Columns: id, name, status, created, duration, loss, accuracy, val_loss,
val_accuracy, test_loss, test_accuracy, wandb, tags, author and every parameter.
Without --columns: the parameters that vary, and the metrics that say most.

Examples:
  digits list --sort -test_accuracy             the best first
  digits list --filter 'num_filters>=64' --filter status=completed
  digits list --filter 'test_accuracy>99%' --filter 'duration<2m'
  digits list --columns id,seed,test_accuracy`;

/** `digits list`: the runs of a folder as a table. */
export function addListCommand(program: Command, cli: Cli): void {
  program
    .command('list')
    .summary('list the runs')
    .description('Lists the runs, the newest last; archived ones only with --all.')
    .addHelpText('after', details)
    .addOption(runsOption())
    .option('--sort <column>', 'Sort by a column; with - before it from the highest down. [created]')
    .option(
      '--filter <condition>',
      'Only runs with COLUMN=VALUE (or != < <= > >=), or with that tag or in whose name that stands; may be given again.',
      collect,
    )
    .option('--columns <names>', 'The columns of the table, with commas between them.')
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
  const filters: RunFilter[] = (options.filter ?? []).map(parseFilter);
  const { sort = 'created' } = options;
  const descending = sort.startsWith('-');
  const sortColumn = columnsOf([descending ? sort.slice(1) : sort])[0]!;
  const chosen = options.columns === undefined ? undefined : columnsOf(options.columns.split(','));
  const folder = runsFolder(options, cli);
  const { runs: found, broken } = await listRuns(folder);
  await finishDeletions(folder);
  const runs: ListedRun[] = await Promise.all(found.map(async run => ({ ...run, tracking: await readTracking(run.folder) })));
  const shown = runs.filter(run => (options.all || !run.labels.archived) && filters.every(filter => filter(run)));
  const sorted = shown.toSorted((a, b) => {
    const [x, y] = [sortColumn.value(a), sortColumn.value(b)];
    // What has no value comes last, whichever way it is sorted.
    if (x === null || y === null) return Number(x === null) - Number(y === null);
    return (x < y ? -1 : x > y ? 1 : 0) * (descending ? -1 : 1);
  });
  if (options.json) out.json(sorted, 2);
  else if (sorted.length > 0) {
    const { lines, leftOut } = runTable(sorted, chosen, cli.output);
    out.lines(lines);
    if (leftOut.length > 0) err.line(cli.output.style('dim', `No room for ${leftOut.join(', ')}; --columns chooses.`));
  } else if (runs.length === 0)
    err.line(`There are no runs in ${folder}${broken.length > 0 ? ' that can be read' : ' yet. digits train makes one'}.`);
  else err.line(`None of the ${runs.length} runs fits${filters.length === 0 ? ': they are archived; --all shows them' : ''}.`);
  for (const { reason } of broken) err.line(`warning: ${reason}`);
  return ExitCode.done;
}
