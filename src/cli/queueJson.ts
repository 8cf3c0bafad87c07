import { clusterQueueJson } from './clusterQueueJson';
import type { OpenQueue } from './openQueue';
import type { QueueForecast } from './queueForecast';

/** A queue as it is written as JSON. Times are ISO 8601, null where they cannot be told. */
export function queueJson(
  { file, waiting, atWork, cluster, runs }: OpenQueue,
  { asked, ends, left, total, isGuess }: QueueForecast,
  now: Date,
): unknown {
  const at = (ms: number | undefined): string | null => (ms === undefined ? null : new Date(now.getTime() + ms).toISOString());
  const isPaused = waiting.isPaused;
  const byId = new Map(runs.map(run => [run.id, run]));
  const endOf = new Map(asked.map(({ id }, i) => [id, isPaused ? null : at(ends[i])]));
  return {
    file,
    paused: isPaused,
    endsAt: isPaused && asked.length > 0 ? null : at(total),
    isGuess,
    atWork: atWork.map(({ overview: { id, folder, config }, run }, i) => ({
      id,
      folder,
      design: config.design,
      parameters: config.parameters,
      epoch: run.epochs.length,
      endsAt: at(left[i]),
    })),
    waiting: waiting.runs.map((run, i) => ({
      place: i + 1,
      id: run.id,
      parameters: run.parameters,
      labels: run.labels,
      notes: run.notes ?? null,
      parent: run.parent,
      design: run.design ?? null,
      threads: run.threads,
      engine: run.engine,
      addedAt: run.addedAt,
      isAsked: run.isAsked,
      isRetry: run.isRetry ?? false,
      endsAt: endOf.get(run.id) ?? null,
    })),
    failed: waiting.failed.map(({ id, parameters, design = null, reason, mayRetry }) => ({ id, parameters, design, reason, mayRetry })),
    cluster: clusterQueueJson(cluster, id => byId.get(id)),
  };
}
