import { ParameterError } from '../contract/parameters';
import { shuffleIndices } from '../util/random';
import type { LabelledImages } from './dataset';

/** Which images of the training set are trained on and which validate, as ascending indices. */
export interface TrainingSplit {
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
 * share of the whole to within one image. The validation images do not depend on how many are trained on, and a smaller training set is part
 * of a larger one, but for an image of a class now and then, by rounding.
 * @throws {ParameterError} if more is asked for than there is
 */
export function splitTraining(
  { train }: { readonly train: Pick<LabelledImages, 'count' | 'labels'> },
  { seed, trainSamples, validationSamples }: SplitRequest,
): TrainingSplit {
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
  const all = new Int32Array(train.count);
  for (let i = 0; i < all.length; i++) all[i] = i;
  const validation = sample(all, train.labels, validationSamples, seed, 'validation');
  const rest = without(all, validation);
  return { validation, train: trainSamples === 0 ? rest : sample(rest, train.labels, trainSamples, seed, 'subset') };
}

/** The indices of `all` that are not in `taken`; both ascending. */
function without(all: Int32Array, taken: Int32Array): Int32Array {
  const rest = new Int32Array(all.length - taken.length);
  let next = 0;
  let kept = 0;
  // By number, as below: a trainer begins with these loops, before an iterator's has become fast.
  for (let i = 0; i < all.length; i++) {
    if (all[i] === taken[next]) next++;
    else rest[kept++] = all[i]!;
  }
  return rest;
}

/** A stratified sample without replacement: of each class the first of a seeded order, as many as its quota. Ascending. */
function sample(indices: Int32Array, labels: Uint8Array, count: number, seed: number, purpose: string): Int32Array {
  const sizes = new Int32Array(256);
  for (let i = 0; i < indices.length; i++) sizes[labels[indices[i]!]!]!++;
  const left = quotas(sizes, count);
  const order = shuffleIndices(indices.slice(), seed, purpose);
  const taken = new Int32Array(count);
  let number = 0;
  for (let i = 0; number < count && i < order.length; i++) if (left[labels[order[i]!]!]!-- > 0) taken[number++] = order[i]!;
  return taken.subarray(0, number).sort();
}

/** Shares out `count` in proportion to the sizes: each gets its share rounded down, and the largest remainders one more. */
function quotas(sizes: Int32Array, count: number): Int32Array {
  const total = sizes.reduce((a, b) => a + b, 0);
  const shares = Float64Array.from(sizes, size => (size * count) / total);
  const result = Int32Array.from(shares, Math.floor);
  const short = count - result.reduce((a, b) => a + b, 0);
  const byRemainder = Array.from(shares.keys()).toSorted((a, b) => (shares[b]! % 1) - (shares[a]! % 1) || a - b);
  for (const label of byRemainder.slice(0, short)) result[label]!++;
  return result;
}
