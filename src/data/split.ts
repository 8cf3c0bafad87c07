import { ParameterError } from '../contract/parameters';
import { random, shuffle } from '../util/random';
import type { Dataset } from './dataset';

/** Which images of the training set are trained on and which validate, as ascending indices. */
export interface Split {
  readonly train: Int32Array;
  readonly validation: Int32Array;
}

export interface SplitRequest {
  readonly seed: number;
  /** 0: all that are left. */
  readonly trainSamples: number;
  readonly validationSamples: number;
}

/**
 * Takes the validation images out of the training set, and of the rest the training images: both by the seed, each class with its
 * share of the whole. The validation images do not depend on how many are trained on, and a smaller training set is part of a larger.
 * @throws {ParameterError} if more is asked for than there is
 */
export function splitTraining({ train }: Pick<Dataset, 'train'>, { seed, trainSamples, validationSamples }: SplitRequest): Split {
  if (validationSamples >= train.count) {
    throw new ParameterError(
      'validation_samples',
      validationSamples,
      `the training set has ${train.count} images, and at least one must be left to train on; possible is at most ${train.count - 1}.`,
    );
  }
  const left = train.count - validationSamples;
  if (trainSamples > left) {
    const taken = validationSamples > 0 ? `, ${validationSamples} of which are held back for validation` : '';
    throw new ParameterError(
      'train_samples',
      trainSamples,
      `the training set has ${train.count} images${taken}; possible is at most ${left}.`,
    );
  }
  const all = Int32Array.from({ length: train.count }, (_, i) => i);
  const validation = sample(all, train.labels, validationSamples, seed, 'validation');
  const held = new Set(validation);
  const rest = all.filter(index => !held.has(index));
  return { validation, train: trainSamples === 0 ? rest : sample(rest, train.labels, trainSamples, seed, 'subset') };
}

/**
 * A stratified sample without replacement. Every index gets a place in (0, 1) within its class by a shuffled order; the sample is the
 * `count` lowest places, so that each class has its share to within one, and samples of different sizes are nested.
 */
function sample(indices: Int32Array, labels: Uint8Array, count: number, seed: number, purpose: string): Int32Array {
  const order = shuffle(indices.slice(), random(seed, purpose));
  const size = new Int32Array(256);
  for (let i = 0; i < order.length; i++) size[labels[order[i]!]!]!++;
  const seen = new Int32Array(256);
  const place = new Float64Array(order.length);
  for (let i = 0; i < order.length; i++) {
    const label = labels[order[i]!]!;
    place[i] = (seen[label]!++ + 0.5) / size[label]!;
  }
  const byPlace = Int32Array.from(order.keys()).sort((a, b) => place[a]! - place[b]! || a - b);
  return byPlace
    .subarray(0, count)
    .map(i => order[i]!)
    .sort();
}
