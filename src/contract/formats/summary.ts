/** `summary.json`: how a run ended, in short. It can be made again from the run's events. */
import * as v from 'valibot';
import { list, number, oneOf, positive, record, share, text, time, whole } from './basics';
import { attempt } from './events';
import { classScores, confusionMatrix, meanScores } from './scores';

export const epochResults = record({
  epoch: whole(1),
  loss: number,
  accuracy: share,
  valLoss: v.nullable(number),
  valAccuracy: v.nullable(share),
  imagesPerSecond: positive,
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
  /** The epoch whose weights were kept. */
  keptEpoch: v.nullable(whole(0)),
  /** Of the last whole epoch. */
  final: v.nullable(epochResults),
  /** Of the epoch with the lowest validation loss (training loss, without validation). */
  best: v.nullable(epochResults),
  testLoss: v.nullable(positive),
  testAccuracy: v.nullable(share),
  confusionMatrix: v.nullable(confusionMatrix),
  perClass: v.nullable(list(classScores, 256)),
  macro: v.nullable(meanScores),
  micro: v.nullable(meanScores),
  weighted: v.nullable(meanScores),
});
