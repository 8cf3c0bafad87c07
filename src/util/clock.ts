/** Timers, so that a test can be the one who lets time pass. */
export interface Clock {
  /** Calls back once after a time; the function returned calls it off. */
  after(ms: number, callback: () => void): () => void;
}

export const systemClock: Clock = {
  after(ms, callback) {
    const timer = setTimeout(callback, ms);
    return () => clearTimeout(timer);
  },
};
