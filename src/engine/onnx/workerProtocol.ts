import type { ImageFormat } from '../../contract/network';
import type { Parameters } from '../../contract/parameters';
import type { ModelFile } from '../runtime';
import type { StepGraph } from '../trainingGraph';
import type { WeightTensor } from '../../contract/weights';
import type { OrtBuild } from './runtime';
import type { KnownStep } from './selfCheck';
import type { SharedMemory } from './sharedMemory';
import type { ShardPlan } from './shardPlan';

/** What a gradient worker needs to know before its first step. */
export interface GradientWorkerSetup {
  readonly worker: number;
  readonly workers: number;
  readonly tensors: readonly WeightTensor[];
  readonly training: StepGraph;
  readonly prediction: StepGraph;
  readonly plan: ShardPlan;
  readonly optimizer: Pick<Parameters, 'optimizer' | 'learning_rate' | 'weight_decay'>;
  readonly memory: SharedMemory;
}

/** To a worker, which executes one command after the other: `load` first, `setUp` before it trains; `close` ends it. */
export type WorkerCommand =
  | { readonly type: 'load'; readonly engine: OrtBuild }
  | { readonly type: 'setUp'; readonly setup: GradientWorkerSetup }
  /** See whether the runtime computes rightly. */
  | { readonly type: 'check'; readonly step: KnownStep }
  | PredictModelCommand
  | AskModelCommand
  | TrainCommand
  | PredictCommand
  | { readonly type: 'close' };

export interface TrainCommand {
  readonly type: 'train';
  readonly slot: 0 | 1;
  /** Images in the slot. */
  readonly count: number;
  /** From 1: the optimizer's. */
  readonly step: number;
  /** Values that the counters reach when all earlier steps of this engine are done, and when this one's shards are. */
  readonly updatesBefore: number;
  readonly shardsAfter: number;
  readonly dropoutKey: { readonly low: number; readonly high: number };
}

export interface PredictCommand {
  readonly type: 'predict';
  /** `[n, pixels]` in shared memory. */
  readonly images: Uint8Array;
  /** `[n, classes]` in shared memory. */
  readonly probabilities: Float32Array;
  /** The shard that is taken next. */
  readonly nextShard: Int32Array;
}

/** Predict with a model file instead of the network; needs no set-up. */
export interface PredictModelCommand extends Omit<PredictCommand, 'type'> {
  readonly type: 'predictModel';
  readonly onnxFile: string;
  readonly image: ImageFormat;
}

/** What a model file takes one image for; needs no set-up. It is kept open. */
export interface AskModelCommand extends ModelFile {
  readonly type: 'askModel';
  readonly image: ImageFormat;
  readonly pixels: Uint8Array;
  /** `[classes]` in shared memory. */
  readonly probabilities: Float32Array;
}

/** From a worker, for each command. The version is the runtime's. */
export type WorkerAnswer =
  | { readonly type: 'done'; readonly version: string }
  /** Only that command was in vain: a model that was asked cannot be loaded. */
  | { readonly type: 'refused'; readonly message: string }
  | { readonly type: 'failed'; readonly message: string };
