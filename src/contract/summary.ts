import type { ClassScores, MeanScores } from './scores';
import type { Run } from './runState';

/** How a run ended, in short: what `summary.json` holds. It can be made again from the run's events. */
export interface RunSummary {
  readonly schemaVersion: number;
  readonly id: string;
  /** The attempt that ended it, see attempts.ts; absent in runs of version 0.1.0. */
  readonly attempt?: number;
  readonly status: 'completed' | 'stopped' | 'failed';
  /** Why it failed, or ended before its last epoch. */
  readonly reason: string | null;
  /** ISO 8601, UTC. */
  readonly endedAt: string;
  /** Training and evaluation; pauses between an interruption and a resumption are left out. */
  readonly durationMs: number | null;
  /** Whole epochs. */
  readonly epochs: number;
  /** The epoch whose weights were kept. */
  readonly keptEpoch: number | null;
  /** Of the last whole epoch. */
  readonly final: EpochMetrics | null;
  /** Of the epoch with the lowest validation loss (training loss, without validation). */
  readonly best: EpochMetrics | null;
  readonly testLoss: number | null;
  readonly testAccuracy: number | null;
  /** `confusionMatrix[truth][predicted]`, in test images. */
  readonly confusionMatrix: readonly (readonly number[])[] | null;
  readonly perClass: readonly ClassScores[] | null;
  readonly macro: MeanScores | null;
  readonly micro: MeanScores | null;
  readonly weighted: MeanScores | null;
}

export interface EpochMetrics {
  readonly epoch: number;
  readonly loss: number;
  readonly accuracy: number;
  readonly valLoss: number | null;
  readonly valAccuracy: number | null;
  readonly imagesPerSecond: number;
}

/** The summary of a run that has ended; undefined while it has not. */
export function summarize({ config, epochs, evaluated, ended, failed }: Run): RunSummary | undefined {
  const last = failed ?? ended;
  if (!config || !last) return undefined;
  const metrics = epochs.map(({ epoch, loss, accuracy, valLoss, valAccuracy, imagesPerSecond }): EpochMetrics => {
    return { epoch, loss, accuracy, valLoss, valAccuracy, imagesPerSecond };
  });
  const scores = evaluated?.scores;
  return {
    schemaVersion: config.schemaVersion,
    id: config.id,
    ...(last.attempt !== undefined && { attempt: last.attempt }),
    status: last.type === 'runFailed' ? 'failed' : last.status,
    reason: (last.type === 'runFailed' ? last.message : last.reason) ?? null,
    endedAt: last.time,
    durationMs: ended?.durationMs ?? null,
    epochs: epochs.length,
    keptEpoch: ended?.keptEpoch ?? null,
    final: metrics.at(-1) ?? null,
    best: metrics.reduce<EpochMetrics | null>((best, one) => (best && watched(best) <= watched(one) ? best : one), null),
    testLoss: evaluated?.loss ?? null,
    testAccuracy: evaluated?.accuracy ?? null,
    confusionMatrix: scores?.confusionMatrix ?? null,
    perClass: scores?.perClass ?? null,
    macro: scores?.macro ?? null,
    micro: scores?.micro ?? null,
    weighted: scores?.weighted ?? null,
  };
}

function watched({ valLoss, loss }: EpochMetrics): number {
  return valLoss ?? loss;
}
