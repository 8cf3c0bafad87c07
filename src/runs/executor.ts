import type { Run } from '../contract/runState';
import type { RunRequest, TrainerEvent } from '../contract/trainer';
import type { Disposable, Event } from '../util/emitter';
import type { RunOutcome } from './outcome';

/** What an executor is asked to train: a new run, or one to be resumed after its last whole epoch. */
export type RunJob =
  { readonly type: 'start'; readonly request: RunRequest } | { readonly type: 'resume'; readonly id: string; readonly folder: string };

/** A run that an executor is training. */
export interface ActiveRun {
  readonly id: string;
  readonly folder: string;
  /** What a new run was asked to be; undefined of one that is resumed. */
  readonly request: RunRequest | undefined;
  /** As its events have told it so far. */
  readonly run: Run;
  readonly isStopping: boolean;
}

export interface RunEvent {
  readonly id: string;
  readonly event: TrainerEvent;
}

/** A run that an executor has trained. */
export interface EndedRun {
  readonly id: string;
  readonly folder: string;
  readonly request: RunRequest | undefined;
  readonly outcome: RunOutcome;
  /** Another process has the run now, or its folder was removed while it was trained. */
  readonly isLost: boolean;
}

/** `afterBatch`: the batch is finished and the model is evaluated; `atOnce`: the run can be resumed after its last whole epoch. */
export type Cancellation = 'afterBatch' | 'atOnce';

/** Trains runs: today in processes of this computer. */
export interface Executor {
  /** The runs at work, in the order in which they were submitted. */
  readonly active: readonly ActiveRun[];
  /** How many more runs it takes now. */
  readonly capacity: number;
  readonly onEvent: Event<RunEvent>;
  /** Told after the trainer is gone and the folder of a run that failed says why. */
  readonly onEnded: Event<EndedRun>;

  find(id: string): ActiveRun | undefined;

  /** Keeps room for a run that is about to be submitted, until it is disposed of; undefined if there is no room. */
  reserve(): Disposable | undefined;

  /** Has a run trained, whether there is room or not: a new one is active at once. Never rejects: what goes wrong is told by `onEnded`. */
  submit(job: RunJob): Promise<void>;

  /** Settles when the run is no longer at work. */
  cancel(id: string, when?: Cancellation): Promise<void>;

  /** Ends every run at once and takes no more; settles when nothing is left of it. The runs can be resumed. */
  dispose(): Promise<void>;
}
