import type { NpyArray } from '../../artifacts/npy';
import { MOST_CLASSES } from '../../contract/formats/config';
import { predictedClasses } from '../../evaluation/labels';
import { counted, grouped } from '../../util/format';
import { RunFolderError } from '../runFolderError';
import { labelsOf, type ReadArray } from './labelArray';
import { probabilitiesOf, type Probabilities } from './probabilityArray';

export interface ReadArrays {
  readonly truth: ReadArray;
  readonly predictions?: ReadArray | undefined;
  readonly probabilities?: ReadArray | undefined;
}

/** Arrays that go together. */
export interface CheckedArrays {
  readonly classes: number;
  /** Shape `[n]`. */
  readonly truth: Int32Array;
  /** Shape `[n]`; where there are probabilities the most probable class. */
  readonly predicted: Int32Array;
  /** Shape `[n, classes]`, row by row. */
  readonly probabilities: Probabilities | undefined;
  /** How something was understood that could be meant otherwise, in sentences. */
  readonly notes: readonly string[];
}

/**
 * The arrays of a run that is imported.
 *
 * Truth and predictions are whole numbers, of any type, of the shape (n), (n, 1), or one-hot. Probabilities are of the shape
 * (n, classes), each row adding up to 1; of (n) or (n, 1) they are those of class 1 of two. Predictions that are such rows are taken for
 * probabilities, since that is what Keras predicts.
 * @throws {RunFolderError} that names the array, and says what is wrong and what to do
 */
export function checkedArrays({ truth, predictions, probabilities }: ReadArrays): CheckedArrays {
  const notes: string[] = [];
  const arePredictedRows = !probabilities && predictions !== undefined && isRows(predictions);
  const rows = arePredictedRows ? predictions : probabilities;
  if (arePredictedRows) notes.push(`${predictions.label} has a column for each class, so that it was read as probabilities.`);
  const scores = rows && probabilitiesOf(rows);
  if (scores?.note !== undefined) notes.push(scores.note);
  const trueLabels = labelsOf(truth, scores?.classes);
  const labels = predictions && !arePredictedRows ? labelsOf(predictions, scores?.classes) : undefined;
  for (const { note } of [trueLabels, labels ?? {}]) if (note !== undefined) notes.push(note);
  const count = trueLabels.labels.length;
  if (count === 0) throw new RunFolderError(`${truth.file}: there is no label in it; expected at least one.`);
  if (rows && scores && scores.count !== count)
    throw new RunFolderError(lengthsInWords({ truth, count, other: rows, otherCount: scores.count, classes: scores.classes }));
  if (predictions && labels && labels.labels.length !== count)
    throw new RunFolderError(lengthsInWords({ truth, count, other: predictions, otherCount: labels.labels.length, classes: 0 }));
  const classes = scores?.classes ?? Math.max(2, trueLabels.classes, labels?.classes ?? 0);
  if (classes > MOST_CLASSES) throw new RunFolderError(`${truth.file}: ${classes} classes; Digits Lab shows at most ${MOST_CLASSES}.`);
  if (!scores) return { classes, truth: trueLabels.labels, predicted: labels!.labels, probabilities: undefined, notes };
  const predicted = predictedClasses(scores.probabilities, classes);
  const different = labels ? predicted.reduce((sum, label, i) => sum + (label === labels.labels[i] ? 0 : 1), 0) : 0;
  if (different > 0)
    notes.push(
      `${grouped(different)} of ${grouped(count)} labels of ${predictions!.label} are not the class of the highest probability: every figure is computed from the probabilities. To have those labels evaluated, import them without the probabilities.`,
    );
  return { classes, truth: trueLabels.labels, predicted, probabilities: scores.probabilities, notes };
}

/** Numbers in rows of at least two, which are not all 0 and 1. */
function isRows({ shape, data }: NpyArray): boolean {
  return shape.length === 2 && shape[1]! >= 2 && (data instanceof Float32Array || data instanceof Float64Array) && !isOneHot(data);
}

function isOneHot(data: Float32Array | Float64Array): boolean {
  return data.every(value => value === 0 || value === 1);
}

interface Lengths {
  readonly truth: ReadArray;
  readonly count: number;
  readonly other: ReadArray;
  readonly otherCount: number;
  readonly classes: number;
}

function lengthsInWords({ truth, count, other, otherCount, classes }: Lengths): string {
  const advice =
    classes === count ? 'Its rows and columns seem to be exchanged: save array.T.' : 'Both must be of the same images in the same order.';
  return `${other.file}: it is of ${counted(otherCount, 'image')}, ${truth.label} of ${grouped(count)}; expected as many. ${advice}`;
}
