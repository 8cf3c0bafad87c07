/** `followed.json`: the files of another tool that a run is written from while they grow, so that it goes on with them later. */
import * as v from 'valibot';
import { count, list, oneOf, record, sha256, text, whole } from './basics';

/** Event files of one run. */
export const MOST_FILES = 1_000;

/** So much of a file tells it from others. */
export const HEAD_BYTES = 4_096;

export const followedFile = record({
  /** Relative to the folder of the source, with `/` on every system. */
  name: text,
  /** So many it had when this was written down. */
  bytes: count,
  /** Of its first bytes, 4096 or all. */
  head: sha256,
  headBytes: whole(0, HEAD_BYTES),
});

export const followed = record({
  schemaVersion: whole(1),
  kind: oneOf(['tensorboard', 'csv', 'wandb']),
  /** The folder of the run, or the one file that it is: below the open folder, with `/`, or in full where it lies elsewhere. */
  source: text,
  /** With the settings beside them. */
  files: list(followedFile, MOST_FILES + 1),
  /** Whether all of these bytes are in the run. */
  isWhole: v.exactOptional(v.literal(true)),
});
