import { checkPredictions, type Predictions } from './labels';

/**
 * What a binary classifier gets right and wrong as its threshold falls: at `thresholds[i]`, every score ≥ it counts as positive. Equal
 * scores are one step. The last step takes everything, so its counts are `positives` and `negatives`.
 */
export interface ThresholdCounts {
  /** The distinct scores, decreasing; shape `[steps]`. */
  readonly thresholds: Float64Array;
  /** Positives with a score ≥ the threshold; shape `[steps]`. */
  readonly truePositives: Int32Array;
  /** Negatives with a score ≥ the threshold; shape `[steps]`. */
  readonly falsePositives: Int32Array;
  readonly positives: number;
  readonly negatives: number;
}

/**
 * Counts for the question "is it class `of`?", its probability being the score.
 * @throws {Error} on bad input or if there is no class `of`
 */
export function oneVsRest(predictions: Predictions, of: number): ThresholdCounts {
  checkPredictions(predictions);
  if (!Number.isInteger(of) || of < 0 || of >= predictions.classes) {
    throw new Error(`There is no class ${of}; expected a whole number from 0 to ${predictions.classes - 1}.`);
  }
  return countsOf(predictions, of);
}

/**
 * {@link oneVsRest} of each class, shape `[classes]`.
 * @throws {Error} on bad input
 */
export function oneVsRestOfAll(predictions: Predictions): ThresholdCounts[] {
  checkPredictions(predictions);
  return Array.from({ length: predictions.classes }, (_, of) => countsOf(predictions, of));
}

function countsOf({ truth, probabilities, classes }: Predictions, of: number): ThresholdCounts {
  const split = new Split(truth.length);
  for (let i = 0; i < truth.length; i++) split.add(truth[i] === of, probabilities[i * classes + of]!);
  return split.count();
}

/**
 * Counts for that question asked of every row about every class, n · classes answers taken together: what scikit-learn's
 * `average='micro'` ranks.
 * @throws {Error} on bad input
 */
export function pooledOneVsRest(predictions: Predictions): ThresholdCounts {
  checkPredictions(predictions);
  const { truth, probabilities, classes } = predictions;
  const split = new Split(probabilities.length);
  for (let row = 0, i = 0; row < truth.length; row++) {
    for (let of = 0; of < classes; of++, i++) split.add(truth[row] === of, probabilities[i]!);
  }
  return split.count();
}

/**
 * Scores of positives and of negatives apart. Each side is sorted as plain numbers and then merged: a typed array's sort without a
 * comparator is several times as fast as sorting indices with one.
 */
class Split {
  private readonly positiveScores: Float64Array;
  private readonly negativeScores: Float64Array;
  private positives = 0;
  private negatives = 0;

  constructor(capacity: number) {
    this.positiveScores = new Float64Array(capacity);
    this.negativeScores = new Float64Array(capacity);
  }

  add(positive: boolean, score: number): void {
    if (positive) this.positiveScores[this.positives++] = score;
    else this.negativeScores[this.negatives++] = score;
  }

  count(): ThresholdCounts {
    const { positives, negatives } = this;
    const positive = this.positiveScores.subarray(0, positives).toSorted();
    const negative = this.negativeScores.subarray(0, negatives).toSorted();
    const thresholds = new Float64Array(positives + negatives);
    const truePositives = new Int32Array(positives + negatives);
    const falsePositives = new Int32Array(positives + negatives);
    let steps = 0;
    let p = positives;
    let n = negatives;
    while (p > 0 || n > 0) {
      const threshold = Math.max(p > 0 ? positive[p - 1]! : -Infinity, n > 0 ? negative[n - 1]! : -Infinity);
      while (p > 0 && positive[p - 1] === threshold) p--;
      while (n > 0 && negative[n - 1] === threshold) n--;
      thresholds[steps] = threshold;
      truePositives[steps] = positives - p;
      falsePositives[steps] = negatives - n;
      steps++;
    }
    return {
      thresholds: thresholds.slice(0, steps),
      truePositives: truePositives.slice(0, steps),
      falsePositives: falsePositives.slice(0, steps),
      positives,
      negatives,
    };
  }
}
