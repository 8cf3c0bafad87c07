/**
 * Runs that are made of what another program left: of arrays, or of what it recorded while it trained; and the messages between who has them
 * made and the process that does it.
 */
import * as v from 'valibot';
import { count, flag, list, oneOf, only, record, runId, share, text, whole } from './basics';

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

/** Make a run of everything at some places that can be imported: what other tools recorded, and arrays. All paths are absolute. */
export const importRunsRequest = record({
  type: only('importRuns'),
  runsFolder: text,
  paths: list(text, 1000),
  /** What the run is called, where it is one; by default as its tool or its folder is. */
  name: v.exactOptional(text),
});

export const importedRecordings = record({
  /** Of arrays. */
  arrays: list(
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
  /** Of what was recorded. */
  runs: list(
    record({
      id: runId,
      folder: text,
      name: text,
      tool: text,
      /** What it is called there. */
      source: text,
      /** It was imported before, and is as it was. */
      isThere: flag,
      /** Runs that were imported of the same one when it was in another state. */
      earlier: list(runId),
      state: oneOf(['running', 'finished', 'failed']),
      /** Rows of its metrics. */
      rows: count,
      /** What is known to be missing. */
      missing: list(text, 1000),
    }),
  ),
  /** What could not be imported, and why. */
  failed: list(record({ path: text, reason: text })),
});

/** What the folders of an import are called by while they are written. */
const draftId = v.pipe(v.string('8 hexadecimal digits'), v.regex(/^[0-9a-f]{8}$/, '8 hexadecimal digits'));

/** To the process that imports. */
export const importerCommand = record({
  type: only('import'),
  request: v.variant('type', [importRequest, importRunsRequest], 'an import'),
  draftId,
});

/** Where an import is. */
export const importProgress = record({
  /** What is read. */
  path: text,
  /** Runs that were read before it. */
  done: count,
  /** All of them; 0 while they are looked for. */
  of: count,
});

/** From it. */
export const importerMessage = v.variant(
  'type',
  [
    record({ type: only('reading'), progress: importProgress }),
    /** It still answers. */
    record({ type: only('alive') }),
    /** What was made, and what could not be, since it was told last. */
    record({ type: only('imported'), imported: importedRecordings }),
    record({ type: only('done') }),
    /** Nothing of what was asked for is done. */
    record({ type: only('refused'), reason: text }),
  ],
  'a message of the process that imports',
);
