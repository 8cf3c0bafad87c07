/** `queue.json`: the runs that wait. */
import * as v from 'valibot';
import { acceptedChoices, engineChosen } from '../engines';
import { MAX_THREADS } from '../threads';
import { count, flag, list, oneOf, only, record, runId, text, whole } from './basics';
import { someLabels } from './labels';
import { askedParameters } from './parameters';

/** Which engine is to compute; a word of an older version is read as the name that it has now. */
export const engineChoice = v.pipe(oneOf(acceptedChoices), v.transform(engineChosen));

export const threads = whole(1, MAX_THREADS);

export const queuedRun = record({
  /** The id that the run will have. */
  id: runId,
  parameters: askedParameters,
  labels: v.optional(someLabels, {}),
  /** In Markdown: what notes.md of the run begins with. */
  notes: v.exactOptional(text),
  parent: v.optional(v.nullable(runId), null),
  /** The comparison or sweep that it belongs to. */
  design: v.exactOptional(text),
  /** Gradient workers that it must have; null: as the settings say when it starts. */
  threads: v.optional(v.nullable(threads), null),
  /** The same for the engine. */
  engine: v.optional(v.nullable(engineChoice), null),
  /** ISO 8601, UTC. */
  addedAt: v.optional(text, ''),
  /** Of runs that came in together: the id under which it is kept that they were asked for. */
  batch: v.exactOptional(runId),
  /** It has failed before, and is trained once more. */
  isRetry: v.exactOptional(flag),
});

/** A run that was taken out before its turn, or stopped, and can be put back. */
const takenOutRun = record({
  ...queuedRun.entries,
  /** ISO 8601, UTC; the same for all that were taken out together. */
  takenOutAt: text,
  /** How many waited before it. */
  place: count,
});

/** A run that failed, of those that were trained from here. */
const failedRun = record({
  ...queuedRun.entries,
  /** For a person. */
  reason: text,
  /** Whether it may be trained once more: that has not been tried, and it would not fail in the same way. */
  mayRetry: flag,
});

/** No queue holds more runs. */
export const MOST_QUEUED = 10_000;

/** Runs of the view Queue that are dragged to another place. */
export const draggedRuns = list(runId, MOST_QUEUED);

export const queueFile = record({
  schemaVersion: only(1),
  paused: v.optional(flag, false),
  runs: list(queuedRun, MOST_QUEUED),
  takenOut: v.exactOptional(list(takenOutRun, MOST_QUEUED)),
  failed: v.exactOptional(list(failedRun, MOST_QUEUED)),
});
