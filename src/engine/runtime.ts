import type { ImageFormat, Network } from '../contract/network';
import type { Parameters } from '../contract/parameters';
import type { EngineIdentity } from '../contract/run';
import type { OptimizerState } from './optimizers';

/**
 * Loads an engine and has it do a training step whose result is known, so that every engine that is open has shown that it computes rightly.
 * @param workerFile the script that the engine's threads run; it must call runEngineThread() of engineThread.ts
 * @throws {EngineError} if it cannot be loaded here, or computes something else; {MissingEngineError} if it is optional and not installed
 */
export type OpenEngine = (threads: number, workerFile: string) => Promise<EngineRuntime>;

/** An engine that is open. Only select.ts opens one. */
export interface EngineRuntime {
  readonly identity: EngineIdentity;
  /** Prepares a network for training; its weights are initialised from the parameters' seed. @throws {EngineError} */
  start(network: Network, parameters: Parameters): Promise<TrainingSession>;
  /**
   * What an ONNX model predicts, as it is on disk: class probabilities `[count, classes]` of images `[count, height · width]`. Every run
   * keeps its model as ONNX, so that an engine that trains in another way has to read it too.
   * @param onnxFile the model's file, see inferenceModel.ts
   * @throws {EngineError} if the model cannot be loaded
   */
  predict(onnxFile: string, image: ImageFormat, images: Uint8Array): Promise<Float32Array>;
  /**
   * What a model takes one image for, as `predict` has it: `[classes]`. Models that were asked last stay open, so that the next answer comes at once.
   * @throws {EngineError} if the model cannot be loaded, which keeps no other from being asked
   */
  ask(model: ModelFile, image: ImageFormat, pixels: Uint8Array): Promise<Float32Array>;
  /** Ends its threads, and with them every session. */
  close(): Promise<void>;
}

export interface ModelFile {
  readonly onnxFile: string;
  /** Another one when the file is another. */
  readonly version: string;
}

/** Trains one network and predicts with it. */
export interface TrainingSession {
  /** All weights in the order of weightTensors(); may be read and written between steps. */
  readonly weights: Float32Array;
  /** The optimizer's memory; may be read and written between steps. */
  readonly optimizerState: OptimizerState;
  /** One step of the optimizer. At most one further step may be requested before the current one has ended. */
  trainStep(batch: TrainingBatch): Promise<StepResult>;
  /** Class probabilities `[count, classes]` of images `[count, height · width]` with the weights as they are. */
  predict(images: Uint8Array): Promise<Float32Array>;
}

export interface TrainingBatch {
  /** The data set's images `[n, height · width]` and labels `[n]`. */
  readonly images: Uint8Array;
  readonly labels: Uint8Array;
  /** The images of this batch. */
  readonly indices: Int32Array;
  /** From 1; the optimizer's bias correction counts with it. */
  readonly step: number;
  /** Decides the dropout mask, see dropoutMask.ts. */
  readonly dropoutKey: { readonly low: number; readonly high: number };
}

export interface StepResult {
  /** Summed over the batch's images, in nats, with dropout. */
  readonly lossSum: number;
  /** Images whose class had the highest probability, with dropout. */
  readonly correct: number;
}

/** An engine that cannot run here, or that failed. */
export class EngineError extends Error {
  override readonly name: string = 'EngineError';
}

/** An optional engine that is not installed. The message says how to get it. */
export class MissingEngineError extends EngineError {
  override readonly name = 'MissingEngineError';
}
