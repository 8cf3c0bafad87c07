/** `queue.json`: the runs that wait. */
import * as v from 'valibot';
import { acceptedChoices, engineChosen } from '../engines';
import { MAX_THREADS } from '../threads';
import { flag, list, oneOf, only, record, runId, text, whole } from './basics';
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
});

export const queueFile = record({
  schemaVersion: only(1),
  paused: v.optional(flag, false),
  runs: list(queuedRun, 10_000),
});
