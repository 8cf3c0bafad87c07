/**
 * Both directions of the wire between a trainer process and whoever started it. The lines of a run's `events.jsonl` are the
 * same `TrainerEvent`s.
 */
import type { Parameters } from './parameters';
import type { RunLabels } from './labels';
import type { RunConfig } from './run';
import type { Scores } from './scores';

/** Changes with every change of the types in this file that an older or newer other side would misunderstand. */
export const PROTOCOL_VERSION = 3;

/** To the trainer. */
export type TrainerCommand =
  | { readonly type: 'start'; readonly request: RunRequest }
  /** Go on with an interrupted or stopped run; everything is in its folder. */
  | { readonly type: 'resume'; readonly folder: string; readonly engine?: Runtime }
  /** Predict the test images with a finished run's model once more; one `evaluated` and no run. */
  | { readonly type: 'evaluate'; readonly folder: string; readonly engine?: EngineChoice }
  /** Load an engine and see whether it computes rightly; one `engineChecked` and no run. */
  | { readonly type: 'checkEngine'; readonly engine: Runtime }
  /** End after the current batch, evaluate, and end the process. */
  | { readonly type: 'stop' };

/** ONNX Runtime for this machine, or as WebAssembly. */
export type Runtime = 'native' | 'wasm';

/** `auto`: native where it works, otherwise WebAssembly. */
export type EngineChoice = 'auto' | Runtime;

export const engineChoices: readonly EngineChoice[] = ['auto', 'native', 'wasm'];

/** What a run is asked to be. */
export interface RunRequest {
  readonly id: string;
  readonly parameters: Parameters;
  /** Gradient workers; by default one a core. */
  readonly threads?: number;
  /** By default `auto`. */
  readonly engine?: EngineChoice;
  /** The run's own folder, which must not exist yet. */
  readonly folder: string;
  readonly labels?: Partial<RunLabels>;
  /** The run that this one was made from. */
  readonly parent?: string;
}

/** From the trainer: `ready` first, then events. */
export type TrainerMessage = Ready | TrainerEvent;

export interface Ready {
  readonly type: 'ready';
  readonly protocolVersion: number;
}

interface EventBase {
  /** ISO 8601, UTC. */
  readonly time: string;
  /** Which of the run's attempts says so, see attempts.ts; absent before there is one, and in files of version 0.1.0. */
  readonly attempt?: number;
}

export interface RunStarted extends EventBase {
  readonly type: 'runStarted';
  readonly config: RunConfig;
}

/** An interrupted or stopped run goes on from its checkpoint. */
export interface RunResumed extends EventBase {
  readonly type: 'runResumed';
  /** Whole epochs that are kept; what was done of the next one is done again. */
  readonly epoch: number;
}

/** About fifty an epoch. */
export interface BatchEnded extends EventBase {
  readonly type: 'batchEnded';
  /** From 1. */
  readonly epoch: number;
  /** From 1. */
  readonly batch: number;
  /** Batches of the epoch. */
  readonly batches: number;
  /** Mean over the images since the last of these events, in training mode (with dropout). */
  readonly loss: number;
  readonly accuracy: number;
  readonly imagesPerSecond: number;
}

export interface EpochEnded extends EventBase {
  readonly type: 'epochEnded';
  readonly epoch: number;
  readonly epochs: number;
  /** Mean over the epoch's images as they were trained on (with dropout). */
  readonly loss: number;
  readonly accuracy: number;
  /** Null without validation images. */
  readonly valLoss: number | null;
  readonly valAccuracy: number | null;
  /** Training alone, without the validation. */
  readonly imagesPerSecond: number;
  readonly durationMs: number;
  /** Until the last epoch would end. */
  readonly etaMs: number;
}

export interface ResourcesSampled extends EventBase {
  readonly type: 'resourcesSampled';
  /** Of the trainer process since the last sample; 100 is one core. */
  readonly cpuPercent: number;
  readonly residentBytes: number;
}

export interface Logged extends EventBase {
  readonly type: 'logged';
  readonly level: 'info' | 'warning' | 'error';
  readonly message: string;
}

/** The test set's one use, after the last epoch. */
export interface Evaluated extends EventBase {
  readonly type: 'evaluated';
  readonly split: 'test';
  /** Mean cross-entropy in nats. */
  readonly loss: number;
  readonly accuracy: number;
  readonly scores: Scores;
}

/** The engine works. One that does not is a `runFailed`. */
export interface EngineChecked extends EventBase {
  readonly type: 'engineChecked';
  readonly version: string;
  /** To load it and to do one small training step. */
  readonly durationMs: number;
}

export interface RunEnded extends EventBase {
  readonly type: 'runEnded';
  readonly status: 'completed' | 'stopped';
  /** Whole epochs trained. */
  readonly epochs: number;
  /** The epoch whose weights were kept. */
  readonly keptEpoch: number;
  /** Why it ended before its last epoch, for a person. */
  readonly reason?: string;
  readonly durationMs: number;
}

export interface RunFailed extends EventBase {
  readonly type: 'runFailed';
  readonly message: string;
  /**
   * `parameters`: refused before anything started. `lost`: another process has taken the run over, or its folder was removed; nothing of
   * this one is kept, so it stands in no file.
   */
  readonly cause: 'parameters' | 'data' | 'engine' | 'training' | 'storage' | 'lost';
}

export type TrainerEvent =
  RunStarted | RunResumed | BatchEnded | EpochEnded | ResourcesSampled | Logged | Evaluated | EngineChecked | RunEnded | RunFailed;
