import type { TrainerEvent } from '../contract/trainer';
import type { RunJob } from '../runs/executor';
import { LocalExecutor } from '../runs/executors/local';
import type { RunOutcome } from '../runs/outcome';
import type { Cli } from './context';
import { ExitCode } from './exitCode';
import type { RunReporter } from './runReporter';
import type { TextSink } from './textSink';

export interface TrainedRun {
  readonly job: RunJob;
  /** Its live line makes way for other lines. */
  readonly reporter: RunReporter;
  readonly onEvent: (event: TrainerEvent) => void;
}

/** Trains one run, as the editor does, with Ctrl-C as its stop; says why it failed. Returns the exit code. */
export async function trainInForeground(cli: Cli, { job, reporter, onEvent }: TrainedRun): Promise<number> {
  const { err } = cli.output;
  const executor = new LocalExecutor({ trainerFile: cli.trainerFile, maxConcurrentRuns: () => 1 });
  const id = job.type === 'start' ? job.request.id : job.id;
  executor.onEvent(({ event }) => onEvent(event));
  const ended = new Promise<RunOutcome>(resolve => void executor.onEnded(run => resolve(run.outcome)));
  let wasKilled = false;
  const interruption = cli.onInterrupt(first => {
    reporter.clear();
    if (first) err.line('Stopping after this batch, then evaluating. Ctrl-C again ends at once.');
    else wasKilled = true;
    void executor.cancel(id, first ? 'afterBatch' : 'atOnce');
  });
  await executor.submit(job);
  const outcome = await ended;
  interruption.dispose();
  reporter.clear();
  if ('reason' in outcome && !wasKilled) sayWhy(outcome, err);
  return interruption.exitCode ?? exitCodeOf(outcome);
}

function exitCodeOf(outcome: RunOutcome): number {
  if (!('reason' in outcome)) return ExitCode.done;
  return outcome.status === 'failed' && outcome.refused ? ExitCode.badUsage : ExitCode.failed;
}

/** Says why a run did not come to its end. */
export function sayWhy({ reason, stderrTail }: Extract<RunOutcome, { readonly reason: string }>, err: TextSink): void {
  const [first, ...others] = reason.split('\n');
  err.line(`digits: ${first}`);
  if (others.length > 0) err.block(others.join('\n'));
  if (stderrTail === '') return;
  err.line('The last the trainer wrote:');
  err.block(stderrTail);
}
