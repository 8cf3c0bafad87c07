import { Option, type Command } from 'commander';
import { groupings, type Grouping } from '../experiment/comparison/grouping';
import { compareRuns } from '../queries/compareRuns';
import { comparisonJson, type Compared } from '../queries/comparisonJson';
import { findRun } from '../runFolder/findRun';
import { mapAtOnce } from '../util/mapAtOnce';
import { wrapped } from '../util/wrapped';
import { comparisonLines } from './comparisonLines';
import { offering } from './completion/offered';
import type { Cli } from './context';
import { ExitCode, UsageError } from './exitCode';
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
  const done: Compared[] = [];
  const exitCode = await withInspector(cli, async inspector => {
    done.push(await compareRuns({ folders: asked, baseline: ofBaseline, grouping: options.group }, inspector));
    return ExitCode.done;
  });
  const [compared] = done;
  if (exitCode !== ExitCode.done || !compared) return exitCode;
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

/** @throws {UsageError} */
function parseGrouping(text: string): Grouping {
  const grouping = groupings.find(one => one === text.trim().replaceAll('-', '_').toLowerCase());
  if (!grouping) throw new UsageError(`--group ${text}: expected one of ${groupings.join(', ')}.`);
  return grouping;
}
