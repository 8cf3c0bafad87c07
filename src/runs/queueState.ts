/** What is done to a queue, as functions from its file's content to the next. One that changes nothing returns what it was given. */
import type { InferOutput } from 'valibot';
import { MOST_QUEUED, type queueFile } from '../contract/formats/queue';

export type QueueFile = InferOutput<typeof queueFile>;

/** A run that waits for its turn. */
export type QueuedRun = QueueFile['runs'][number];

/** A run that was taken out before its turn, or stopped, and can be put back. */
export type TakenOutRun = NonNullable<QueueFile['takenOut']>[number];

/** A run that failed, of those that were trained from here. */
export type FailedRun = NonNullable<QueueFile['failed']>[number];

export const emptyQueue: QueueFile = { schemaVersion: 1, paused: false, runs: [] };

/** @throws {Error} if the queue would hold more than it may */
export function added(state: QueueFile, runs: readonly QueuedRun[]): QueueFile {
  if (runs.length === 0) return state;
  const ids = idsOf(runs);
  const kept = state.runs.filter(({ id }) => !ids.has(id));
  checkRoom(kept.length, runs.length);
  return { ...state, runs: [...kept, ...runs] };
}

export function removed(state: QueueFile, ids: ReadonlySet<string>): QueueFile {
  const runs = state.runs.filter(({ id }) => !ids.has(id));
  return runs.length === state.runs.length ? state : { ...state, runs };
}

/** A run moved so many steps back or, if negative, forward; not beyond the ends. */
export function moved(state: QueueFile, id: string, by: number): QueueFile {
  const index = state.runs.findIndex(run => run.id === id);
  const place = Math.min(Math.max(0, index + by), state.runs.length - 1);
  if (index < 0 || place === index) return state;
  const others = state.runs.filter(run => run.id !== id);
  return { ...state, runs: others.toSpliced(place, 0, state.runs[index]!) };
}

/**
 * Runs put together in the place of others, in the order that they have: before those if they come from behind, else behind them, as a list
 * moves up when something is taken out of it.
 * @param at the others, which lie together; none: the end of the queue
 */
export function placed(state: QueueFile, ids: ReadonlySet<string>, at: ReadonlySet<string>): QueueFile {
  const { runs } = state;
  const chosen = runs.filter(({ id }) => ids.has(id));
  const rest = runs.filter(({ id }) => !ids.has(id));
  const targets = rest.flatMap(({ id }, i) => (at.has(id) ? [i] : []));
  if (chosen.length === 0 || (at.size > 0 && targets.length === 0)) return state;
  const comesFromBefore = runs.indexOf(chosen[0]!) < runs.findIndex(({ id }) => at.has(id));
  const place = at.size === 0 ? rest.length : comesFromBefore ? targets.at(-1)! + 1 : targets[0]!;
  const after = [...rest.slice(0, place), ...chosen, ...rest.slice(place)];
  return after.every((run, i) => run === runs[i]) ? state : { ...state, runs: after };
}

/**
 * Takes runs out so that they can be put back.
 * @param stopped runs that were being trained, which come before those that wait
 * @param now ISO 8601, UTC
 */
export function takenOut(state: QueueFile, ids: ReadonlySet<string>, stopped: readonly QueuedRun[], now: string): QueueFile {
  const all = [...stopped, ...state.runs];
  const isOut = (run: QueuedRun, place: number): boolean => place < stopped.length || ids.has(run.id);
  const out = all.flatMap((run, place): TakenOutRun[] => (isOut(run, place) ? [{ ...run, takenOutAt: now, place }] : []));
  if (out.length === 0) return state;
  const again = idsOf(out);
  const before = (state.takenOut ?? []).filter(({ id }) => !again.has(id));
  return { ...removed(state, ids), takenOut: [...before, ...out].slice(-MOST_QUEUED) };
}

/**
 * Puts runs back where they were, those that were stopped first.
 * @param isOver whether a run has come to its end otherwise, and is only forgotten
 * @throws {Error} if the queue would hold more than it may
 */
export function putBack(state: QueueFile, ids: ReadonlySet<string>, isOver: (run: QueuedRun) => boolean): QueueFile {
  const { takenOut: out = [], ...rest } = state;
  const waiting = idsOf(state.runs);
  const back = out.filter(run => ids.has(run.id) && !waiting.has(run.id) && !isOver(run));
  const kept = out.filter(({ id }) => !ids.has(id));
  if (kept.length === out.length) return state;
  checkRoom(state.runs.length, back.length);
  const runs = [...state.runs];
  // Each is where it was, since those that were before it are there again.
  for (const { takenOutAt: _, place, ...run } of back) runs.splice(Math.min(place, runs.length), 0, run);
  return { ...rest, runs, ...(kept.length > 0 && { takenOut: kept }) };
}

/** The ids of those that were taken out last, together. */
export function lastTakenOut({ takenOut: out = [] }: QueueFile): ReadonlySet<string> {
  const last = out.at(-1)?.takenOutAt;
  return idsOf(out.filter(({ takenOutAt }) => takenOutAt === last));
}

/** Notes a run that failed; one that has failed before has its newest reason. */
export function withFailure(state: QueueFile, failed: FailedRun): QueueFile {
  const others = (state.failed ?? []).filter(({ id }) => id !== failed.id);
  return { ...state, failed: [...others, failed].slice(-MOST_QUEUED) };
}

/** Forgets failed runs. */
export function withoutFailures(state: QueueFile, isForgotten: (run: FailedRun) => boolean): QueueFile {
  const { failed = [], ...rest } = state;
  const kept = failed.filter(run => !isForgotten(run));
  return kept.length === failed.length ? state : { ...rest, ...(kept.length > 0 && { failed: kept }) };
}

/**
 * Puts failed runs at the end once more, as they were.
 * @throws {Error} if the queue would hold more than it may
 */
export function retried(state: QueueFile, again: readonly QueuedRun[]): QueueFile {
  const ids = idsOf(again);
  return added(
    withoutFailures(state, ({ id }) => ids.has(id)),
    again,
  );
}

/** A failed run as it waits for its second and last try. */
export function retryOf(failed: FailedRun): QueuedRun {
  const { reason: _, mayRetry: __, ...run } = failed;
  return { ...run, isRetry: true };
}

export function idsOf(runs: readonly { readonly id: string }[]): ReadonlySet<string> {
  return new Set(runs.map(({ id }) => id));
}

function checkRoom(waiting: number, more: number): void {
  if (waiting + more <= MOST_QUEUED) return;
  throw new Error(`The queue holds at most ${MOST_QUEUED} runs: ${waiting} wait, and ${more} more were to come. Nothing was changed.`);
}
