import { trainingArguments } from '../../contract/trainerArguments';
import { TrainerChild, type TrainerChildOptions } from './trainerChild';

export type SpareTrainerOptions = Pick<TrainerChildOptions, 'trainerFile' | 'environment' | 'clock'>;

/** A trainer process that is started while it is likely that a run comes: the run does not wait for its start. */
export class SpareTrainer {
  private child: TrainerChild | undefined;
  /** Those that no run came for, until they are gone. */
  private readonly leaving = new Set<Promise<unknown>>();

  constructor(private readonly options: SpareTrainerOptions) {}

  /** Starts it, unless there is one. */
  start(): void {
    if (this.child) return;
    const child = new TrainerChild({
      ...this.options,
      arguments: trainingArguments('auto', undefined),
      onReady: () => undefined,
      onMessage: () => undefined,
    });
    this.child = child;
    void child.ended.then(() => {
      // One that cannot be started is told of when a run needs it.
      if (this.child === child) this.child = undefined;
    });
  }

  /** Gives it to a run; undefined if there is none. */
  take(): TrainerChild | undefined {
    const { child } = this;
    this.child = undefined;
    return child;
  }

  /** Ends it: no run has come. */
  release(): void {
    const child = this.take();
    if (!child) return;
    child.close('No run has come for the trainer.');
    this.leaving.add(child.ended);
    void child.ended.then(() => this.leaving.delete(child.ended));
  }

  /** Settles when no process is left. */
  async dispose(): Promise<void> {
    this.release();
    await Promise.all(this.leaving);
  }
}
