import type { Fetch } from '../../../src/tracking/http';
import type { Clock } from '../../../src/util/clock';

interface Timer {
  readonly at: number;
  readonly callback: () => void;
}

/** Time that passes by itself, from timer to timer, whenever no answer of `fetch` is waited for. */
export class IdleClock implements Clock {
  /** In milliseconds, of every timer that came due. */
  readonly passed: number[] = [];
  private readonly timers = new Set<Timer>();
  private now = 0;
  private open = 0;
  private isWatching = false;

  readonly fetch: Fetch = async (url, request) => {
    this.open++;
    try {
      const answer = await fetch(url, request);
      // Read here, since an answer whose body is still to come is waited for too.
      const text = await answer.text();
      return new Response(text === '' ? null : text, { status: answer.status, headers: answer.headers });
    } finally {
      this.open--;
      this.watch();
    }
  };

  after(ms: number, callback: () => void): () => void {
    const timer = { at: this.now + ms, callback };
    this.timers.add(timer);
    this.watch();
    return () => void this.timers.delete(timer);
  }

  /** Lets the next timer come due although an answer is waited for. */
  passOn(): void {
    const [next] = [...this.timers].toSorted((a, b) => a.at - b.at);
    if (!next) return;
    this.timers.delete(next);
    this.passed.push(next.at - this.now);
    this.now = next.at;
    next.callback();
  }

  /** The end of the last answer that is waited for has it look again. */
  private watch(): void {
    if (this.isWatching || this.open > 0 || this.timers.size === 0) return;
    this.isWatching = true;
    setImmediate(() => {
      this.isWatching = false;
      if (this.open === 0) this.passOn();
      this.watch();
    });
  }
}
