/** Runs that are made of arrays which another program left. */
import * as v from 'valibot';
import { list, only, record, runId, share, text, whole } from './basics';

/** Make runs of arrays: of files, folders and archives. All paths are absolute. */
export const importRequest = record({
  type: only('importArrays'),
  runsFolder: text,
  paths: list(text, 1000),
  truth: v.exactOptional(text),
  predictions: v.exactOptional(text),
  probabilities: v.exactOptional(text),
  /** What the run is called; by default like the folder of its arrays. */
  name: v.exactOptional(text),
});

export const importedRuns = record({
  runs: list(
    record({
      id: runId,
      folder: text,
      name: text,
      images: whole(1),
      classes: whole(2),
      accuracy: share,
      /** What the arrays were called. */
      arrays: record({ truth: text, predictions: v.exactOptional(text), probabilities: v.exactOptional(text) }),
      /** The name of the data set whose test labels these are; null if it is none that is known. */
      dataset: v.nullable(text),
      /** How something was understood that could be meant otherwise. */
      notes: list(text),
    }),
  ),
});
