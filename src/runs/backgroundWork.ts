import { Emitter } from '../util/emitter';

/** Work whose end no caller waits for. */
export class BackgroundWork {
  private readonly working = new Set<Promise<unknown>>();
  private readonly errors = new Emitter<Error>();

  /** Something of it went wrong. */
  readonly onError = this.errors.event;

  run(work: Promise<unknown>): void {
    const settled = work
      .catch((error: unknown) => this.report(error instanceof Error ? error : new Error(String(error))))
      .finally(() => this.working.delete(settled));
    this.working.add(settled);
  }

  report(error: Error): void {
    this.errors.fire(error);
  }

  /** Stops reporting; settles when all the work has ended. */
  async dispose(): Promise<void> {
    this.errors.dispose();
    await Promise.allSettled(this.working);
  }
}
