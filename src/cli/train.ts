import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import { Option, type Command } from 'commander';
import { describeNetwork, mnistFormat } from '../contract/network';
import { ParameterError, type Parameters } from '../contract/parameters';
import { newRunId } from '../contract/runId';
import type { TrainerEvent } from '../contract/trainer';
import { startTrainer, type TrainerOutcome } from '../runs/trainerProcess';
import type { Cli } from './context';
import { ExitCode, UsageError } from './exitCode';
import { networkTable } from './networkTable';
import { addParameterFlags, parametersFrom } from './parameterFlags';
import { RunReporter } from './runReporter';

const examples = `
Examples:
  digits train --epochs 2                       two passes over MNIST
  digits train --num-filters 64 --seed 3        twice the filters, another seed
  digits train --data ./fashion-mnist           images of your own, as IDX files
  digits train --dry-run --num-layers 3         only show the network

Exit codes: 0 done, 1 failed, 2 bad usage, 130 stopped by Ctrl-C (evaluated
first), 143 stopped by SIGTERM (the same).`;

/** `digits train`: trains a network with the parameters given as flags and shows how it goes. */
export function addTrainCommand(program: Command, cli: Cli): void {
  const command = program
    .command('train')
    .summary('train the digits CNN')
    .description(
      'Trains a convolutional network on images of digits and tests it once, at the end.\nIn brackets: the default; what is possible.',
    )
    .addHelpText('after', examples);
  addParameterFlags(command);
  command
    .addOption(new Option('--data <dir>', 'The same as --dataset with a folder.').helpGroup('Data:'))
    .addOption(
      new Option('--threads <n>', 'Threads that compute gradients. [one a core; 1 to 256]').argParser(parseThreads).helpGroup('Run:'),
    )
    .addOption(new Option('--json', 'Write the events of the run as JSON lines, and nothing else, to standard output.').helpGroup('Run:'))
    .addOption(new Option('--dry-run', 'Show the layers of the network and train nothing.').helpGroup('Run:'))
    .action(async (options: TrainOptions) => {
      cli.exitCode = await train(options, cli);
    });
}

interface TrainOptions extends Readonly<Record<string, unknown>> {
  readonly data?: string;
  readonly threads?: number;
  readonly json?: true;
  readonly dryRun?: true;
}

async function train(options: TrainOptions, cli: Cli): Promise<number> {
  const parameters = withFolder(parametersFrom(options), options.data, cli.cwd);
  // The size of a folder's images is known only when it is read; the trainer checks again.
  const network = parameters.dataset === 'mnist' || options.dryRun ? describeNetwork(parameters, mnistFormat) : undefined;
  const { out, err } = cli.output;
  if (options.dryRun && network) {
    out.write(options.json ? `${JSON.stringify(network)}\n` : `${networkTable(network).join('\n')}\n`);
    return ExitCode.done;
  }
  const reporter = new RunReporter(cli.output);
  const report = (event: TrainerEvent): void => {
    if (options.json) out.write(`${JSON.stringify(event)}\n`);
    else reporter.report(event);
  };
  const trainer = startTrainer({
    trainerFile: cli.trainerFile,
    request: { id: newRunId(new Date()), parameters, ...(options.threads !== undefined && { threads: options.threads }) },
    onEvent: report,
  });
  let killed = false;
  const interrupted = cli.onInterrupt(first => {
    reporter.clear();
    if (first) {
      err.write('Stopping after this batch, then evaluating. Ctrl-C again ends at once.\n');
      trainer.stop();
    } else {
      killed = true;
      trainer.kill();
    }
  });
  const outcome = await trainer.ended;
  interrupted.dispose();
  reporter.clear();
  if (outcome.status === 'failed' && !killed) err.write(`${failure(outcome)}\n`);
  return interrupted.exitCode ?? exitCodeOf(outcome);
}

function exitCodeOf(outcome: TrainerOutcome): number {
  if (outcome.status !== 'failed') return ExitCode.done;
  return outcome.refused ? ExitCode.badUsage : ExitCode.failed;
}

function failure({ reason, stderrTail }: TrainerOutcome & { status: 'failed' }): string {
  return `digits: ${reason}${stderrTail ? `\nThe last the trainer wrote:\n${stderrTail}` : ''}`;
}

/** `--data DIR` is `--dataset DIR`; either way the folder is meant from where the command was called. */
function withFolder(parameters: Parameters, data: string | undefined, cwd: string): Parameters {
  if (data !== undefined && parameters.dataset !== 'mnist' && path.resolve(cwd, data) !== path.resolve(cwd, parameters.dataset)) {
    throw new UsageError(`--data ${data} and --dataset ${parameters.dataset} name different folders; give one of them.`);
  }
  const dataset = data ?? parameters.dataset;
  if (data === undefined && dataset === 'mnist') return parameters;
  const folder = path.resolve(cwd, dataset);
  if (!existsSync(folder) || !statSync(folder).isDirectory()) {
    throw new ParameterError('dataset', dataset, `there is no such folder; expected mnist or a folder with the four IDX files.`);
  }
  return { ...parameters, dataset: folder };
}

function parseThreads(text: string): number {
  const threads = Number(text);
  if (Number.isInteger(threads) && threads >= 1 && threads <= 256) return threads;
  throw new UsageError(`--threads ${text}: expected a whole number from 1 to 256.`);
}
