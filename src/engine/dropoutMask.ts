import { random } from '../util/random';

/**
 * Fills one image's row of an inverted-dropout mask: 0 with probability `rate`, else 1 / (1 − rate). The draws depend on the seed, the
 * step and the image's place in the batch alone, so neither the number of threads nor another layer changes them.
 *
 * Two draws of 16 bits come out of each word of an sfc32 generator (see util/random.ts), written out here since this runs for every
 * image: the rate is met to 1 / 65,536. The image is no part of the key for the same reason: a new object for each is soon allocated among the long-lived
 * ones, which pile up.
 * @param image its place in the batch
 */
export function fillDropoutMask(row: Float32Array, rate: number, key: DropoutKey, image: number): void {
  const kept = 1 / (1 - rate);
  const threshold = Math.round(rate * 65_536);
  let a = key.low | 0;
  let b = key.high | 0;
  let c = image | 0;
  let counter = 1;
  for (let i = -24; i < row.length; i += 2) {
    const draw = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + draw) | 0;
    if (i < 0) continue;
    // The sign of the difference, without a branch that would be mispredicted half of the time.
    row[i] = kept * ((((draw & 0xffff) - threshold) >> 31) + 1);
    // Beyond the end of an odd row a typed array ignores what is written.
    row[i + 1] = kept * ((((draw >>> 16) - threshold) >> 31) + 1);
  }
}

/** Two words that all images of a batch have in common. */
export interface DropoutKey {
  readonly low: number;
  readonly high: number;
}

/** Of a batch. */
export function dropoutBatchKey(seed: number, epoch: number, batch: number): DropoutKey {
  const generator = random(seed, 'dropout', epoch, batch);
  return { low: generator.uint32(), high: generator.uint32() };
}
