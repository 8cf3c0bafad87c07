/** Timers, so that a test can let time pass. */
export interface Clock {
  /** Calls back once after a time, however long; the function returned calls it off. */
  after(ms: number, callback: () => void): () => void;
}

/** A timer that is set for longer comes at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

export const systemClock = clockOf(() => undefined);

/** @param onSet given each timer of the system that is set: a long time takes several */
export function clockOf(onSet: (timer: ReturnType<typeof setTimeout>) => void): Clock {
  return {
    after(ms, callback) {
      let left = Math.max(0, ms);
      let timer: ReturnType<typeof setTimeout>;
      const wait = (): void => {
        const next = Math.min(left, LONGEST_TIMER_MS);
        left -= next;
        timer = setTimeout(left > 0 ? wait : callback, next);
        onSet(timer);
      };
      wait();
      return () => clearTimeout(timer);
    },
  };
}
