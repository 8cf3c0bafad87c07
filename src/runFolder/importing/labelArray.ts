import type { NpyArray } from '../../artifacts/npy';
import { MOST_CLASSES } from '../../contract/formats/config';
import { grouped } from '../../util/format';
import { RunFolderError } from '../runFolderError';

/** An array that was read, with what it is called. */
export interface ReadArray extends NpyArray {
  /** In short. */
  readonly label: string;
  /** In full, for errors. */
  readonly file: string;
}

export interface Labels {
  readonly labels: Int32Array;
  /** The largest label + 1; of one-hot rows how many they have. */
  readonly classes: number;
  readonly note?: string;
}

/**
 * Labels of the shape (n), (n, 1), or in one-hot rows.
 * @param classes how many there are, where that is known
 * @throws {RunFolderError} that names the array and the place
 */
export function labelsOf(array: ReadArray, classes: number | undefined): Labels {
  const { shape, file } = array;
  if (shape.length === 1 || (shape.length === 2 && shape[1] === 1)) return plainLabels(array, classes);
  if (shape.length === 2) return oneHotLabels(array, classes);
  throw new RunFolderError(
    `${file}: an array of the shape (${shape.join(', ')}); expected one label for each image: (n), (n, 1), or (n, classes) with a single 1 in each row.`,
  );
}

function plainLabels({ data, file }: ReadArray, classes: number | undefined): Labels {
  const labels = new Int32Array(data.length);
  let largest = 0;
  for (let i = 0; i < labels.length; i++) {
    const value = Number(data[i]);
    if (!Number.isInteger(value) || value < 0 || value >= (classes ?? MOST_CLASSES)) throw wrongLabel(file, { i, value, classes });
    labels[i] = value;
    if (value > largest) largest = value;
  }
  return { labels, classes: largest + 1 };
}

function wrongLabel(file: string, { i, value, classes }: { i: number; value: number; classes: number | undefined }): RunFolderError {
  const expected = `${file}: label ${grouped(i)}: found ${value}; expected a whole number from 0 to ${(classes ?? MOST_CLASSES) - 1}`;
  if (Number.isNaN(value) || !Number.isInteger(value)) return new RunFolderError(`${expected}. A label is the number of a class.`);
  if (value < 0) return new RunFolderError(`${expected}. Leave out the images without a label, of all arrays alike.`);
  if (classes !== undefined && value === classes)
    return new RunFolderError(`${expected}, as there are ${classes} columns of probabilities. Labels that begin at 1: save labels - 1.`);
  return new RunFolderError(
    classes === undefined
      ? `${expected}.`
      : `${expected}, as there are ${classes} columns of probabilities. Number the classes by their columns.`,
  );
}

function oneHotLabels({ shape, data, label, file }: ReadArray, classes: number | undefined): Labels {
  const [count, columns] = [shape[0]!, shape[1]!];
  // Rows without a column: a header may claim any number of them, and no byte has to be there for it.
  if (columns === 0 || columns > MOST_CLASSES || (classes !== undefined && columns !== classes))
    throw new RunFolderError(
      `${file}: rows of ${columns}; expected one label for each image, or rows of ${classes ?? `at most ${MOST_CLASSES}`} with a single 1.`,
    );
  const labels = new Int32Array(count).fill(-1);
  for (let i = 0; i < data.length; i++) {
    const value = Number(data[i]);
    const row = Math.floor(i / columns);
    if (value === 0) continue;
    if (value !== 1 || labels[row] !== -1) throw notOneHot(file, row);
    labels[row] = i % columns;
  }
  const empty = labels.indexOf(-1);
  if (empty >= 0) throw notOneHot(file, empty);
  return { labels, classes: columns, note: `${label} has one-hot rows, so that the place of the 1 was read as the label.` };
}

function notOneHot(file: string, row: number): RunFolderError {
  return new RunFolderError(
    `${file}: row ${grouped(row)} is not one-hot: expected a single 1 and 0 everywhere else, or one label for each image. Save array.argmax(axis=1).`,
  );
}
