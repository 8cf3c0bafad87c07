/** Gradient workers that a run may have. */
export const MAX_THREADS = 256;

/** Whether a run may have so many gradient workers. */
export function isThreadCount(threads: unknown): threads is number {
  return typeof threads === 'number' && Number.isInteger(threads) && threads >= 1 && threads <= MAX_THREADS;
}
