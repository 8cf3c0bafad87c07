import { MOST_ATTEMPTS } from './formats/events';
import type { TrainerEvent } from './trainer';

/**
 * A run may be begun by one process and resumed by another; each time is an attempt, counted from 1 over the whole life of the run. A
 * process that was taken for dead may still write a line after another one has taken over. Such a line carries the older attempt, and is
 * ignored.
 */

export function isAttempt(value: unknown): value is number {
  return Number.isInteger(value) && (value as number) >= 1 && (value as number) <= MOST_ATTEMPTS;
}

/** The attempt that an event belongs to; 0 if the event names none, as in files of version 0.1.0. */
export function attemptOf(event: { readonly attempt?: unknown } | null | undefined): number {
  return isAttempt(event?.attempt) ? event.attempt : 0;
}

/**
 * The current attempt after an event; undefined if the event belongs to an older attempt and is ignored.
 * @param before the current attempt before the event, 0 at the beginning
 */
export function attemptAfter(before: number, event: TrainerEvent): number | undefined {
  const attempt = attemptOf(event);
  const begins = event.type === 'runStarted' || event.type === 'runResumed';
  // Version 0.1.0 resumes a run of a later version without numbering the attempt.
  return attempt >= before || (begins && attempt === 0) ? attempt : undefined;
}

/** Decides for the events of a run, one after the other, which of them count. */
export class CountedEvents {
  private attempt = 0;

  counts(event: TrainerEvent): boolean {
    const after = attemptAfter(this.attempt, event);
    this.attempt = after ?? this.attempt;
    return after !== undefined;
  }
}
