import { ParameterError } from '../contract/parameters';
import { shuffleIndices } from '../util/random';

/**
 * The training images in the order of one epoch. Each epoch's order comes from the seed and the epoch alone, so that a resumed run
 * needs no generator's state.
 */
export function epochOrder(train: Int32Array, seed: number, epoch: number): Int32Array {
  return shuffleIndices(train.slice(), seed, 'shuffle', epoch);
}

/**
 * Refuses a batch that is larger than what there is to train on.
 * @throws {ParameterError}
 */
export function checkBatchSize(batchSize: number, trainImages: number): void {
  if (batchSize <= trainImages) return;
  throw new ParameterError('batch_size', batchSize, `larger than the ${trainImages} training images; possible is at most ${trainImages}.`);
}
