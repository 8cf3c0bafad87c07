/** `summary.json`: how a run ended, in short. It can be made again from the run's events. */
import * as v from 'valibot';
import { list, number, oneOf, positive, record, share, text, time, whole } from './basics';
import { attempt } from './events';
import { classScores, confusionMatrix, meanScores } from './scores';

export const epochResults = record({
  epoch: whole(1),
  /** Of the training images; null where another tool did not log it, or as what is no number. */
  loss: v.nullable(number),
  accuracy: v.nullable(share),
  valLoss: v.nullable(number),
  valAccuracy: v.nullable(share),
  /** Null where nobody measured it. */
  imagesPerSecond: v.nullable(positive),
});

export const runSummary = record({
  schemaVersion: whole(1),
  id: text,
  /** The attempt that ended it, see attempts.ts; absent in runs of version 0.1.0. */
  attempt: v.exactOptional(attempt),
  status: oneOf(['completed', 'stopped', 'failed']),
  /** Why it failed, or ended before its last epoch. */
  reason: v.nullable(text),
  /** ISO 8601, UTC. */
  endedAt: time,
  /** Training and evaluation; pauses between an interruption and a resumption are left out. */
  durationMs: v.nullable(positive),
  /** What other programs took of all cores meanwhile; absent as in the event. */
  besideCpuPercent: v.exactOptional(positive),
  /** Whole epochs. */
  epochs: whole(0),
  /** The epoch whose weights were kept; null where that is not known, as of a run of another tool. */
  keptEpoch: v.nullable(whole(0)),
  /** Of the last whole epoch. */
  final: v.nullable(epochResults),
  /**
   * Of the epoch with the lowest validation loss (training loss, without validation). Null of a run of another tool: which weights it kept is not
   * known, so that the figures of its last epoch count.
   */
  best: v.nullable(epochResults),
  testLoss: v.nullable(positive),
  testAccuracy: v.nullable(share),
  confusionMatrix: v.nullable(confusionMatrix),
  perClass: v.nullable(list(classScores, 256)),
  macro: v.nullable(meanScores),
  micro: v.nullable(meanScores),
  weighted: v.nullable(meanScores),
});
