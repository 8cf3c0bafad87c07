import { MOST_ATTEMPTS } from './formats/events';
import type { TrainerEvent } from './trainer';

/**
 * A run may be begun by one process and gone on with by another; each time is an attempt, counted from 1 over the whole life of the run. A
 * process that was taken for dead may still write a line after another one has taken over. Its lines carry its own, older attempt, and do
 * not count.
 */

export function isAttempt(value: unknown): value is number {
  return Number.isInteger(value) && (value as number) >= 1 && (value as number) <= MOST_ATTEMPTS;
}

/** The attempt that an event is of; 0 where it says none, as in files of version 0.1.0. */
export function attemptOf(event: { readonly attempt?: unknown } | null | undefined): number {
  return isAttempt(event?.attempt) ? event.attempt : 0;
}

/**
 * The attempt at work after an event; undefined if the event is an older attempt's and does not count.
 * @param before the attempt at work before it, 0 at the beginning
 */
export function attemptAfter(before: number, event: TrainerEvent): number | undefined {
  const attempt = attemptOf(event);
  const begins = event.type === 'runStarted' || event.type === 'runResumed';
  // Version 0.1.0 goes on with a run of a later one without a number.
  return attempt >= before || (begins && attempt === 0) ? attempt : undefined;
}

/** Which events of a run count, that come one after the other. */
export class CountedEvents {
  private attempt = 0;

  counts(event: TrainerEvent): boolean {
    const after = attemptAfter(this.attempt, event);
    this.attempt = after ?? this.attempt;
    return after !== undefined;
  }
}
