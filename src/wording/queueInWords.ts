import { clockTime, roughTime } from './clockInWords';

export interface QueueFacts {
  /** Runs that wait for their turn. */
  readonly waiting: number;
  /** Runs that this user has not asked for. */
  readonly unasked: number;
  /** How long it takes until all have ended, in milliseconds; undefined if it cannot be told. */
  readonly total: number | undefined;
  readonly isGuess: boolean;
  readonly isPaused: boolean;
}

/** `3 waiting · about 12m · done about 14:32`; empty of an empty queue. */
export function queueInWords({ waiting, unasked, total, isGuess, isPaused }: QueueFacts, now: Date): string {
  const known = waiting > 0 && total !== undefined;
  const parts = [
    waiting > 0 && `${waiting} waiting`,
    unasked > 0 && `${unasked} not started by you`,
    known && `${isGuess ? 'roughly' : 'about'} ${roughTime(total)}`,
    isPaused ? 'paused' : known && endInWords(total, now),
  ];
  return parts.filter(Boolean).join(' · ');
}

/** `done about 14:32`: when something will have ended; empty if it cannot be told. @param ms from now */
export function endInWords(ms: number | undefined, now: Date): string {
  return ms === undefined ? '' : `done about ${clockTime(new Date(now.getTime() + ms), now)}`;
}

/** What the runs that belong together are called: `Comparison: num_filters, seed`. @param varying the parameters in which they differ */
export function designInWords(design: string, varying: readonly string[]): string {
  const [, kind, rest] = /^(comparisons|sweeps)\/(.*)$/.exec(design) ?? [];
  const name = kind === 'comparisons' ? 'Comparison' : kind === 'sweeps' ? 'Sweep' : design;
  const of = varying.length > 0 ? varying.join(', ') : rest;
  return of ? `${name}: ${of}` : name;
}
