import { systemClock, type Clock } from './clock';
import type { Disposable } from './emitter';

/** What has changed; nothing stands for everything. */
export type Changed<T> = T | readonly T[] | null | undefined | void;

/**
 * Passes changes on: one that comes after a pause at once, those that come within `ms` after it together at its end. So somebody who waits
 * for the end of a series of changes gets one nevertheless.
 * @param listen how to listen to the changes
 */
export function together<T>(
  listen: (listener: (changed: Changed<T>) => void) => Disposable,
  ms: number,
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
      callOff = clock.after(ms, pass);
      listener(passed);
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
