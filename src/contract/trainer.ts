/**
 * Both directions of the wire between a trainer process and whoever started it. The lines of a run's `events.jsonl` are the
 * same `TrainerEvent`s.
 */

import type { InferOutput } from 'valibot';
import type { ready, runRequest, runtime, trainerCommand } from './formats/commands';
import type * as events from './formats/events';
import type { engineChoice } from './formats/queue';

/** Changes with every change of the types in this file that an older or newer other side would misunderstand. */
export const PROTOCOL_VERSION = 3;

/** To the trainer. */
export type TrainerCommand = InferOutput<typeof trainerCommand>;

/** ONNX Runtime for this machine, or as WebAssembly. */
export type Runtime = InferOutput<typeof runtime>;

/** `auto`: native where it works, otherwise WebAssembly. */
export type EngineChoice = InferOutput<typeof engineChoice>;

export const engineChoices: readonly EngineChoice[] = ['auto', 'native', 'wasm'];

/** What a run is asked to be. */
export type RunRequest = InferOutput<typeof runRequest>;

export type Ready = InferOutput<typeof ready>;

/** From the trainer: `ready` first, then events. */
export type TrainerMessage = Ready | TrainerEvent;

export type RunStarted = InferOutput<typeof events.runStarted>;
export type RunResumed = InferOutput<typeof events.runResumed>;
export type BatchEnded = InferOutput<typeof events.batchEnded>;
export type EpochEnded = InferOutput<typeof events.epochEnded>;
export type ResourcesSampled = InferOutput<typeof events.resourcesSampled>;
export type Logged = InferOutput<typeof events.logged>;
export type Evaluated = InferOutput<typeof events.evaluated>;
export type EngineChecked = InferOutput<typeof events.engineChecked>;
export type RunEnded = InferOutput<typeof events.runEnded>;
export type RunFailed = InferOutput<typeof events.runFailed>;
export type TrainerEvent = InferOutput<typeof events.trainerEvent>;
