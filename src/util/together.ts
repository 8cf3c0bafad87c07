import { systemClock, type Clock } from './clock';
import type { Disposable } from './emitter';

/** What has changed; nothing stands for everything. */
export type Changed<T> = T | readonly T[] | null | undefined | void;

export interface Pause {
  /** How long it is at the least. */
  readonly ms: number;
  /** How long it is to be by what became of the change that was passed on last, asked when it might end. */
  readonly restMs?: () => number;
}

/**
 * Passes changes on: one that comes after a pause at once, those that come in the pause after it together at its end. So somebody who waits
 * for the end of a series of changes gets one nevertheless.
 * @param listen how to listen to the changes
 */
export function together<T>(
  listen: (listener: (changed: Changed<T>) => void) => Disposable,
  { ms, restMs = () => 0 }: Pause,
  clock: Clock = systemClock,
): (listener: (changed: T[] | undefined) => void) => Disposable {
  return listener => {
    let due: Set<T> | 'everything' | undefined;
    let callOff: (() => void) | undefined;
    const pass = (): void => {
      callOff = undefined;
      if (due === undefined) return;
      const passed = due === 'everything' ? undefined : [...due];
      due = undefined;
      pause(0, ms);
      listener(passed);
    };
    const pause = (before: number, more: number): void => {
      callOff = clock.after(more, () => {
        const paused = before + more;
        const left = Math.ceil(restMs() - paused);
        if (left > 0) pause(paused, left);
        else pass();
      });
    };
    const listening = listen(changed => {
      if (changed === undefined || changed === null) due = 'everything';
      else if (due !== 'everything') due = new Set([...(due ?? []), ...(isList(changed) ? changed : [changed])]);
      if (!callOff) pass();
    });
    return {
      dispose() {
        listening.dispose();
        callOff?.();
      },
    };
  };
}

function isList<T>(changed: T | readonly T[]): changed is readonly T[] {
  return Array.isArray(changed);
}
