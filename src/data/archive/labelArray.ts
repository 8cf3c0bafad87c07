import type { NpyArray } from '../../artifacts/npy';
import { MOST_CLASSES } from '../../contract/formats/config';
import { DataError } from '../dataError';

/**
 * The labels of an array of the shape (n) or (n, 1).
 * @param where archive and array, for errors
 * @throws {DataError} if they are no whole numbers from 0 to 255, a label an image
 */
export function labelsOf({ shape, data }: NpyArray, where: string): Uint8Array {
  if (data instanceof Float32Array || data instanceof Float64Array)
    throw new DataError(`${where}: the labels are floats; expected whole numbers. Save them as such: labels.astype("uint8").`);
  if (shape.length === 2 && shape[1]! > 1) {
    throw new DataError(
      `${where}: an array of the shape (${shape.join(', ')}); expected (images), a label each. If these are one-hot rows, save labels.argmax(axis=1).`,
    );
  }
  if (shape.length < 1 || shape.length > 2)
    throw new DataError(`${where}: an array of the shape (${shape.slice(0, 6).join(', ')}); expected (images), a label each.`);
  const labels = new Uint8Array(data.length);
  for (let i = 0; i < labels.length; i++) {
    const label = Number(data[i]);
    if (label < 0 || label >= MOST_CLASSES) {
      throw new DataError(
        `${where}: label ${i} is ${label}; expected 0 to ${MOST_CLASSES - 1}, for at most ${MOST_CLASSES} classes. Number the classes from 0.`,
      );
    }
    labels[i] = label;
  }
  return labels;
}
