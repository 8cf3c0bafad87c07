import { Command, CommanderError } from 'commander';
import { SlurmError } from '../cluster/slurm/slurmError';
import { passedOver } from '../contract/formats/passedOver';
import { RunFolderError } from '../runFolder/runFolderError';
import { ParameterError } from '../contract/parameters';
import { QuestionError } from '../queries/questionError';
import { oneLine } from '../util/shownText';
import { VERSION } from '../util/version';
import { ExitCode } from './exitCode';
import type { Cli } from './context';
import { onInterrupt } from './interrupt';
import { flagOf, withUsualFlags } from './parameterFlags';
import { addCompareCommand } from './compare';
import { addCompletionCommand } from './completion';
import { addDeleteCommand } from './delete';
import { addEffectCommand } from './effect';
import { addEnginesCommand } from './engines';
import { addEvaluateCommand } from './evaluate';
import { addExportCommand } from './export';
import { addImagesCommand } from './images';
import { addImportCommand } from './import';
import { addListCommand } from './list';
import { addMcpCommand } from './mcp';
import { outputTo, type Streams } from './output';
import { addQueueCommand } from './queue';
import { addReportCommand } from './report';
import { addReproduceCommand } from './reproduce';
import { addServeCommand } from './serve';
import { addShowCommand } from './show';
import { addSlurmCommand } from './slurm';
import { addRunPlanCommand } from './runPlan';
import { addSweepCommand } from './sweep';
import { addSyncCommand } from './sync';
import { addTrainCommand } from './train';

export type CliOptions = Pick<Cli, 'cwd' | 'trainerFile' | 'importerFile'> &
  Partial<Pick<Cli, 'environment' | 'fetch' | 'onInterrupt' | 'confirm'>> & {
    /** Everything that is written there goes through a sink. */
    readonly output: Streams;
  };

/** All commands with their flags and help; each works with what `cli` gives it. */
export function createProgram(cli: Cli): Command {
  const { out, err } = cli.output;
  const program = new Command('digits')
    .description('Digits Lab: train a digits CNN and see what changing one parameter did.')
    .version(VERSION, '-V, --version', 'Show the version.')
    .helpOption('-h, --help', 'Show this help.')
    .configureHelp({ helpWidth: Math.min(cli.output.columns, 100), sortSubcommands: false })
    .configureOutput({ writeOut: text => out.help(text), writeErr: text => err.help(text) })
    .exitOverride()
    .showHelpAfterError('See digits --help.')
    .helpCommand(false);
  for (const add of [
    addTrainCommand,
    addListCommand,
    addShowCommand,
    addReportCommand,
    addCompareCommand,
    addEffectCommand,
    addSweepCommand,
    addRunPlanCommand,
    addQueueCommand,
    addSlurmCommand,
    addImagesCommand,
    addEvaluateCommand,
    addReproduceCommand,
    addImportCommand,
    addExportCommand,
    addServeCommand,
    addSyncCommand,
    addDeleteCommand,
    addEnginesCommand,
    addMcpCommand,
    addCompletionCommand,
  ])
    add(program, cli);
  for (const command of program.commands) command.showHelpAfterError(`See digits ${command.name()} --help.`);
  return program;
}

/** Runs the command line with its arguments (without `node` and the script); returns the exit code. */
export async function runCli(args: readonly string[], options: CliOptions): Promise<number> {
  const { confirm } = options;
  const cli: Cli = {
    environment: process.env,
    onInterrupt,
    ...options,
    ...(confirm && { confirm: question => confirm(oneLine(question)) }),
    output: outputTo(options.output),
    exitCode: ExitCode.done,
  };
  const { err } = cli.output;
  const program = createProgram(cli);
  const noting = passedOver.event(line => err.line(`note: ${line}`));
  const [, ...behind] = args;
  const isHelp = args[0] === 'help';
  const asked = program.commands.find(command => command.name() === (isHelp ? behind : args)[0]);
  // Of what is no command it is said that there is none.
  const given = isHelp ? [...behind, ...(asked || behind.length === 0 ? ['--help'] : [])] : args;
  try {
    await program.parseAsync(withUsualFlags(given), { from: 'user' });
    return cli.exitCode;
  } catch (error) {
    // Commander has said what is wrong already.
    if (error instanceof CommanderError) return error.exitCode === 0 ? ExitCode.done : ExitCode.badUsage;
    if (error instanceof ParameterError) err.line(`digits: ${flagOf(error.parameter)} ${String(error.value)}: ${error.expectation}`);
    else if (error instanceof QuestionError) err.line(`digits: ${error.message}`);
    else if (error instanceof RunFolderError || (error instanceof SlurmError && error.problem !== 'invalid')) {
      err.line(`digits: ${error.message}`);
      return ExitCode.failed;
    } else if (error instanceof SlurmError) err.line(`digits: ${error.message}`);
    else throw error;
    err.line(`See digits ${asked ? `${asked.name()} ` : ''}--help.`);
    return ExitCode.badUsage;
  } finally {
    noting.dispose();
  }
}
