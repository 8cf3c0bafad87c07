/** The lines of `events.jsonl`, which are also the messages of a trainer to the process that started it. */
import * as v from 'valibot';
import { count, number, oneOf, only, positive, record, share, text, time, whole } from './basics';
import { engineIdentity, trainedConfig } from './config';
import { scores } from './scores';

/** A larger number cannot be an attempt: the file was not written by a trainer. */
export const MOST_ATTEMPTS = 1e9;

export const attempt = whole(1, MOST_ATTEMPTS);

const base = {
  /** ISO 8601, UTC. */
  time,
  /** The run's attempt that reports the event, see attempts.ts; absent before there is one, and in files of version 0.1.0. */
  attempt: v.exactOptional(attempt),
};

/** From 1. */
const epoch = whole(1);

export const runStarted = record({ ...base, type: only('runStarted'), config: trainedConfig });

/** An interrupted or stopped run goes on from its checkpoint. */
export const runResumed = record({
  ...base,
  type: only('runResumed'),
  /** Whole epochs that are kept; the epoch after them is trained again from its beginning. */
  epoch: whole(0),
  /** With what it goes on, where that is another engine than the one in its config. */
  engine: v.exactOptional(engineIdentity),
});

/** About fifty an epoch. */
export const batchEnded = record({
  ...base,
  type: only('batchEnded'),
  epoch,
  /** From 1. */
  batch: whole(1),
  /** Batches of the epoch. */
  batches: whole(1),
  /** Mean over the images since the last of these events, in training mode (with dropout). */
  loss: number,
  accuracy: share,
  imagesPerSecond: positive,
});

export const epochEnded = record({
  ...base,
  type: only('epochEnded'),
  epoch,
  epochs: whole(1),
  /** Mean over the epoch's images as they were trained on (with dropout). */
  loss: number,
  accuracy: share,
  /** Null without validation images. */
  valLoss: v.nullable(number),
  valAccuracy: v.nullable(share),
  /** Training alone, without the validation. */
  imagesPerSecond: positive,
  durationMs: positive,
  /** Until the last epoch would end. */
  etaMs: positive,
});

export const resourcesSampled = record({
  ...base,
  type: only('resourcesSampled'),
  /** Of the trainer process since the last sample; 100 is one core. */
  cpuPercent: positive,
  residentBytes: count,
  /**
   * What other programs, other runs among them, took of all cores, the mean since the trainer began; 100 is one core. Absent in runs of older
   * versions, and where the system does not tell.
   */
  besideCpuPercent: v.exactOptional(positive),
});

export const logged = record({ ...base, type: only('logged'), level: oneOf(['info', 'warning', 'error']), message: text });

/** The only use of the test set, after the last epoch. */
export const evaluated = record({
  ...base,
  type: only('evaluated'),
  split: oneOf(['test']),
  /** Mean cross-entropy in nats; null where only classes were predicted. */
  loss: v.nullable(positive),
  accuracy: share,
  scores,
});

export const runEnded = record({
  ...base,
  type: only('runEnded'),
  status: oneOf(['completed', 'stopped']),
  /** Whole epochs trained. */
  epochs: whole(0),
  /** The epoch whose weights were kept. */
  keptEpoch: whole(0),
  /** Why it ended before its last epoch, for a person. */
  reason: v.exactOptional(text),
  durationMs: positive,
});

export const runFailed = record({
  ...base,
  type: only('runFailed'),
  message: text,
  /**
   * `parameters`: refused before anything started. `lost`: another process has taken the run over, or its folder was removed; nothing of
   * this one is kept, so it stands in no file.
   */
  cause: oneOf(['parameters', 'data', 'engine', 'training', 'storage', 'lost']),
});

/** By their types. The commonest come first. */
export const trainerEvent = v.variant(
  'type',
  [batchEnded, epochEnded, resourcesSampled, logged, runStarted, runResumed, evaluated, runEnded, runFailed],
  'one of the events of a run',
);

const types: ReadonlySet<unknown> = new Set(trainerEvent.options.map(option => option.entries.type.literal));

/** Whether a line is an event of a type that this version knows, whatever else is wrong with it. */
export function isKnownEvent(value: unknown): boolean {
  return types.has((value as { type?: unknown } | null)?.type);
}
