/** Timers, so that a test can let time pass. */
export interface Clock {
  /** Calls back once after a time, however long; the function returned calls it off. */
  after(ms: number, callback: () => void): () => void;
}

/** A timer that is set for longer comes at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

export const systemClock: Clock = {
  after(ms, callback) {
    let left = Math.max(0, ms);
    let timer: ReturnType<typeof setTimeout>;
    const wait = (): void => {
      const next = Math.min(left, LONGEST_TIMER_MS);
      left -= next;
      timer = setTimeout(left > 0 ? wait : callback, next);
    };
    wait();
    return () => clearTimeout(timer);
  },
};
