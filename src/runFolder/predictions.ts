import path from 'node:path';
import type { NpyArray } from '../artifacts/npy';
import { predictedClasses } from '../evaluation/labels';
import { readArrayOf } from './readArray';
import { RunFolderError } from './runFolderError';

/** What a run's model said of the images that it was tested on, from the arrays of its folder. */
export interface RunPredictions {
  readonly classes: number;
  /** The true classes, shape `[n]`. */
  readonly truth: Int32Array;
  /** The classes that were predicted, shape `[n]`. */
  readonly predicted: Int32Array;
  /** Shape `[n, classes]`, row by row; undefined where only classes were kept. */
  readonly probabilities: Float32Array | Float64Array | undefined;
}

/**
 * The arrays of a run that was tested, in any type and order that NumPy writes.
 * @param classes how many there are
 * @throws {RunFolderError} that names the file and what is wrong with it
 */
export async function readPredictions(folder: string, classes: number): Promise<RunPredictions> {
  const truth = labelsOf(await needArray(folder, 'ground_truth.npy'), classes, path.join(folder, 'ground_truth.npy'));
  const scores = await readArrayOf(folder, 'probabilities.npy');
  const probabilities = scores && probabilitiesOf(scores, [truth.length, classes], path.join(folder, 'probabilities.npy'));
  const predicted = probabilities
    ? predictedClasses(probabilities, classes)
    : labelsOf(await needArray(folder, 'predictions.npy'), classes, path.join(folder, 'predictions.npy'));
  if (predicted.length !== truth.length)
    throw new RunFolderError(
      `${folder}: predictions.npy has ${predicted.length} labels, ground_truth.npy ${truth.length}; expected as many.`,
    );
  return { classes, truth, predicted, probabilities };
}

async function needArray(folder: string, name: string): Promise<NpyArray> {
  const array = await readArrayOf(folder, name);
  if (!array) throw new RunFolderError(`${path.join(folder, name)}: there is no such file. The run is not whole.`);
  return array;
}

function labelsOf({ shape, data }: NpyArray, classes: number, file: string): Int32Array {
  if (shape.length !== 1) throw new RunFolderError(`${file}: an array of shape (${shape.join(', ')}); expected one label for each image.`);
  const labels = new Int32Array(data.length);
  for (let i = 0; i < labels.length; i++) {
    const label = Number(data[i]);
    if (!Number.isInteger(label) || label < 0 || label >= classes)
      throw new RunFolderError(`${file}: label ${i}: found ${label}; expected a whole number from 0 to ${classes - 1}.`);
    labels[i] = label;
  }
  return labels;
}

function probabilitiesOf({ shape, data }: NpyArray, expected: readonly number[], file: string): Float32Array | Float64Array {
  if (!(data instanceof Float32Array || data instanceof Float64Array) || shape.join() !== expected.join())
    throw new RunFolderError(`${file}: an array of shape (${shape.join(', ')}); expected numbers of the shape (${expected.join(', ')}).`);
  const wrong = data.findIndex(p => !(p >= 0 && p <= 1.000001));
  if (wrong >= 0) throw new RunFolderError(`${file}: probability ${wrong}: found ${data[wrong]}; expected a number from 0 to 1.`);
  return data;
}
