import type { Clock } from '../../../src/util/clock';

/** A clock whose time passes only when the test says so. */
export class FakeClock implements Clock {
  private readonly timers = new Set<{ at: number; callback: () => void }>();
  private time = 0;

  /** In ms since the beginning. */
  get now(): number {
    return this.time;
  }

  get pending(): number {
    return this.timers.size;
  }

  after(ms: number, callback: () => void): () => void {
    const timer = { at: this.time + ms, callback };
    this.timers.add(timer);
    return () => void this.timers.delete(timer);
  }

  /** Lets time pass and calls what is due, the earliest first, timers set on the way included. */
  advance(ms: number): void {
    const end = this.time + ms;
    for (;;) {
      const [next] = [...this.timers].filter(timer => timer.at <= end).sort((a, b) => a.at - b.at);
      if (!next) break;
      this.timers.delete(next);
      this.time = next.at;
      next.callback();
    }
    this.time = end;
  }
}
