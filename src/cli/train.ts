import path from 'node:path';
import { Option, type Command } from 'commander';
import { describeNetwork, mnistFormat } from '../contract/network';
import { parameterTable, type Parameters } from '../contract/parameters';
import type { TrainedConfig } from '../contract/run';
import { newRunId } from '../contract/runId';
import { isThreadCount, MAX_THREADS } from '../contract/threads';
import type { EngineChoice, RunRequest, TrainerEvent } from '../contract/trainer';
import { checkDataIsThere } from '../runFolder/dataThere';
import { findRun } from '../runFolder/findRun';
import { checkOnThisComputer } from '../runFolder/networkFolder';
import { readConfig, readOverview } from '../runFolder/readRun';
import { RunFolderError } from '../runFolder/runFolderError';
import type { RunJob } from '../runs/executor';
import { beginningOfNotes } from '../wording/beginningOfNotes';
import { DIVERGES_AGAIN, wouldDivergeAgain } from '../wording/divergence';
import { offering } from './completion/offered';
import type { Cli } from './context';
import { dryRun } from './dryRun';
import { engineOption } from './engineOption';
import { ExitCode, UsageError } from './exitCode';
import { addParameterFlags, flagOf, optionName, parametersFrom } from './parameterFlags';
import { RunRecording } from './runRecording';
import { RunReporter } from './runReporter';
import { seenFrom } from './syncInWords';
import { trainInForeground } from './trainInForeground';
import { addWandbFlags, readWandb, type WandbOptions, type WandbSetup } from './wandbOptions';
import { collect, runsFolder, runsOption, type RunsOption } from './runsOption';

const examples = `
Examples:
  digits train --epochs 2                       two passes over MNIST
  digits train --num-filters 64 --seed 3        twice the filters, another seed
  digits train --data ./fashion-mnist           images of your own, in a folder
  digits train --data ./mnist.npz               arrays as Keras has them, or a CSV file
  digits train --data ./emnist/emnist-letters   one of several sets in a folder
  digits train --dry-run --num-layers 3         only show the network
  digits train --resume latest                  go on with a run that was stopped

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
    .addOption(
      offering(
        new Option(
          '--data <path>',
          'The same as --dataset with a folder or file, or with a folder and the name of an IDX set in it.',
        ).helpGroup('Data:'),
        { kind: 'file' },
      ),
    )
    .addOption(runsOption())
    .addOption(new Option('--name <text>', 'A name for the run. [what differs from the defaults]').helpGroup('Run:'))
    .addOption(new Option('--tag <text>', 'A tag for the run; may be given again.').argParser(collect).helpGroup('Run:'))
    .addOption(new Option('--hypothesis <text>', 'What you expect, and why; the notes of the run begin with it.').helpGroup('Run:'))
    .addOption(
      offering(
        new Option(
          '--resume <id>',
          'Go on with an interrupted or stopped run after its last whole epoch; the id as digits show takes it.',
        ).helpGroup('Run:'),
        { kind: 'run' },
      ),
    )
    .addOption(engineOption().helpGroup('Run:'))
    .addOption(
      new Option('--threads <n>', `Threads that compute gradients. [one a core; 1 to ${MAX_THREADS}]`)
        .argParser(parseThreads)
        .helpGroup('Run:'),
    )
    .addOption(new Option('--json', 'Write the events of the run as JSON lines, and nothing else, to standard output.').helpGroup('Run:'))
    .addOption(new Option('--dry-run', 'Show the layers of the network and the time to train, and train nothing.').helpGroup('Run:'));
  addWandbFlags(command);
  command.action(async (options: TrainFlags) => {
    cli.exitCode = await train(options, cli);
  });
}

interface TrainFlags extends RunsOption, WandbOptions, Readonly<Record<string, unknown>> {
  readonly data?: string;
  readonly threads?: number;
  readonly engine?: EngineChoice;
  readonly json?: true;
  readonly dryRun?: true;
  readonly name?: string;
  readonly tag?: readonly string[];
  readonly hypothesis?: string;
  readonly resume?: string;
}

async function train(options: TrainFlags, cli: Cli): Promise<number> {
  if (options.resume !== undefined) return resume(options.resume, options, cli);
  const parameters = withFolder(parametersFrom(options), options.data, cli.cwd);
  if (options.dryRun) {
    await dryRun(parameters, options, cli);
    return ExitCode.done;
  }
  // The size of a folder's images is known only when it is read; the trainer checks again.
  if (parameters.dataset === 'mnist') describeNetwork(parameters, mnistFormat);
  const wandb = await readWandb(options, cli);
  const id = newRunId(new Date());
  const notes = notesOf(options.hypothesis ?? '', wandb?.notes ?? '');
  const request: RunRequest = {
    id,
    parameters,
    folder: path.join(runsFolder(options, cli), id),
    labels: { name: options.name ?? '', tags: [...new Set([...(options.tag ?? []), ...(wandb?.tags ?? [])])] },
    ...(notes !== '' && { notes }),
    ...(options.threads !== undefined && { threads: options.threads }),
    ...(options.engine !== undefined && { engine: options.engine }),
  };
  return run({ type: 'start', request }, { folder: request.folder, wandb }, options, cli);
}

async function resume(prefix: string, options: TrainFlags, cli: Cli): Promise<number> {
  const given = parameterTable.map(({ name }) => name).filter(name => options[optionName(name)] !== undefined);
  const others = (['data', 'threads', 'engine', 'dryRun', 'name', 'tag', 'hypothesis'] as const).filter(
    name => options[name] !== undefined,
  );
  if (given.length + others.length > 0) {
    const flags = [...given.map(flagOf), ...others.map(name => (name === 'dryRun' ? '--dry-run' : `--${name}`))];
    throw new UsageError(`--resume goes on with a run as it was begun; ${flags.join(', ')} cannot be given with it.`);
  }
  const folder = await findRun(runsFolder(options, cli), prefix);
  const config = await readConfig(folder);
  const { summary } = await readOverview(folder);
  if (wouldDivergeAgain(summary?.reason)) throw new RunFolderError(`${config.id}: ${DIVERGES_AGAIN}`);
  checkOnThisComputer(config.parameters);
  return run({ type: 'resume', id: config.id, folder }, { folder, config, wandb: await readWandb(options, cli) }, options, cli);
}

/** What the notes of a run begin with: those of WANDB_NOTES are whole. */
function notesOf(hypothesis: string, wandb: string): string {
  return [wandb !== '' && `${wandb}\n`, hypothesis.trim() !== '' && beginningOfNotes(hypothesis)].filter(Boolean).join('\n');
}

interface RunSetup {
  readonly folder: string;
  /** Of a run that is resumed. */
  readonly config?: TrainedConfig;
  /** Undefined: nothing is recorded. */
  readonly wandb: WandbSetup | undefined;
}

async function run(job: RunJob, { folder, config, wandb }: RunSetup, options: TrainFlags, cli: Cli): Promise<number> {
  const reporter = new RunReporter(cli.output);
  const recording = wandb && (await RunRecording.begin(folder, wandb, { cli, reporter }));
  let isKept = false;
  const onEvent = (event: TrainerEvent): void => {
    isKept ||= event.type === 'runStarted' || event.type === 'runResumed';
    // What is in its folder, if it has one, is another process's.
    isKept &&= event.type !== 'runFailed' || event.cause !== 'lost';
    recording?.add(event);
    if (options.json) return cli.output.out.json(event);
    // Not before it is known that it can be resumed.
    if (event.type === 'runResumed' && config) reporter.announce(config);
    reporter.report(event);
  };
  const exitCode = await trainInForeground(cli, { job, reporter, onEvent });
  const { out, err } = cli.output;
  if (isKept && !options.json) out.line(`Kept in ${seenFrom(cli.cwd, folder)}`);
  await recording?.end(line => (options.json ? err : out).line(line));
  return exitCode;
}

/** `--data PATH` is `--dataset PATH`; either way it is meant from where the command was called. */
function withFolder(parameters: Parameters, data: string | undefined, cwd: string): Parameters {
  if (data !== undefined && parameters.dataset !== 'mnist' && path.resolve(cwd, data) !== path.resolve(cwd, parameters.dataset)) {
    throw new UsageError(`--data ${data} and --dataset ${parameters.dataset} name different data; give one of them.`);
  }
  const dataset = data ?? parameters.dataset;
  if (data === undefined && dataset === 'mnist') return parameters;
  const location = path.resolve(cwd, dataset);
  checkDataIsThere(location, dataset);
  return { ...parameters, dataset: location };
}

/** `--threads` */
export function parseThreads(text: string): number {
  const threads = Number(text);
  if (isThreadCount(threads)) return threads;
  throw new UsageError(`--threads ${text}: expected a whole number from 1 to ${MAX_THREADS}.`);
}
