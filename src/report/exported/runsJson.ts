import { epochMetrics } from '../../contract/metrics';
import { toJson } from '../../util/json';
import type { ExportedRun } from './exportedRun';

/** Raised when a field gets another meaning. */
const FORMAT = 1;

/** Runs as a JSON document: of each what it is called, how it ended, its parameters, metrics, epochs, and its config and summary as they are. */
export function runsJson(runs: readonly ExportedRun[]): string {
  return toJson({
    digitsLabExport: FORMAT,
    runs: runs.map(({ id, status, config, labels, notes, summary, metrics, epochs }) => ({
      id,
      ...labels,
      notes,
      status,
      createdAt: config.createdAt,
      author: config.author ?? null,
      parameters: config.parameters,
      metrics,
      epochs: epochs.map(one => ({
        epoch: one.epoch,
        time: one.time,
        ...Object.fromEntries(epochMetrics.map(({ name, epoch }) => [name, epoch.value(one)])),
      })),
      config,
      summary: summary ?? null,
    })),
  });
}
