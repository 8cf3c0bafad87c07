/** Something that is to be given up when it is no longer needed. */
export interface Disposable {
  dispose(): void;
}

/** How to listen: called with a listener, gives the way to stop listening. */
export type Event<T> = (listener: (value: T) => void) => Disposable;

/** Tells its listeners, in the order in which they came. */
export class Emitter<T> implements Disposable {
  private readonly listeners = new Set<{ readonly tell: (value: T) => void }>();
  private isDisposed = false;

  readonly event: Event<T> = tell => {
    if (this.isDisposed) return { dispose: () => undefined };
    const listener = { tell };
    this.listeners.add(listener);
    return { dispose: () => this.listeners.delete(listener) };
  };

  /** A listener that throws does not keep the others from being told. */
  fire(value: T): void {
    for (const { tell } of this.listeners) {
      try {
        tell(value);
      } catch (error) {
        process.emitWarning(error instanceof Error ? error : String(error));
      }
    }
  }

  /** Removes all listeners; none can be added afterwards. */
  dispose(): void {
    this.isDisposed = true;
    this.listeners.clear();
  }
}
