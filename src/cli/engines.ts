import type { Command } from 'commander';
import type { EngineChecked, Runtime } from '../contract/trainer';
import { engineNames } from '../contract/run';
import { startTrainer } from '../runs/executors/trainerProcess';
import type { Cli } from './context';
import { ExitCode } from './exitCode';

interface EngineState {
  readonly engine: Runtime;
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
      const states = [await check('native', cli), await check('wasm', cli)];
      if (options.json) out.json(states, 2);
      else out.lines(states.map(inWords));
      cli.exitCode = states.some(({ works }) => works) ? ExitCode.done : ExitCode.failed;
    });
}

async function check(engine: Runtime, { trainerFile }: Cli): Promise<EngineState> {
  let checked: EngineChecked | undefined;
  const outcome = await startTrainer({
    trainerFile,
    command: { type: 'checkEngine', engine },
    onEvent: event => {
      if (event.type === 'engineChecked') checked = event;
    },
  }).ended;
  if (checked) return { engine, works: true, version: checked.version, durationMs: checked.durationMs };
  return { engine, works: false, reason: 'reason' in outcome ? outcome.reason : 'The trainer said nothing of it.' };
}

function inWords({ engine, works, version, durationMs, reason }: EngineState): string {
  const name = `${engine.padEnd(8)}${engineNames[engine === 'wasm' ? 'wasm' : 'onnx']}`;
  return works ? `${name} ${version}: works, checked in ${durationMs} ms` : `${name}: does not work. ${reason}`;
}
