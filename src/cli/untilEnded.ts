import type { RunOutcome } from '../runs/outcome';
import type { Cli } from './context';
import { ExitCode } from './exitCode';
import type { RunReporter } from './runReporter';
import type { TextSink } from './textSink';

/** What a trainer does for a command. */
export interface Work {
  readonly ended: Promise<RunOutcome>;
  /** Asks it to end after its batch and evaluate. */
  stop(): void;
  kill(): void;
}

/**
 * Waits for the end of what a trainer does, with Ctrl-C as its stop; says why it failed.
 * @param reporter its live line makes way for other lines
 * @returns the exit code
 */
export async function untilEnded(cli: Cli, reporter: RunReporter, work: Work): Promise<number> {
  const { err } = cli.output;
  let wasKilled = false;
  const interruption = cli.onInterrupt(first => {
    reporter.clear();
    if (first) {
      err.line('Stopping after this batch, then evaluating. Ctrl-C again ends at once.');
      work.stop();
    } else {
      wasKilled = true;
      work.kill();
    }
  });
  try {
    const outcome = await work.ended;
    reporter.clear();
    if ('reason' in outcome && !wasKilled) sayWhy(outcome, err);
    return interruption.exitCode ?? exitCodeOf(outcome);
  } finally {
    interruption.dispose();
  }
}

function exitCodeOf(outcome: RunOutcome): number {
  if (!('reason' in outcome)) return ExitCode.done;
  return outcome.status === 'failed' && outcome.refused ? ExitCode.badUsage : ExitCode.failed;
}

function sayWhy({ reason, stderrTail }: Extract<RunOutcome, { readonly reason: string }>, err: TextSink): void {
  err.line(`digits: ${reason}`);
  if (stderrTail === '') return;
  err.line('The last the trainer wrote:');
  err.block(stderrTail);
}
