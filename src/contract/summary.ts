import type { InferOutput } from 'valibot';
import type { epochResults, runSummary } from './formats/summary';
import type { Run } from './runState';

/** The result of a run as `summary.json` holds it. It can be computed again from the run's events. */
export type RunSummary = InferOutput<typeof runSummary>;
export type EpochResults = InferOutput<typeof epochResults>;

/** The summary of a run that has ended; undefined while it has not. */
export function summarize({ config, epochs, resources, evaluated, ended, failed }: Run): RunSummary | undefined {
  const last = failed ?? ended;
  if (!config || !last) return undefined;
  const metrics = epochs.map(({ epoch, loss, accuracy, valLoss, valAccuracy, imagesPerSecond }): EpochResults => {
    return { epoch, loss, accuracy, valLoss, valAccuracy, imagesPerSecond };
  });
  const scores = evaluated?.scores;
  const besideCpuPercent = resources.at(-1)?.besideCpuPercent;
  return {
    schemaVersion: config.schemaVersion,
    id: config.id,
    ...(last.attempt !== undefined && { attempt: last.attempt }),
    status: last.type === 'runFailed' ? 'failed' : last.status,
    reason: (last.type === 'runFailed' ? last.message : last.reason) ?? null,
    endedAt: last.time,
    durationMs: ended?.durationMs ?? null,
    ...(besideCpuPercent !== undefined && { besideCpuPercent }),
    epochs: epochs.length,
    keptEpoch: ended?.keptEpoch ?? null,
    final: metrics.at(-1) ?? null,
    best: bestEpoch(metrics) ?? null,
    testLoss: evaluated?.loss ?? null,
    testAccuracy: evaluated?.accuracy ?? null,
    confusionMatrix: scores?.confusionMatrix ?? null,
    perClass: scores?.perClass ?? null,
    macro: scores?.macro ?? null,
    micro: scores?.micro ?? null,
    weighted: scores?.weighted ?? null,
  };
}

/** The epoch with the lowest validation loss (training loss, without validation), of equal ones the first; undefined before there is one. */
export function bestEpoch<E extends Pick<EpochResults, 'loss' | 'valLoss'>>(epochs: readonly E[]): E | undefined {
  return epochs.reduce<E | undefined>((best, one) => (best && watched(best) <= watched(one) ? best : one), undefined);
}

function watched({ valLoss, loss }: Pick<EpochResults, 'loss' | 'valLoss'>): number {
  return valLoss ?? loss ?? Infinity;
}
