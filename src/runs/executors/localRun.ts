import { attemptOf } from '../../contract/attempts';
import { RunProgress, type Run } from '../../contract/runState';
import type { RunRequest, TrainerEvent } from '../../contract/trainer';
import { releaseEnded } from '../../runFolder/ownership';
import { recordFailure } from '../../runFolder/recordFailure';
import type { ActiveRun, EndedRun } from '../executor';
import type { RunOutcome } from '../outcome';
import { startTrainerWithFallback } from '../process/crashFallback';
import type { TrainerProcess, TrainerStart } from '../process/trainerProcess';

export interface LocalRunStart extends TrainerStart {
  readonly id: string;
  readonly folder: string;
  readonly request: RunRequest | undefined;
  /** As its folder tells it before it is resumed. */
  readonly before: Run;
  /** The attempt that its trainer is, or goes on from. */
  readonly attempt: number;
}

/** A run that a trainer process of this computer works on. */
export class LocalRun implements ActiveRun {
  readonly id: string;
  readonly folder: string;
  readonly request: RunRequest | undefined;
  /** Settles once, after the process is gone and the folder of a run that failed says why. Never rejects. */
  readonly ended: Promise<EndedRun>;
  private readonly progress: RunProgress;
  private readonly trainer: TrainerProcess;
  private attempt: number;
  private hasBegun = false;
  private isLost = false;
  private isStopped = false;
  private isKilled = false;

  constructor({ id, folder, request, before, attempt, onEvent, ...start }: LocalRunStart) {
    this.id = id;
    this.folder = folder;
    this.request = request;
    this.attempt = attempt;
    this.progress = new RunProgress(before);
    this.trainer = startTrainerWithFallback({
      ...start,
      onEvent: unstamped => {
        const event = withAttempt(unstamped, this.run.attempt);
        this.note(event);
        onEvent(event);
      },
    });
    this.ended = this.trainer.ended.then(outcome => this.end(outcome));
  }

  get run(): Run {
    return this.progress.run;
  }

  get isStopping(): boolean {
    return this.isStopped;
  }

  /** Asks the trainer to end after its batch and evaluate. */
  stop(): void {
    this.isStopped = true;
    this.trainer.stop();
  }

  kill(): void {
    this.isKilled = true;
    this.trainer.kill();
  }

  private note(event: TrainerEvent): void {
    this.attempt = Math.max(this.attempt, attemptOf(event));
    this.hasBegun ||= event.type === 'runStarted' || event.type === 'runResumed';
    this.isLost ||= event.type === 'runFailed' && event.cause === 'lost';
    this.progress.add(event);
  }

  private async end(outcome: RunOutcome): Promise<EndedRun> {
    const { id, folder, request, attempt, isLost } = this;
    // A run that was stopped before its trainer took it is unchanged.
    const isUntouched = this.isStopped && !this.hasBegun;
    if (outcome.status === 'failed' && !isLost && !isUntouched && !this.isKilled) {
      const { reason, stderrTail } = outcome;
      await recordFailure(folder, { reason, stderrTail, attempt }).catch(() => undefined);
    }
    // Other machines cannot see that its process is gone.
    if (outcome.status === 'interrupted') await releaseEnded(folder, attempt).catch(() => undefined);
    return { id, folder, request, outcome, isLost };
  }
}

/** Events that a trainer sends before it owns the run, or after it has lost it, belong to its attempt too. */
function withAttempt(event: TrainerEvent, attempt: number): TrainerEvent {
  return event.attempt === undefined && attempt > 0 ? { ...event, attempt } : event;
}
