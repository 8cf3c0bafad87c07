import path from 'node:path';
import { Option, type Command } from 'commander';
import { REPRODUCTION } from '../contract/labels';
import { newRunId } from '../contract/runId';
import type { EngineChoice } from '../contract/trainer';
import { findRun } from '../runFolder/findRun';
import { checkOnThisComputer } from '../runFolder/networkFolder';
import { readConfig, readOverview, requireTrained } from '../runFolder/readRun';
import { sameConditions } from '../runs/reproduction';
import type { Cli } from './context';
import { compareRuns } from '../runFolder/compareRuns';
import { engineOption } from './engineOption';
import { ExitCode, UsageError } from './exitCode';
import { RunReporter } from './runReporter';
import { runArgument } from './runArgument';
import { runsFolder, runsOption, type RunsOption } from './runsOption';
import { parseThreads } from './train';
import { trainInForeground } from './trainInForeground';

/** `digits reproduce`: trains a run again and says whether the same came out. */
export function addReproduceCommand(program: Command, cli: Cli): void {
  program
    .command('reproduce')
    .addArgument(runArgument('<id>'))
    .summary('train a run again and compare')
    .description(
      'Trains again with the parameters and threads of a run, as a new run, and says whether the result is identical, within tolerance or different, and what could be the cause.',
    )
    .addHelpText('after', '\nExit codes: 0 identical or within tolerance, 1 different or failed, 2 bad usage.')
    .addOption(runsOption())
    .addOption(new Option('--threads <n>', "Other threads than the run's.").argParser(parseThreads))
    .addOption(engineOption("the run's own"))
    .option('--json', 'Write the comparison as JSON, and nothing else.')
    .action(async (id: string, options: ReproduceOptions) => {
      cli.exitCode = await reproduce(id, options, cli);
    });
}

interface ReproduceOptions extends RunsOption {
  readonly threads?: number;
  readonly engine?: EngineChoice;
  readonly json?: true;
}

async function reproduce(prefix: string, options: ReproduceOptions, cli: Cli): Promise<number> {
  const runs = runsFolder(options, cli);
  const original = await findRun(runs, prefix);
  const { config: found, status } = await readOverview(original);
  const config = requireTrained(found, original);
  if (status !== 'completed') throw new UsageError(`${config.id} is ${status}; only a completed run can be reproduced.`);
  checkOnThisComputer(config.parameters);
  const id = newRunId(new Date());
  const folder = path.join(runs, id);
  const usual = sameConditions(config);
  const { threads = usual.threads, engine = usual.engine } = options;
  if (usual.warning !== undefined && options.engine === undefined) cli.output.err.line(`note: ${usual.warning}`);
  const reporter = new RunReporter(cli.output);
  const exitCode = await trainInForeground(cli, {
    job: {
      type: 'start',
      request: { id, folder, parameters: config.parameters, threads, engine, parent: config.id, labels: { tags: [REPRODUCTION] } },
    },
    reporter,
    onEvent: event => {
      // What is logged goes to standard error.
      if (!options.json || event.type === 'logged') reporter.report(event);
    },
  });
  if (exitCode !== ExitCode.done) return exitCode;
  const comparison = await compareRuns(original, folder, [config, await readConfig(folder)]);
  const { lines, ...figures } = comparison;
  if (options.json) cli.output.out.json({ original: config.id, reproduction: id, ...figures }, 2);
  else cli.output.out.lines(['', `${id} beside ${config.id}:`, ...lines]);
  return comparison.verdict === 'different' ? ExitCode.failed : ExitCode.done;
}
