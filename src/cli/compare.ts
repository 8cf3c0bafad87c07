import { Option, type Command } from 'commander';
import type { PairedResult } from '../contract/inspection';
import { distinctLabels, type LabelRules } from '../experiment/distinctLabels';
import type { ListedRun } from '../experiment/listedRun';
import { comparisonColumns } from '../experiment/comparison/columns';
import { configDiff } from '../experiment/comparison/configDiff';
import { groupings, type Grouping } from '../experiment/comparison/grouping';
import { makingFacts } from '../experiment/comparison/making';
import { comparisonTable } from '../experiment/comparison/table';
import { findRun } from '../runFolder/findRun';
import { AT_ONCE } from '../runFolder/listRuns';
import { readOverview, type RunOverview } from '../runFolder/readRun';
import type { Inspector } from '../runs/inspector';
import { readTracking } from '../tracking/wandb/trackingFile';
import { mapAtOnce } from '../util/mapAtOnce';
import { messageOf } from '../util/messageOf';
import { wrapped } from '../util/wrapped';
import { comparisonJson, type Compared } from './comparisonJson';
import { comparisonLines } from './comparisonLines';
import { offering } from './completion/offered';
import type { Cli } from './context';
import { ExitCode, UsageError } from './exitCode';
import { listedRunOf } from './listedRunOf';
import { runArgument } from './runArgument';
import { runsFolder, runsOption, type RunsOption } from './runsOption';
import { withInspector } from './withInspector';

const details = `
Differences are those from the baseline; better ones are green. A ± behind the
difference in test accuracy says how far other test images could have moved it:
it is made from the images that only one of the two runs reads right. Another
seed moves it too, which only several runs of each can tell (--group replicates).

Examples:
  digits compare latest defaults
  digits compare 20260131-1200 20260131-1300 --baseline defaults
  digits compare a b c d --group replicates     means over the seeds
  digits compare a b --json | jq '.runs[].differences.test_accuracy'`;

/** `digits compare`: runs beside each other, and what differs between them. */
export function addCompareCommand(program: Command, cli: Cli): void {
  program
    .command('compare')
    .addArgument(runArgument('<id...>'))
    .summary('compare runs')
    .description(
      'Compares two or more runs: what varies, what they reached, how they differ from a baseline, and what single runs can tell.',
    )
    .addHelpText('after', details)
    .addOption(runsOption())
    .addOption(offering(new Option('--baseline <id>', 'The run that the others are compared with. [the first]'), { kind: 'run' }))
    .addOption(
      offering(
        new Option(
          '--group <by>',
          'Rows of groups, with mean ± standard deviation: by replicates (all but the seed) or a parameter.',
        ).argParser(parseGrouping),
        { kind: 'words', words: groupings },
      ),
    )
    .option('--json', 'Write everything about the comparison as JSON.')
    .action(async (ids: readonly string[], options: CompareOptions) => {
      cli.exitCode = await compare(ids, options, cli);
    });
}

interface CompareOptions extends RunsOption {
  readonly baseline?: string;
  readonly group?: Grouping;
  readonly json?: true;
}

async function compare(ids: readonly string[], options: CompareOptions, cli: Cli): Promise<number> {
  const { out, err } = cli.output;
  const folder = runsFolder(options, cli);
  // One after the other: each may look at the names of all runs.
  const asked = await mapAtOnce(ids, 1, id => findRun(folder, id));
  const ofBaseline = options.baseline === undefined ? asked[0]! : await findRun(folder, options.baseline);
  // A baseline that is not among them stands first.
  const folders = [...new Set(asked.includes(ofBaseline) ? asked : [ofBaseline, ...asked])];
  if (folders.length < 2) throw new UsageError('expected at least two different runs.');
  const found = await mapAtOnce(folders, AT_ONCE, readOverview);
  const runs = await mapAtOnce(found, AT_ONCE, async run => listedRunOf({ ...run, tracking: await readTracking(run.folder) }));
  let paired: ReadonlyMap<string, PairedResult> = new Map();
  const exitCode = await withInspector(cli, async inspector => {
    paired = await pairedResults(found, ofBaseline, inspector);
    return ExitCode.done;
  });
  if (exitCode !== ExitCode.done) return exitCode;
  const baseline = runs[folders.indexOf(ofBaseline)]!;
  const parentOf = await parentsOf(found, runs, folder);
  const making = found.map(({ config }) => makingFacts(config));
  const compared: Compared = {
    runs,
    folders,
    baseline,
    making,
    parentOf,
    paired,
    labels: distinctLabels(runs, { parentOf }),
    table: comparisonTable(runs, { columns: columnsFor(runs), baseline: baseline.id, grouping: options.group, parentOf }),
    diff: configDiff(runs.map(({ parameters }, i) => ({ parameters, making: making[i]! }))),
  };
  if (options.json) out.json(comparisonJson(compared), 2);
  else {
    const { lines, leftOut } = comparisonLines(compared, cli.output);
    out.lines(lines);
    if (leftOut.length > 0) {
      const note = wrapped(`No room for ${leftOut.join(', ')}; --json has all.`, cli.output.columns);
      err.lines(note.split('\n').map(line => cli.output.style('dim', line)));
    }
  }
  return ExitCode.done;
}

/** The usual ones, how each run ended if not all are complete, and the id, by which another command can name it. */
function columnsFor(runs: readonly ListedRun[]): string[] {
  const status = runs.every(run => run.status === 'completed') ? [] : ['status'];
  return [...comparisonColumns(runs).map(({ name }) => name), ...status, 'id'];
}

/** By id, of every run but the baseline; one that cannot be compared has the reason. */
async function pairedResults(
  found: readonly RunOverview[],
  baseline: string,
  inspector: Inspector,
): Promise<ReadonlyMap<string, PairedResult>> {
  const others = found.filter(run => run.folder !== baseline);
  try {
    const { results } = await inspector.ask({ type: 'paired', baseline, folders: others.map(run => run.folder) });
    return new Map(others.map(({ id }, i) => [id, results[i]!]));
  } catch (error) {
    const reason = messageOf(error);
    return new Map(others.map(({ id }) => [id, { outcome: 'refused', reason }]));
  }
}

/** The run that each was made from, which need not be among those that are compared. */
async function parentsOf(
  found: readonly RunOverview[],
  runs: readonly ListedRun[],
  folder: string,
): Promise<NonNullable<LabelRules['parentOf']>> {
  const parents = new Map<string, ListedRun>();
  for (const { id, config } of found) {
    const parent = config.parent;
    if (parent === null || parent === undefined) continue;
    const known = runs.find(run => run.id === parent) ?? (await overviewOf(folder, parent));
    if (known) parents.set(id, known);
  }
  return id => parents.get(id);
}

/** Undefined if it is gone or cannot be read. */
async function overviewOf(folder: string, id: string): Promise<ListedRun | undefined> {
  const found = await findRun(folder, id)
    .then(readOverview)
    .catch(() => undefined);
  return found?.id === id ? listedRunOf(found) : undefined;
}

/** @throws {UsageError} */
function parseGrouping(text: string): Grouping {
  const grouping = groupings.find(one => one === text.trim().replaceAll('-', '_').toLowerCase());
  if (!grouping) throw new UsageError(`--group ${text}: expected one of ${groupings.join(', ')}.`);
  return grouping;
}
