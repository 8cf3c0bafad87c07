import type { TrainerEvent } from '../contract/trainer';
import type { RunJob } from '../runs/executor';
import { LocalExecutor } from '../runs/executors/local';
import type { RunOutcome } from '../runs/outcome';
import type { Cli } from './context';
import type { RunReporter } from './runReporter';
import { untilEnded } from './untilEnded';

export interface TrainedRun {
  readonly job: RunJob;
  readonly reporter: RunReporter;
  readonly onEvent: (event: TrainerEvent) => void;
}

/** Trains one run, as the editor does. Returns the exit code. */
export async function trainRun(cli: Cli, { job, reporter, onEvent }: TrainedRun): Promise<number> {
  const executor = new LocalExecutor({ trainerFile: cli.trainerFile, maxConcurrentRuns: () => 1 });
  const id = job.type === 'start' ? job.request.id : job.id;
  executor.onEvent(({ event }) => onEvent(event));
  const outcome = new Promise<RunOutcome>(resolve => void executor.onEnded(ended => resolve(ended.outcome)));
  return untilEnded(cli, reporter, {
    ended: executor.submit(job).then(() => outcome),
    stop: () => void executor.cancel(id),
    kill: () => void executor.cancel(id, 'atOnce'),
  });
}
