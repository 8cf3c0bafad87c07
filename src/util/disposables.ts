import type { Disposable } from './emitter';

/** The same, where giving it up takes time. */
export interface AsyncDisposable {
  dispose(): Promise<unknown>;
}

/** What is to be given up together, the last one first, since a later one may use those before it. */
export class Disposables implements AsyncDisposable {
  private readonly stack: (Disposable | AsyncDisposable)[] = [];
  private disposal: Promise<void> | undefined;

  /** Returns what was added. Added after the disposal has begun, it is disposed of at once. */
  add<T extends Disposable | AsyncDisposable>(one: T): T {
    this.stack.push(one);
    if (this.disposal) this.disposal = this.disposal.then(() => this.disposeAll());
    return one;
  }

  /**
   * Waits for those that take time before it goes on to the next; up to the first of those, all happens at once. One that throws keeps
   * none of the others from being disposed of.
   * @throws {AggregateError} what they threw
   */
  dispose(): Promise<void> {
    return (this.disposal ??= this.disposeAll());
  }

  private async disposeAll(): Promise<void> {
    const errors: unknown[] = [];
    for (let one = this.stack.pop(); one; one = this.stack.pop()) {
      try {
        const done: unknown = one.dispose();
        if (done instanceof Promise) await done;
      } catch (error) {
        errors.push(error);
      }
    }
    if (errors.length > 0) throw new AggregateError(errors, errors.map(String).join('\n'));
  }
}
