import type { Command } from 'commander';
import { engineNames, engineTitle, type EngineName } from '../contract/engines';
import { threadsByDefault } from '../machine/threadsByDefault';
import { autoTakes, inOwnProcess, measureEngines, type EngineState } from '../runs/engines/measureEngines';
import { maxOf } from '../util/extremes';
import { counted } from '../util/format';
import { speedInWords } from '../wording/engineInWords';
import type { Cli } from './context';
import { ExitCode } from './exitCode';

/** `digits engines`: which engines work on this machine, and how fast. */
export function addEnginesCommand(program: Command, cli: Cli): void {
  program
    .command('engines')
    .summary('see which engines work here, and how fast')
    .description(
      'Loads each engine in a process of its own, has it do a training step whose result is known, measures how fast it trains the default network, and says which one auto takes. The speeds are kept for auto.\nExit code 1 if none works.',
    )
    .option('--json', 'Write it as JSON.')
    .action(async (options: { readonly json?: true }) => {
      const { trainerFile, output } = cli;
      const threads = threadsByDefault();
      const ask = inOwnProcess({ trainerFile, log: line => output.err.line(`note: ${line}`) });
      const states = await measureEngines(engineNames, { threads, ask });
      const taken = autoTakes(states);
      if (options.json)
        output.out.json(
          states.map(state => asJson(state, taken)),
          2,
        );
      else output.out.lines([...inWords(states, taken), '', `Speed: the default network, trained with ${counted(threads, 'thread')}.`]);
      cli.exitCode = taken === undefined ? ExitCode.failed : ExitCode.done;
    });
}

function asJson(state: EngineState, taken: EngineName | undefined): object {
  const { engine, state: how, ...rest } = state;
  return { engine, works: how === 'works', state: how, ...rest, auto: engine === taken };
}

/** A line for each engine, below it the reason why it does not work. */
function inWords(states: readonly EngineState[], taken: EngineName | undefined): string[] {
  const rows = states.map(state => [state.engine, titleOf(state), stateInWords(state), state.engine === taken ? 'auto takes it' : '']);
  const widths = [0, 1, 2].map(column => maxOf(rows.map(row => row[column]!.length)));
  return states.flatMap((state, i) => {
    const line = rows[i]!.map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd();
    return state.state === 'works' ? [line] : [line, ...state.reason.split('\n').map(reason => `${' '.repeat(widths[0]! + 2)}${reason}`)];
  });
}

function titleOf(state: EngineState): string {
  return state.state === 'works' ? `${engineTitle(state.engine)} ${state.version}` : engineTitle(state.engine);
}

function stateInWords(state: EngineState): string {
  if (state.state === 'works') return `works, ${speedInWords(state.imagesPerSecond)}`;
  return state.state === 'missing' ? 'not installed' : 'does not work';
}
