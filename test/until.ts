import { isDeepStrictEqual } from 'node:util';
import type { Disposable } from '../src/util/emitter';

/**
 * So long a wait may last, so that a machine with four busy loops beside comes to its end; yet less than mocha's own limit, which does not
 * tell what was waited for.
 */
export const LIMIT_MS = 150_000;

/** How often is looked where nothing tells of a change. */
const LOOK_MS = 20;

export interface Wait {
  readonly isSo: () => boolean;
  /** What is waited for, in words; by default the condition as it is written. */
  readonly what?: string;
  /** What there is to see, for the message of a wait in vain. */
  readonly seen: () => unknown;
  /** Has `look` called whenever something may be different; gives the ways to stop that. By default it is looked again and again. */
  readonly on?: (look: () => void) => readonly Disposable[];
  /** Why it cannot become so any more; undefined as long as it can. */
  readonly over?: () => string | undefined;
  readonly limitMs?: number;
}

/**
 * Waits for a state.
 * @throws {Error} when it cannot come any more or takes too long: what was waited for, and what was seen last
 */
export function until({ isSo, what = conditionOf(isSo), seen, on = again, over, limitMs = LIMIT_MS }: Wait): Promise<void> {
  return new Promise((resolve, reject) => {
    let listening: readonly Disposable[] = [];
    let isDone = false;
    const end = (settle: () => void): void => {
      isDone = true;
      clearTimeout(timer);
      for (const one of listening) one.dispose();
      settle();
    };
    const fail = (why: string): void => {
      const last = seen();
      end(() =>
        reject(new Error(`Waited in vain for: ${what}\n${why}\nSeen last: ${typeof last === 'string' ? last : JSON.stringify(last)}`)),
      );
    };
    const look = (): void => {
      if (isDone) return;
      try {
        if (isSo()) return end(resolve);
        const why = over?.();
        if (why !== undefined) fail(why);
      } catch (error) {
        end(() => reject(error));
      }
    };
    const timer = setTimeout(() => fail(`It did not come within ${limitMs / 1000} s.`), limitMs);
    listening = on(look);
    look();
    if (isDone) for (const one of listening) one.dispose();
  });
}

function again(look: () => void): readonly Disposable[] {
  return [repeatedly(() => Promise.resolve(look()))];
}

/** Does something again and again, a moment after it was done the last time, until it is disposed of. */
export function repeatedly(work: () => Promise<unknown>): Disposable {
  let timer: NodeJS.Timeout | undefined;
  let isDisposed = false;
  const next = (): void => {
    if (!isDisposed) timer = setTimeout(() => void work().finally(next), LOOK_MS);
  };
  next();
  return {
    dispose: () => {
      isDisposed = true;
      clearTimeout(timer);
    },
  };
}

/**
 * Waits until what is read is as expected.
 * @throws {Error} when it does not come to that: what was read last
 */
export function untilReads<T>(what: string, read: () => Promise<T>, expected: T, limitMs = LIMIT_MS): Promise<void> {
  let last: unknown;
  const readAgain = async (look: () => void): Promise<void> => {
    last = await read().catch((error: Error) => error.message);
    look();
  };
  return until({
    isSo: () => isDeepStrictEqual(last, expected),
    what: `${what} to be ${JSON.stringify(expected)}`,
    seen: () => last,
    on: look => {
      void readAgain(look);
      return [repeatedly(() => readAgain(look))];
    },
    limitMs,
  });
}

/** `lab.find(id)?.status === 'completed'` */
function conditionOf(isSo: () => boolean): string {
  return String(isSo)
    .replace(/^\(.*?\) => /, '')
    .replaceAll(/\s+/g, ' ');
}

/** For `on`: looks again at each turn of the event loop, where much is waited for that comes soon. */
export function eachTurn(look: () => void): readonly Disposable[] {
  let next = setImmediate(function again() {
    next = setImmediate(again);
    look();
  });
  return [{ dispose: () => clearImmediate(next) }];
}
