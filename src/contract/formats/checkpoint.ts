/** `state.json` in `checkpoint.npz`. */
import * as v from 'valibot';
import { number, positive, record, whole } from './basics';
import { attempt } from './events';

export const checkpointState = record({
  /** Whole epochs. */
  epoch: whole(0),
  /** Spent so far on training and evaluation. */
  elapsedMs: positive,
  /** The attempt that wrote it, see attempts.ts; absent in runs of version 0.1.0. */
  attempt: v.exactOptional(attempt),
  /** With patience: the best epoch so far. */
  best: v.nullable(record({ epoch: whole(1), loss: number })),
});
