import { attemptAfter } from './attempts';
import type { RunConfig } from './run';
import type { BatchEnded, EpochEnded, Evaluated, Logged, ResourcesSampled, RunEnded, RunFailed, TrainerEvent } from './trainer';

/** How far a run is. `interrupted` is not told by events: whoever looks at the run folder finds that nobody works on it any more. */
export type RunStatus = 'starting' | 'running' | 'completed' | 'stopped' | 'failed' | 'interrupted';

/** How far a run is, as its events tell it. */
export interface Run {
  readonly status: Exclude<RunStatus, 'interrupted'>;
  /** The attempt at work, see attempts.ts; 0 in runs of version 0.1.0. */
  readonly attempt: number;
  readonly config: RunConfig | undefined;
  readonly batches: readonly BatchEnded[];
  readonly epochs: readonly EpochEnded[];
  /** The last samples. */
  readonly resources: readonly ResourcesSampled[];
  /** The last messages. */
  readonly log: readonly Logged[];
  readonly evaluated: Evaluated | undefined;
  readonly ended: RunEnded | undefined;
  readonly failed: RunFailed | undefined;
}

/** Messages that are kept. */
const LOG_LENGTH = 500;
/** Samples that are kept. */
const RESOURCES_LENGTH = 120;

export const initialRun: Run = {
  status: 'starting',
  attempt: 0,
  config: undefined,
  batches: [],
  epochs: [],
  resources: [],
  log: [],
  evaluated: undefined,
  ended: undefined,
  failed: undefined,
};

/** The run after an event; one of an older attempt changes nothing. Neither the run nor its lists are changed. */
export function applyEvent(before: Run, event: TrainerEvent): Run {
  const attempt = attemptAfter(before.attempt, event);
  if (attempt === undefined) return before;
  const run = attempt === before.attempt ? before : { ...before, attempt };
  switch (event.type) {
    case 'runStarted':
      return { ...initialRun, status: 'running', attempt, config: event.config };
    case 'runResumed':
      return {
        ...run,
        status: 'running',
        // What a broken epoch had left is done again.
        batches: run.batches.filter(({ epoch }) => epoch <= event.epoch),
        epochs: run.epochs.filter(({ epoch }) => epoch <= event.epoch),
        evaluated: undefined,
        ended: undefined,
        failed: undefined,
      };
    case 'batchEnded':
      return { ...run, batches: [...run.batches, event] };
    case 'epochEnded':
      return { ...run, epochs: [...run.epochs, event] };
    case 'resourcesSampled':
      return { ...run, resources: [...run.resources, event].slice(-RESOURCES_LENGTH) };
    case 'logged':
      return { ...run, log: [...run.log, event].slice(-LOG_LENGTH) };
    case 'evaluated':
      return { ...run, evaluated: event };
    case 'runEnded':
      return { ...run, status: event.status, ended: event };
    case 'engineChecked':
      return run;
    case 'runFailed':
      return { ...run, status: 'failed', failed: event };
  }
}

/** The run after all events: `events.reduce(applyEvent, initialRun)`, without copying the lists for each of a hundred thousand. */
export function replay(events: readonly TrainerEvent[]): Run {
  const batches: BatchEnded[] = [];
  const epochs: EpochEnded[] = [];
  let run = initialRun;
  for (const event of events) {
    const attempt = attemptAfter(run.attempt, event);
    if (attempt === undefined) continue;
    if (attempt !== run.attempt) run = { ...run, attempt };
    if (event.type === 'batchEnded') batches.push(event);
    else if (event.type === 'epochEnded') epochs.push(event);
    else if (event.type === 'runStarted' || event.type === 'runResumed') {
      run = applyEvent({ ...run, batches, epochs }, event);
      batches.splice(0, Infinity, ...run.batches);
      epochs.splice(0, Infinity, ...run.epochs);
    } else run = applyEvent(run, event);
  }
  return { ...run, batches, epochs };
}
