import type { Estimate } from './estimate';

export interface QueueAhead {
  /** How long each run that is being trained still takes, in milliseconds; undefined where nothing says so. */
  readonly atWork: readonly (number | undefined)[];
  /** How long each run takes that waits, the next one first; undefined if it cannot be told. */
  readonly waiting: readonly (Estimate | undefined)[];
  /** So many are trained at a time. */
  readonly atOnce: number;
}

export interface QueueTimes {
  /** After how many milliseconds each waiting run has ended; undefined where that cannot be told. */
  readonly ends: readonly (number | undefined)[];
  /** After how many milliseconds all have ended, those at work too; undefined if that cannot be told of one of them. */
  readonly total: number | undefined;
  /** Too few runs on this machine were like one of them to say. */
  readonly isGuess: boolean;
}

/** When the runs of a queue will have ended: each begins, in their order, as soon as there is room for it. */
export function queueTimes({ atWork, waiting, atOnce }: QueueAhead): QueueTimes {
  // When each place is free. That of a run of which nothing is known is never: what comes after it cannot be told.
  const free = atWork.map(ms => ms ?? Infinity);
  while (free.length < atOnce) free.push(0);
  let latest = atWork.reduce<number>((most, ms) => Math.max(most, ms ?? Infinity), 0);
  let isGuess = false;
  const ends: (number | undefined)[] = [];
  for (const estimate of waiting) {
    free.sort((a, b) => a - b);
    // More are at work than there is room for: until the setting is kept again, nothing begins.
    const place = Math.max(0, free.length - Math.max(1, atOnce));
    const end = free[place]! + (estimate?.ms ?? Infinity);
    free[place] = end;
    free.splice(0, place);
    latest = Math.max(latest, end);
    isGuess ||= estimate?.isGuess ?? false;
    ends.push(Number.isFinite(end) ? end : undefined);
  }
  return { ends, total: Number.isFinite(latest) ? latest : undefined, isGuess };
}
