import type { Run } from '../contract/runState';
import type { RunRequest, TrainerEvent } from '../contract/trainer';
import type { Disposable, Event } from '../util/emitter';
import type { RunOutcome } from './outcome';

/** What an executor is asked to train: a new run, or one to be resumed after its last whole epoch. */
export type RunJob =
  | { readonly type: 'start'; readonly request: RunRequest }
  | { readonly type: 'resume'; readonly id: string; readonly folder: string };

/** A run that an executor is training. */
export interface ActiveRun {
  readonly id: string;
  readonly folder: string;
  /** The request of a new run; undefined for a run that is resumed. */
  readonly request: RunRequest | undefined;
  /** As its events have told it so far. */
  readonly run: Run;
  readonly isStopping: boolean;
}

export interface RunEvent {
  readonly id: string;
  readonly event: TrainerEvent;
}

/** A run whose training by an executor has ended. */
export interface EndedRun {
  readonly id: string;
  readonly folder: string;
  readonly request: RunRequest | undefined;
  readonly outcome: RunOutcome;
  /** Another process has taken the run over, or its folder was removed while it was trained. */
  readonly isLost: boolean;
}

/** `afterBatch`: the batch is finished and the model is evaluated; `atOnce`: the run can be resumed after its last whole epoch. */
export type Cancellation = 'afterBatch' | 'atOnce';

/** Trains runs. The seam assumes that a run lives no longer than the process that submitted it, which receives its events and its end. */
export interface Executor {
  /** The runs at work, in the order in which they were submitted. */
  readonly active: readonly ActiveRun[];
  /** How many more runs it takes now. */
  readonly capacity: number;
  readonly onEvent: Event<RunEvent>;
  /** Fires after the trainer is gone and the folder of a failed run states why it failed. */
  readonly onEnded: Event<EndedRun>;

  find(id: string): ActiveRun | undefined;

  /** A run is likely to be submitted soon: what it will need is made ready, until this is disposed of. */
  expectRun(): Disposable;

  /** Keeps room for a run that is about to be submitted, until it is disposed of; undefined if there is no room. */
  reserve(): Disposable | undefined;

  /** Trains a run, whether there is room or not; a new run is active at once. Never rejects: errors are reported by `onEnded`. */
  submit(job: RunJob): Promise<void>;

  /** Settles when the run is no longer at work. */
  cancel(id: string, when?: Cancellation): Promise<void>;

  /** Ends every run at once and accepts no more; settles when none of its processes is left. The runs can be resumed. */
  dispose(): Promise<void>;
}
