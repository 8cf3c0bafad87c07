import type { LimitFunction } from 'p-limit';

/**
 * Does something when the limit lets it begin. What has begun is waited for to its end: it knows of the signal itself.
 * @throws the reason of the signal, if that comes before it could begin
 */
export function whenFree<T>(limit: LimitFunction, work: () => Promise<T>, signal: AbortSignal): Promise<T> {
  signal.throwIfAborted();
  return new Promise<T>((resolve, reject) => {
    const giveUp = (): void => reject(signal.reason as Error);
    signal.addEventListener('abort', giveUp, { once: true });
    void limit(async () => {
      if (signal.aborted) return;
      signal.removeEventListener('abort', giveUp);
      await work().then(resolve, reject);
    });
  });
}
