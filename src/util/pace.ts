import { setImmediate } from 'node:timers/promises';

/** Lets long work of one thread make pauses, in which others have their turn. */
export class Pace {
  private begunAt = performance.now();
  private workedBeforeMs = 0;

  /** @param sliceMs how long is worked between two pauses */
  constructor(private readonly sliceMs: number) {}

  /** How long was worked so far, pauses not counted. */
  get workedMs(): number {
    return this.workedBeforeMs + (performance.now() - this.begunAt);
  }

  /** Makes a pause where it is time for one. */
  async pause(): Promise<void> {
    const sliceMs = performance.now() - this.begunAt;
    if (sliceMs < this.sliceMs) return;
    this.workedBeforeMs += sliceMs;
    await setImmediate();
    this.begunAt = performance.now();
  }
}
