import type { RunLabels } from '../contract/labels';
import type { Parameters } from '../contract/parameters';
import { newRunId, newRunIds } from '../contract/runId';
import type { EngineChoice } from '../contract/trainer';
import type { QueuedRun } from './queueState';

/** What a new run is to be. */
export interface NewRun {
  /** One that a plan has allotted; by default a new one. */
  readonly id?: string;
  readonly parameters: Parameters;
  readonly labels?: Partial<RunLabels>;
  /** What its notes begin with. */
  readonly notes?: string;
  readonly parent?: string;
  /** The comparison or sweep that it belongs to. */
  readonly design?: string;
  /** Gradient workers; by default as the settings say. */
  readonly threads?: number;
  readonly engine?: EngineChoice;
  /** The folder of runs that it goes to, one of those that are open; by default the first. */
  readonly runsFolder?: string;
}

/** New runs as they wait, in their order; those without an id get different ones. */
export function queuedRuns(runs: readonly NewRun[], now: Date): QueuedRun[] {
  const ids = runs.length === 1 ? [newRunId(now)] : newRunIds(now, runs.length);
  return runs.map(({ id, parameters, labels = {}, notes, parent, design, threads, engine }, i) => ({
    id: id ?? ids[i]!,
    parameters,
    labels,
    ...(notes !== undefined && { notes }),
    parent: parent ?? null,
    ...(design !== undefined && { design }),
    threads: threads ?? null,
    engine: engine ?? null,
    addedAt: now.toISOString(),
  }));
}
