import { grouped } from '../util/format';
import type { LabelledBytes } from './dataset';

/** MNIST itself has a seventh of its images for the test. */
const EVERY = 7;

/**
 * Sets test images apart where data have none: of each class every seventh in the order of the data, of a class with fewer its last one, unless
 * that is its only one. Neither the seed nor a parameter decides it, so that all runs on the same data are tested on the same images.
 * @param where the data, for what a person is told
 */
export function heldOut(
  all: LabelledBytes,
  where: string,
  warn: (message: string) => void,
): { readonly train: LabelledBytes; readonly test: LabelledBytes } {
  const sizes = new Int32Array(256);
  for (const label of all.labels) sizes[label]!++;
  const seen = new Int32Array(256);
  const isTest = all.labels.map(label => {
    const number = ++seen[label]!;
    const size = sizes[label]!;
    return number % EVERY === 0 || (size > 1 && size < EVERY && number === size) ? 1 : 0;
  });
  const [train, test] = [0, 1].map(which => part(all, isTest, which)) as [LabelledBytes, LabelledBytes];
  warn(
    `${where}: there are no test images with labels, so that every seventh image of each class becomes one: ${grouped(test.labels.length)} of ${grouped(all.labels.length)}.`,
  );
  return { train, test };
}

function part({ images, labels }: LabelledBytes, isTest: Uint8Array, which: number): LabelledBytes {
  const { height, width, pixels } = images;
  const size = height * width;
  const count = isTest.reduce((sum, is) => (is === which ? sum + 1 : sum), 0);
  const kept = { pixels: new Uint8Array(count * size), labels: new Uint8Array(count) };
  let next = 0;
  for (let i = 0; i < labels.length; i++) {
    if (isTest[i] !== which) continue;
    kept.pixels.set(pixels.subarray(i * size, (i + 1) * size), next * size);
    kept.labels[next++] = labels[i]!;
  }
  return { images: { count, height, width, pixels: kept.pixels }, labels: kept.labels };
}
