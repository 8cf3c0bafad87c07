import { setImmediate } from 'node:timers/promises';
import type { Network } from '../../contract/network';
import type { Parameters } from '../../contract/parameters';
import { weightTensors } from '../../contract/weights';
import { fillDropoutMask } from '../dropoutMask';
import { createOptimizer, stateArrays, type Optimizer, type OptimizerState } from '../optimizers';
import type { StepResult, TrainingBatch, TrainingSession } from '../runtime';
import { initialWeights } from '../weights';
import type { TensorFlow } from './loadTensorFlow';
import { TensorFlowStep } from './tensorFlowStep';

/** Images that are predicted in one call: what passes between the layers then takes some ten megabytes. */
const PREDICTION_IMAGES = 256;

/**
 * Trains a network with TensorFlow, whole batches at a time, in this thread: TensorFlow has threads of its own. Between two steps the thread is
 * left to whatever waits, such as a request to stop.
 */
export class TensorFlowSession implements TrainingSession {
  readonly weights: Float32Array;
  readonly optimizerState: OptimizerState;
  private readonly step: TensorFlowStep;
  private readonly optimize: Optimizer;
  private readonly dropout: { readonly units: number; readonly rate: number };
  private readonly pixels: number;

  /** The weights are fresh from the parameters' seed. */
  constructor(tf: TensorFlow, network: Network, parameters: Parameters) {
    this.weights = initialWeights(weightTensors(network), parameters.seed);
    const uses = stateArrays(parameters.optimizer);
    const floats = (used: boolean): Float32Array => new Float32Array(used ? this.weights.length : 0);
    this.optimizerState = { first: floats(uses.first), second: floats(uses.second) };
    this.step = new TensorFlowStep(tf, network);
    this.optimize = createOptimizer(parameters);
    const layer = network.layers.find(({ type }) => type === 'dropout');
    this.dropout = { units: layer?.outputShape[0] ?? 0, rate: parameters.dropout };
    this.pixels = network.image.height * network.image.width;
  }

  async trainStep({ images, labels, indices, step, dropoutKey }: TrainingBatch): Promise<StepResult> {
    await setImmediate();
    const { weights, pixels, dropout } = this;
    const count = indices.length;
    const batch = {
      images: new Uint8Array(count * pixels),
      labels: new Uint8Array(count),
      mask: new Float32Array(count * dropout.units),
    };
    for (const [i, image] of indices.entries()) {
      batch.images.set(images.subarray(image * pixels, (image + 1) * pixels), i * pixels);
      batch.labels[i] = labels[image]!;
      const row = batch.mask.subarray(i * dropout.units, (i + 1) * dropout.units);
      if (row.length > 0) fillDropoutMask(row, dropout.rate, dropoutKey, i);
    }
    const { loss, correct } = this.step.run(weights, batch);
    this.optimize(weights, this.step.gradients, this.optimizerState, { from: 0, to: weights.length, step });
    return { lossSum: loss * count, correct };
  }

  async predict(images: Uint8Array): Promise<Float32Array> {
    const { pixels, weights, step } = this;
    return inParts(images, pixels, part => step.predict(weights, part));
  }
}

/**
 * Predicts images in parts, between which the thread is left to whatever waits.
 * @param images `[n, pixels]`
 * @param predict probabilities `[m, classes]` of m of them
 */
export async function inParts(images: Uint8Array, pixels: number, predict: (part: Uint8Array) => Float32Array): Promise<Float32Array> {
  const parts: Float32Array[] = [];
  const size = PREDICTION_IMAGES * pixels;
  for (let from = 0; from < images.length; from += size) {
    await setImmediate();
    parts.push(predict(images.subarray(from, from + size)));
  }
  const all = new Float32Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
