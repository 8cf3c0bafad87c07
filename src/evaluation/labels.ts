/** True classes `[n]` and predicted probabilities `[n, classes]`, row by row. */
export interface Predictions {
  readonly truth: ArrayLike<number>;
  readonly probabilities: ArrayLike<number>;
  readonly classes: number;
}

/**
 * Throws if truth and probabilities do not go together.
 * @throws {Error} that names the place and what was expected
 */
export function checkPredictions({ truth, probabilities, classes }: Predictions): void {
  if (truth.length === 0) throw new Error('There is nothing to evaluate: expected at least one label.');
  if (probabilities.length !== truth.length * classes) {
    throw new Error(`Expected ${truth.length} × ${classes} probabilities for ${truth.length} labels, got ${probabilities.length}.`);
  }
  for (let i = 0; i < truth.length; i++) {
    const label = truth[i]!;
    if (!Number.isInteger(label) || label < 0 || label >= classes) {
      throw new Error(`Label ${i} is ${label}; expected a whole number from 0 to ${classes - 1}.`);
    }
  }
  for (let i = 0; i < probabilities.length; i++) {
    const p = probabilities[i]!;
    // Written so that NaN is caught.
    if (!(p >= 0 && p <= 1.000001)) {
      throw new Error(`Probability of row ${Math.floor(i / classes)}, class ${i % classes} is ${p}; expected a number from 0 to 1.`);
    }
  }
}

/** The most probable class of each row, the first of equals: `[n]`. */
export function predictedClasses(probabilities: ArrayLike<number>, classes: number): Int32Array {
  const predicted = new Int32Array(probabilities.length / classes);
  for (let row = 0; row < predicted.length; row++) {
    let best = 0;
    for (let i = 1; i < classes; i++) if (probabilities[row * classes + i]! > probabilities[row * classes + best]!) best = i;
    predicted[row] = best;
  }
  return predicted;
}

/** The first place at which two arrays of labels differ, which may be the end of the shorter one; undefined if they are the same. */
export function firstDifference(a: ArrayLike<number>, b: ArrayLike<number>): number | undefined {
  const shorter = Math.min(a.length, b.length);
  for (let i = 0; i < shorter; i++) if (a[i] !== b[i]) return i;
  return a.length === b.length ? undefined : shorter;
}
