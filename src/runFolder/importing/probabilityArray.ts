import type { Numbers } from '../../artifacts/npyType';
import { MOST_CLASSES } from '../../contract/formats/config';
import { grouped } from '../../util/format';
import { RunFolderError } from '../runFolderError';
import type { ReadArray } from './labelArray';

export type Probabilities = Float32Array | Float64Array;

/** Curves of more would take gigabytes. */
const MOST_PROBABILITIES = 20_000_000;

/** A row of float16 probabilities of 62 classes is some thousandths away from 1. */
const SUM_TOLERANCE = 0.01;

/** Above 1 by rounding. */
const MOST = 1.000001;

export interface CheckedProbabilities {
  readonly probabilities: Probabilities;
  readonly count: number;
  readonly classes: number;
  readonly note?: string;
}

/**
 * Probabilities of the shape (n, classes), or (n) and (n, 1): those of class 1 of two.
 * @throws {RunFolderError} that names the array and the place, and what to do about logits
 */
export function probabilitiesOf({ shape, data, label, file }: ReadArray): CheckedProbabilities {
  const isOfOne = shape.length === 1 || (shape.length === 2 && shape[1] === 1);
  if (!isOfOne && shape.length !== 2)
    throw new RunFolderError(`${file}: an array of the shape (${shape.join(', ')}); expected (n, classes), a row for each image.`);
  const [count, classes] = [shape[0]!, isOfOne ? 2 : shape[1]!];
  if (classes < 2 || classes > MOST_CLASSES)
    throw new RunFolderError(`${file}: ${grouped(classes)} columns; expected one for each class, 2 to ${MOST_CLASSES} of them.`);
  if (count * classes > MOST_PROBABILITIES)
    throw new RunFolderError(`${file}: ${grouped(count * classes)} probabilities; at most ${grouped(MOST_PROBABILITIES)} are read.`);
  const numbers = floatsOf(data);
  checkRange(numbers, isOfOne ? 1 : classes, file);
  if (isOfOne) {
    const note = `${label} has one column, which was read as the probability of class 1 of two.`;
    return { probabilities: bothClasses(numbers), count, classes, note };
  }
  checkSums(numbers, classes, file);
  return { probabilities: numbers, count, classes };
}

function floatsOf(data: Numbers): Probabilities {
  return data instanceof Float32Array || data instanceof Float64Array
    ? data
    : Float64Array.from(data as ArrayLike<number | bigint>, Number);
}

function bothClasses(ofOne: Probabilities): Probabilities {
  const both = ofOne instanceof Float32Array ? new Float32Array(2 * ofOne.length) : new Float64Array(2 * ofOne.length);
  for (let i = 0; i < ofOne.length; i++) {
    both[2 * i] = 1 - Math.min(1, ofOne[i]!);
    both[2 * i + 1] = ofOne[i]!;
  }
  return both;
}

function checkRange(numbers: Probabilities, columns: number, file: string): void {
  const wrong = numbers.findIndex(p => !(p >= 0 && p <= MOST));
  if (wrong < 0) return;
  const where = `${file}: row ${grouped(Math.floor(wrong / columns))}, class ${wrong % columns}: found ${numbers[wrong]}; expected a number from 0 to 1`;
  if (!Number.isFinite(numbers[wrong]!))
    throw new RunFolderError(`${where}. Where does it come from: a division by zero, or a loss that diverged?`);
  throw new RunFolderError(
    `${where}. These look like logits or percent: make probabilities of logits with scipy.special.softmax(logits, axis=1), and of percent by dividing by 100.`,
  );
}

function checkSums(numbers: Probabilities, classes: number, file: string): void {
  for (let begin = 0; begin < numbers.length; begin += classes) {
    let sum = 0;
    for (let i = 0; i < classes; i++) sum += numbers[begin + i]!;
    if (Math.abs(sum - 1) <= SUM_TOLERANCE) continue;
    throw new RunFolderError(
      `${file}: row ${grouped(begin / classes)} adds up to ${Number(sum.toPrecision(6))}; expected 1. Make probabilities of logits with scipy.special.softmax(logits, axis=1), and of scores that are one by one from 0 to 1 with p / p.sum(axis=1, keepdims=True).`,
    );
  }
}
