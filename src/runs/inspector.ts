import type { TrainerAnswer, TrainerRequest } from '../contract/trainer';
import { systemClock } from '../util/clock';
import { AnsweringTrainer, type AnsweringTrainerOptions } from './process/answeringTrainer';

/** So long the process waits for the next question: it keeps what it has read. */
export const IDLE_MS = 60_000;

/**
 * Answers what is asked of runs that were tested, by a process of its own, which is started with the first question and ends when nothing
 * was asked for a while. After its process has died the next question starts another one.
 */
export class Inspector {
  private trainer: AnsweringTrainer | undefined;
  /** Those that leave, too. */
  private readonly processes = new Set<AnsweringTrainer>();
  private open = 0;
  private cancelEnd: () => void = () => undefined;
  private isDisposed = false;

  constructor(private readonly options: AnsweringTrainerOptions) {}

  /** @throws {RequestError} with the reason why there is no answer, for a person */
  async ask<T extends TrainerRequest['type']>(request: TrainerRequest & { readonly type: T }): Promise<TrainerAnswer<T>> {
    if (this.isDisposed) throw new Error('Nothing more is looked up: the window closes.');
    const trainer = this.running();
    this.cancelEnd();
    this.open++;
    try {
      return await trainer.ask<T>(request);
    } finally {
      if (--this.open === 0 && !this.isDisposed) this.cancelEnd = (this.options.clock ?? systemClock).after(IDLE_MS, () => this.end());
    }
  }

  /** Settles when no process is left. What is open fails. */
  async dispose(): Promise<void> {
    this.isDisposed = true;
    this.end();
    await Promise.all([...this.processes].map(({ ended }) => ended));
  }

  /** Ends its processes at once, also those that leave. What is open fails. */
  kill(): void {
    this.isDisposed = true;
    for (const trainer of this.processes) trainer.kill();
  }

  private running(): AnsweringTrainer {
    if (this.trainer) return this.trainer;
    const trainer = new AnsweringTrainer(this.options);
    this.trainer = trainer;
    this.processes.add(trainer);
    void trainer.ended.then(() => {
      this.processes.delete(trainer);
      if (this.trainer === trainer) this.trainer = undefined;
    });
    return trainer;
  }

  private end(): void {
    this.cancelEnd();
    void this.trainer?.close();
    // The next question does not go to one that leaves.
    this.trainer = undefined;
  }
}
