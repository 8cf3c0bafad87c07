import { attemptOf } from '../contract/attempts';
import { initialRun, RunProgress, type Run } from '../contract/runState';
import type { RunRequest, TrainerCommand, TrainerEvent } from '../contract/trainer';
import { readRun } from '../runFolder/readRun';
import { recordFailure } from '../runFolder/recordFailure';
import { standingOf } from '../runFolder/standing';
import { Emitter } from '../util/emitter';
import type { Clock } from '../util/clock';
import { startTrainerWithFallback } from './crashFallback';
import type { TrainerOutcome, TrainerProcess } from './trainerProcess';

/** A run that a trainer of this process works on. */
export interface ActiveRun {
  readonly id: string;
  readonly folder: string;
  /** What a new run was asked to be; undefined of one that is resumed. */
  readonly request: RunRequest | undefined;
  /** As its events have told it so far. */
  readonly run: Run;
  readonly isStopping: boolean;
}

export interface RunHappening {
  readonly id: string;
  readonly event: TrainerEvent;
}

export interface RunOutcome {
  readonly id: string;
  readonly folder: string;
  readonly request: RunRequest | undefined;
  readonly outcome: TrainerOutcome;
  /** Another process has the run now, or its folder was removed while it was trained. */
  readonly isLost: boolean;
}

interface Supervised extends ActiveRun {
  isStopping: boolean;
  /** The attempt that this trainer is, or goes on from. */
  attempt: number;
  isLost: boolean;
  readonly trainer: TrainerProcess;
  readonly done: Promise<void>;
}

/** Starts trainer processes, one a run, and says what they say. */
export class Supervisor {
  private readonly supervised = new Map<string, Supervised>();
  private readonly happened = new Emitter<RunHappening>();
  private readonly ended = new Emitter<RunOutcome>();
  private isDisposed = false;

  readonly onEvent = this.happened.event;
  /** After the process is gone and, if it failed, its run folder says why. */
  readonly onEnded = this.ended.event;

  constructor(private readonly options: { readonly trainerFile: string; readonly clock?: Clock }) {}

  /** The runs at work, in the order in which they were started. */
  get active(): readonly ActiveRun[] {
    return [...this.supervised.values()];
  }

  find(id: string): ActiveRun | undefined {
    return this.supervised.get(id);
  }

  /** Starts a new run. Whatever goes wrong is told by `onEnded`. */
  start(request: RunRequest): void {
    if (this.isDisposed) return;
    this.supervise(request.id, request.folder, { type: 'start', request }, { run: initialRun, attempt: 1, request });
  }

  /** Goes on with a run that was interrupted or stopped, or that failed. */
  async resume(id: string, folder: string): Promise<void> {
    const run = await readRun(folder);
    // A folder that is gone is a matter for the trainer.
    const { last: attempt } = await standingOf(folder).catch(() => ({ last: 0 }));
    if (this.supervised.has(id) || this.isDisposed) return;
    this.supervise(id, folder, { type: 'resume', folder }, { run, attempt, request: undefined });
  }

  /** Asks a run to end after its batch and evaluate; settles when its process is gone. */
  async stop(id: string): Promise<void> {
    const supervised = this.supervised.get(id);
    if (!supervised) return;
    supervised.isStopping = true;
    supervised.trainer.stop();
    await supervised.done;
  }

  /** Ends every trainer at once; their runs can be resumed. Settles when the processes are gone. */
  async dispose(): Promise<void> {
    this.isDisposed = true;
    this.happened.dispose();
    this.ended.dispose();
    const all = [...this.supervised.values()];
    for (const { trainer } of all) trainer.kill();
    await Promise.all(all.map(({ done }) => done));
  }

  private supervise(
    id: string,
    folder: string,
    command: Exclude<TrainerCommand, { type: 'stop' }>,
    { run, attempt, request }: Pick<Supervised, 'run' | 'attempt' | 'request'>,
  ): void {
    const progress = new RunProgress(run);
    const trainer = startTrainerWithFallback({
      ...this.options,
      command,
      onEvent: said => {
        const event = stamped(said, supervised.run.attempt);
        supervised.attempt = Math.max(supervised.attempt, attemptOf(event));
        supervised.isLost ||= event.type === 'runFailed' && event.cause === 'lost';
        progress.add(event);
        this.happened.fire({ id, event });
      },
    });
    const supervised: Supervised = {
      id,
      folder,
      request,
      get run() {
        return progress.run;
      },
      isStopping: false,
      attempt,
      isLost: false,
      trainer,
      done: trainer.ended.then(async outcome => {
        const { isLost } = supervised;
        if (outcome.status === 'failed' && !outcome.killed && !isLost && !this.isDisposed) {
          const failure = { reason: outcome.reason, said: outcome.stderrTail, attempt: supervised.attempt };
          await recordFailure(folder, failure).catch(() => undefined);
        }
        this.supervised.delete(id);
        this.ended.fire({ id, folder, request, outcome, isLost });
      }),
    };
    this.supervised.set(id, supervised);
  }
}

/** What a trainer says before it has the run, or when it has it no longer, is of its attempt all the same. */
function stamped(event: TrainerEvent, attempt: number): TrainerEvent {
  return event.attempt === undefined && attempt > 0 ? { ...event, attempt } : event;
}
