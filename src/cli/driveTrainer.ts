import type { TrainerCommand, TrainerEvent } from '../contract/trainer';
import { startTrainerWithFallback } from '../runs/crashFallback';
import type { TrainerOutcome } from '../runs/trainerProcess';
import type { Cli } from './context';
import { ExitCode } from './exitCode';
import type { RunReporter } from './runReporter';
import type { TextSink } from './textSink';

export interface Drive {
  readonly command: Exclude<TrainerCommand, { type: 'stop' }>;
  /** Its live line makes way for what else is said. */
  readonly reporter: RunReporter;
  readonly onEvent: (event: TrainerEvent) => void;
}

/** Has a trainer do something, with Ctrl-C as its stop; says why it failed; returns the exit code. */
export async function driveTrainer(cli: Cli, { command, reporter, onEvent }: Drive): Promise<number> {
  const { err } = cli.output;
  const trainer = startTrainerWithFallback({ trainerFile: cli.trainerFile, command, onEvent });
  let killed = false;
  const interrupted = cli.onInterrupt(first => {
    reporter.clear();
    if (first) {
      err.line('Stopping after this batch, then evaluating. Ctrl-C again ends at once.');
      trainer.stop();
    } else {
      killed = true;
      trainer.kill();
    }
  });
  const outcome = await trainer.ended;
  interrupted.dispose();
  reporter.clear();
  if (outcome.status === 'failed' && !killed) sayWhy(outcome, err);
  return interrupted.exitCode ?? exitCodeOf(outcome);
}

function exitCodeOf(outcome: TrainerOutcome): number {
  if (outcome.status !== 'failed') return ExitCode.done;
  return outcome.refused ? ExitCode.badUsage : ExitCode.failed;
}

function sayWhy({ reason, stderrTail }: TrainerOutcome & { status: 'failed' }, err: TextSink): void {
  err.line(`digits: ${reason}`);
  if (stderrTail === '') return;
  err.line('The last the trainer wrote:');
  err.block(stderrTail);
}
