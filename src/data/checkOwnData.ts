import { DataError } from './dataError';
import type { LabelledBytes } from './dataset';

/**
 * Checks that training and test images of a data set go together.
 * `where` is what the data are called in errors; `warn` is told of images that are next to black.
 * @throws {DataError}
 */
export function checkOwnData(
  { train, test }: { readonly train: LabelledBytes; readonly test: LabelledBytes },
  { where, warn }: { readonly where: string; readonly warn: (message: string) => void },
): void {
  if (test.labels.length === 0)
    throw new DataError(`${where}: every class has a single image, so that none can be set apart for the test. Expected are two at least.`);
  const [trained, tested] = [train.images, test.images];
  if (trained.height !== tested.height || trained.width !== tested.width) {
    throw new DataError(
      `${where}: the test images have ${tested.height}×${tested.width} pixels, the training images ${trained.height}×${trained.width}; expected are images of one size. Bring them to one size.`,
    );
  }
  const known = new Set(train.labels);
  const other = test.labels.findIndex(label => !known.has(label));
  if (other >= 0) {
    throw new DataError(
      `${where}: test image ${other} has the label ${test.labels[other]}, which no training image has; expected are the labels of the training images. Take such images out of the test, or add some to train on.`,
    );
  }
  if (!trained.pixels.some(pixel => pixel > 1)) {
    warn(
      `${where}: no pixel of the training images is above 1, of 255: they are next to black. If 1 stands for white, multiply the pixels by 255.`,
    );
  }
}
