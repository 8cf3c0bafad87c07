import { systemClock, type Clock } from './clock';
import type { Disposable } from './emitter';

/** So short a piece of work may be done as often as it is asked for. */
const SHORT_MS = 5;
/** After a longer one comes so many times its length without it. */
const REST = 9;
/** Longer than this nobody waits for it. */
const MOST_REST_MS = 2000;

/**
 * Does something when it is asked for: at once where that takes no time worth mentioning; else what is asked for meanwhile is done together later, so
 * that it takes a tenth of the time however often it is asked for, yet within two seconds.
 */
export class Unhurried implements Disposable {
  private restsUntil = -Infinity;
  private callOff: (() => void) | undefined;

  /** @param now in ms; work is measured by it, and the clock waits for what it says */
  constructor(
    private readonly work: () => void,
    private readonly clock: Clock = systemClock,
    private readonly now: () => number = () => performance.now(),
  ) {}

  ask(): void {
    if (this.callOff) return;
    const restMs = this.restsUntil - this.now();
    if (restMs <= 0) return this.do();
    this.callOff = this.clock.after(restMs, () => {
      this.callOff = undefined;
      this.do();
    });
  }

  /** What was asked for and is not done yet is left undone. */
  dispose(): void {
    this.callOff?.();
    this.callOff = undefined;
  }

  private do(): void {
    const began = this.now();
    this.work();
    const end = this.now();
    if (end - began > SHORT_MS) this.restsUntil = end + Math.min((end - began) * REST, MOST_REST_MS);
  }
}
