import { attemptAfter } from './attempts';
import type { TrainedConfig } from './run';
import { Timeline } from './timeline';
import type { BatchEnded, EpochEnded, Evaluated, Logged, ResourcesSampled, RunEnded, RunFailed, TrainerEvent } from './trainer';

/** The state of a run. `interrupted` does not come from events: it is concluded from a run folder on which no living process works. */
export const runStatuses = ['starting', 'running', 'completed', 'stopped', 'failed', 'interrupted'] as const;
export type RunStatus = (typeof runStatuses)[number];

/** Whether a run of this status can be resumed from its checkpoint. */
export function isResumable(status: RunStatus): boolean {
  return status === 'interrupted' || status === 'stopped' || status === 'failed';
}

/** The state of a run as its events tell it. */
export interface Run {
  readonly status: Exclude<RunStatus, 'interrupted'>;
  /** The attempt at work, see attempts.ts; 0 in runs of version 0.1.0. */
  readonly attempt: number;
  readonly config?: TrainedConfig | undefined;
  readonly batches: readonly BatchEnded[];
  readonly epochs: readonly EpochEnded[];
  /** The last samples. */
  readonly resources: readonly ResourcesSampled[];
  /** The last messages. */
  readonly log: readonly Logged[];
  readonly evaluated?: Evaluated | undefined;
  readonly ended?: RunEnded | undefined;
  readonly failed?: RunFailed | undefined;
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

/**
 * The run after an event; an event of an older attempt changes nothing. Returns a new object and leaves the given run and its lists
 * unchanged. For many events use `RunProgress`.
 */
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
        // The interrupted epoch is trained again.
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
    case 'runFailed':
      return { ...run, status: 'failed', failed: event };
  }
}

/** A run in progress: its state is `events.reduce(applyEvent, run)`, and adding an event takes constant time. */
export class RunProgress {
  private batches: Timeline<BatchEnded>;
  private epochs: Timeline<EpochEnded>;
  /** All but its batches and epochs. */
  private rest: Run;
  private state: Run | undefined;

  constructor(run: Run = initialRun) {
    this.batches = new Timeline(run.batches);
    this.epochs = new Timeline(run.epochs);
    this.rest = { ...run, batches: [], epochs: [] };
    this.state = run;
  }

  /** One of an older attempt changes nothing. */
  add(event: TrainerEvent): void {
    const attempt = attemptAfter(this.rest.attempt, event);
    if (attempt === undefined) return undefined;
    this.state = undefined;
    if (attempt !== this.rest.attempt) this.rest = { ...this.rest, attempt };
    if (event.type === 'batchEnded') return this.batches.add(event);
    if (event.type === 'epochEnded') return this.epochs.add(event);
    if (event.type === 'runStarted') {
      this.batches = new Timeline();
      this.epochs = new Timeline();
    }
    if (event.type === 'runResumed') {
      this.batches.resume(event.epoch);
      this.epochs.resume(event.epoch);
    }
    this.rest = applyEvent(this.rest, event);
  }

  /** The run so far; what comes later does not change it. The same object as long as nothing comes. */
  get run(): Run {
    return (this.state ??= withLists(this.rest, this.batches.now(), this.epochs.now()));
  }
}

function withLists(rest: Run, batches: () => Run['batches'], epochs: () => Run['epochs']): Run {
  return {
    ...rest,
    get batches() {
      return batches();
    },
    get epochs() {
      return epochs();
    },
  };
}

/** The run after more events: `events.reduce(applyEvent, run)`, without copying the lists for each of a hundred thousand. */
export function applyEvents(run: Run, events: readonly TrainerEvent[]): Run {
  const progress = new RunProgress(run);
  for (const event of events) progress.add(event);
  return progress.run;
}

/** The run after all its events. */
export function replay(events: readonly TrainerEvent[]): Run {
  return applyEvents(initialRun, events);
}
