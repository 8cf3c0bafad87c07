/**
 * Both directions of the channel between a trainer process and the process that started it. The lines of a run's `events.jsonl` are the
 * same `TrainerEvent`s.
 */

import type { InferOutput } from 'valibot';
import type {
  engineCheck,
  engineMeasurement,
  engineNotice,
  evaluation,
  ready,
  runRequest,
  trainerAnswers,
  trainerCommand,
  trainerRequest,
} from './formats/commands';
import type * as events from './formats/events';

/** Must be raised with every change of the types in this file that an older or newer process at the other end would misunderstand. */
export const PROTOCOL_VERSION = 5;

export type { EngineChoice } from './engines';

/** To a trainer that is to train. */
export type TrainerCommand = InferOutput<typeof trainerCommand>;

/** To a trainer that is to answer. */
export type TrainerRequest = InferOutput<typeof trainerRequest>;
export type TrainerAnswer<T extends TrainerRequest['type'] = TrainerRequest['type']> = InferOutput<(typeof trainerAnswers)[T]>;
export type Evaluation = InferOutput<typeof evaluation>;
export type EngineCheck = InferOutput<typeof engineCheck>;
export type EngineMeasurement = InferOutput<typeof engineMeasurement>;
export type EngineNotice = InferOutput<typeof engineNotice>;

/** What a run is asked to be. */
export type RunRequest = InferOutput<typeof runRequest>;

export type Ready = InferOutput<typeof ready>;

/** From a trainer that trains: `ready` first, then which engine it opens, then events. */
export type TrainerMessage = Ready | EngineNotice | TrainerEvent;

export type RunStarted = InferOutput<typeof events.runStarted>;
export type RunResumed = InferOutput<typeof events.runResumed>;
export type BatchEnded = InferOutput<typeof events.batchEnded>;
export type EpochEnded = InferOutput<typeof events.epochEnded>;
export type ResourcesSampled = InferOutput<typeof events.resourcesSampled>;
export type Logged = InferOutput<typeof events.logged>;
export type Evaluated = InferOutput<typeof events.evaluated>;
export type RunEnded = InferOutput<typeof events.runEnded>;
export type RunFailed = InferOutput<typeof events.runFailed>;
export type TrainerEvent = InferOutput<typeof events.trainerEvent>;
