import type { Command } from 'commander';
import { engineNames, engineTitle, type EngineName } from '../contract/engines';
import { AnsweringTrainer } from '../runs/process/answeringTrainer';
import { maxOf } from '../util/extremes';
import { messageOf } from '../util/messageOf';
import type { Cli } from './context';
import { ExitCode } from './exitCode';

/** Width of the column of names. */
const NAME_WIDTH = maxOf(engineNames.map(({ length }) => length));

interface EngineState {
  readonly engine: EngineName;
  readonly works: boolean;
  readonly version?: string;
  /** To load it and to do one small training step whose result is known. */
  readonly durationMs?: number;
  readonly reason?: string;
}

/** `digits engines`: which engines work on this machine. */
export function addEnginesCommand(program: Command, cli: Cli): void {
  program
    .command('engines')
    .summary('see which engines work here')
    .description(
      'Loads each engine in a process of its own, has it do a training step whose result is known, and says whether it works, or why not.\nExit code 1 if none does.',
    )
    .option('--json', 'Write it as JSON.')
    .action(async (options: { readonly json?: true }) => {
      const { out } = cli.output;
      const states: EngineState[] = [];
      // One after the other, so that each is timed alone.
      for (const engine of engineNames) states.push(await check(engine, cli));
      if (options.json) out.json(states, 2);
      else out.lines(states.map(inWords));
      cli.exitCode = states.some(({ works }) => works) ? ExitCode.done : ExitCode.failed;
    });
}

async function check(engine: EngineName, { trainerFile, output }: Cli): Promise<EngineState> {
  const trainer = new AnsweringTrainer({ trainerFile, log: line => output.err.line(`note: ${line}`) });
  try {
    const { version, durationMs } = await trainer.ask({ type: 'checkEngine', engine });
    return { engine, works: true, version, durationMs };
  } catch (error) {
    return { engine, works: false, reason: messageOf(error) };
  } finally {
    await trainer.close();
  }
}

function inWords({ engine, works, version, durationMs, reason }: EngineState): string {
  const name = `${engine.padEnd(NAME_WIDTH)}  ${engineTitle(engine)}`;
  return works ? `${name} ${version}: works, checked in ${durationMs} ms` : `${name}: does not work. ${reason}`;
}
