import type { TrainerCommand, TrainerEvent } from '../contract/trainer';
import { startTrainerWithFallback } from '../runs/executors/crashFallback';
import type { Cli } from './context';
import type { RunReporter } from './runReporter';
import { untilEnded } from './untilEnded';

export interface Drive {
  readonly command: TrainerCommand & { readonly type: 'evaluate' };
  readonly reporter: RunReporter;
  readonly onEvent: (event: TrainerEvent) => void;
}

/** Has a trainer do what is no training. Returns the exit code. */
export function driveTrainer(cli: Cli, { command, reporter, onEvent }: Drive): Promise<number> {
  return untilEnded(cli, reporter, startTrainerWithFallback({ trainerFile: cli.trainerFile, command, onEvent }));
}
