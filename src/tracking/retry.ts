import type { Clock } from '../util/clock';
import { isPassing, type RequestError } from './requestError';

/** With these a request is refused for good; all other errors may pass. As the official client has it. */
const FINAL = new Set([400, 401, 403, 404, 409, 410, 413, 422, 501]);

const FIRST_WAIT_MS = 2_000;
const LONGEST_WAIT_MS = 60_000;
/** A server that asks for more is asked again all the same, once a day. */
const LONGEST_RETRY_AFTER_MS = 24 * 60 * 60_000;
/** Two minutes in all; then the upload is tried again later as a whole. */
const ATTEMPTS = 7;

/** Whether an answer of that status may be another one later. */
export function mayPass(status: number): boolean {
  return !FINAL.has(status);
}

/**
 * How long a Retry-After header asks to wait, up to a day: seconds, or a date. Undefined without one, or with one that is neither.
 * @param now milliseconds since 1970
 */
export function retryAfterMs(header: string | null, now = Date.now()): number | undefined {
  const text = header?.trim() ?? '';
  const ms = /^\d+(\.\d+)?$/.test(text) ? Number(text) * 1000 : Date.parse(text) - now;
  return text === '' || Number.isNaN(ms) ? undefined : Math.min(Math.max(0, ms), LONGEST_RETRY_AFTER_MS);
}

/**
 * The delay after a number of failures in a row: 2 s doubling to 60 s, a quarter of it random so that many clients do not come at the same
 * time.
 */
export function waitMs(failures: number, chance = Math.random()): number {
  return Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (failures - 1)) * (0.75 + 0.25 * chance);
}

export interface Retrying {
  readonly clock: Clock;
  /** Ends the waiting. */
  readonly signal: AbortSignal;
  /** What went wrong, and that it is tried again. */
  readonly onRetry?: (error: RequestError) => void;
  /** It went well after that. */
  readonly onRecovered?: () => void;
}

/**
 * Repeats work until it succeeds, waiting between the attempts.
 * @throws what `work` threw: what would not pass at once, the rest after two minutes or if the server asks for a longer wait; or the reason
 * of the signal
 */
export async function withRetries<T>(
  work: (failures: number) => Promise<T>,
  { clock, signal, onRetry, onRecovered }: Retrying,
): Promise<T> {
  for (let failures = 0; ;) {
    signal.throwIfAborted();
    try {
      const result = await work(failures);
      if (failures > 0) onRecovered?.();
      return result;
    } catch (error) {
      signal.throwIfAborted();
      failures++;
      if (!isPassing(error) || failures === ATTEMPTS || (error.retryAfterMs ?? 0) > 2 * LONGEST_WAIT_MS) throw error;
      onRetry?.(error);
      await pause(clock, Math.max(error.retryAfterMs ?? 0, waitMs(failures)), signal);
    }
  }
}

/** Waits. @throws the reason of the signal, if it comes first */
export async function pause(clock: Clock, ms: number, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  await new Promise<void>((resolve, reject) => {
    const callOff = clock.after(ms, () => {
      signal.removeEventListener('abort', abort);
      resolve();
    });
    const abort = (): void => {
      callOff();
      reject(signal.reason as Error);
    };
    signal.addEventListener('abort', abort, { once: true });
  });
}
