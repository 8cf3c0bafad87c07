/** `state.json` in `checkpoint.npz`. */
import * as v from 'valibot';
import { number, positive, record, whole } from './basics';
import { attempt } from './events';

export const checkpointState = record({
  /** Whole epochs. */
  epoch: whole(0),
  /** Spent so far on training and evaluation. */
  elapsedMs: positive,
  /** Of the trainer that wrote it; before version 0.2 it was not written. */
  attempt: v.exactOptional(attempt),
  /** With patience: the best epoch so far. */
  best: v.nullable(record({ epoch: whole(1), loss: number })),
});
