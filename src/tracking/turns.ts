/** Lets only so many do something long at a time; the others in the order in which they came. */
export class Turns {
  private readonly waiting = new Set<() => void>();

  constructor(private free: number) {}

  /** Does something when it is its turn. @throws the reason of the signal, if that comes before its turn */
  async take<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T> {
    await this.next(signal);
    try {
      return await work();
    } finally {
      const [first] = this.waiting;
      if (first) first();
      else this.free++;
    }
  }

  private async next(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    if (this.free > 0) {
      this.free--;
      return;
    }
    await new Promise<void>((resolve, reject) => {
      const leave = (): void => {
        this.waiting.delete(begin);
        signal.removeEventListener('abort', abort);
      };
      const begin = (): void => {
        leave();
        resolve();
      };
      const abort = (): void => {
        leave();
        reject(signal.reason as Error);
      };
      this.waiting.add(begin);
      signal.addEventListener('abort', abort, { once: true });
    });
  }
}
