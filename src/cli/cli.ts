import { Command, CommanderError } from 'commander';
import { passedOver } from '../contract/formats/passedOver';
import { RunFolderError } from '../runFolder/runFolderError';
import { ParameterError } from '../contract/parameters';
import { VERSION } from '../util/version';
import { ExitCode, UsageError } from './exitCode';
import type { Cli } from './context';
import { onInterrupt } from './interrupt';
import { flagOf, withUsualFlags } from './parameterFlags';
import { addDeleteCommand } from './delete';
import { addEnginesCommand } from './engines';
import { addEvaluateCommand } from './evaluate';
import { addListCommand } from './list';
import { addReproduceCommand } from './reproduce';
import { addShowCommand } from './show';
import { addSyncCommand } from './sync';
import { addTrainCommand } from './train';

export type CliOptions = Pick<Cli, 'output' | 'cwd' | 'trainerFile'> &
  Partial<Pick<Cli, 'environment' | 'fetch' | 'onInterrupt' | 'confirm'>>;

/** Runs the command line with its arguments (without `node` and the script); returns the exit code. */
export async function runCli(args: readonly string[], options: CliOptions): Promise<number> {
  const cli: Cli = { environment: process.env, onInterrupt, ...options, exitCode: ExitCode.done };
  const { out, err } = cli.output;
  const program = new Command('digits')
    .description('Digits Lab: train a digits CNN and see what changing one parameter did.')
    .version(VERSION, '-V, --version', 'Show the version.')
    .helpOption('-h, --help', 'Show this help.')
    .configureHelp({ helpWidth: Math.min(cli.output.columns, 100), sortSubcommands: false })
    .configureOutput({ writeOut: text => out.write(text), writeErr: text => err.write(text) })
    .exitOverride()
    .showHelpAfterError('See digits --help.')
    .helpCommand(false);
  for (const add of [
    addTrainCommand,
    addListCommand,
    addShowCommand,
    addEvaluateCommand,
    addReproduceCommand,
    addSyncCommand,
    addDeleteCommand,
    addEnginesCommand,
  ])
    add(program, cli);
  for (const command of program.commands) command.showHelpAfterError(`See digits ${command.name()} --help.`);
  const noting = passedOver.event(line => err.write(`note: ${line}\n`));
  const asked = program.commands.find(command => command.name() === args[0]);
  try {
    await program.parseAsync(withUsualFlags(args), { from: 'user' });
    return cli.exitCode;
  } catch (error) {
    // Commander has said what is wrong already.
    if (error instanceof CommanderError) return error.exitCode === 0 ? ExitCode.done : ExitCode.badUsage;
    if (error instanceof ParameterError) err.write(`digits: ${flagOf(error.parameter)} ${String(error.value)}: ${error.expectation}\n`);
    else if (error instanceof UsageError) err.write(`digits: ${error.message}\n`);
    else if (error instanceof RunFolderError) {
      err.write(`digits: ${error.message}\n`);
      return ExitCode.failed;
    } else throw error;
    err.write(`See digits ${asked ? `${asked.name()} ` : ''}--help.\n`);
    return ExitCode.badUsage;
  } finally {
    noting.dispose();
  }
}
