import type { ClassScores, MeanScores } from '../contract/scores';

/** The scores that follow from counts alone. */
export type CountScores = Pick<MeanScores, 'precision' | 'recall' | 'f1'>;

/** {@link CountScores} of one class, with the counts. */
export type ClassCountScores = CountScores & Pick<ClassScores, 'support' | 'predicted'>;

/** Scores of each class against the rest, from counts `matrix[truth][predicted]`. A ratio whose denominator is 0 is null. */
export function classScores(matrix: readonly (readonly number[])[]): ClassCountScores[] {
  // In one pass: a list of a thousand runs has the matrices of all of them.
  const predictedOf = new Float64Array(matrix.length);
  for (const row of matrix) for (let of = 0; of < predictedOf.length; of++) predictedOf[of]! += row[of]!;
  return matrix.map((row, of) => {
    const support = sum(row);
    const predicted = predictedOf[of]!;
    return { ...countScores(row[of]!, support, predicted), support, predicted };
  });
}

/**
 * Scores from the counts of all classes taken together (scikit-learn's `average='micro'`). As every image has one true and one
 * predicted class, all three equal the accuracy.
 */
export function microScores(matrix: readonly (readonly number[])[]): CountScores {
  const images = sum(matrix.map(sum));
  return countScores(sum(matrix.map((row, of) => row[of]!)), images, images);
}

/**
 * The mean of every score over the classes that occur, each class weighing `weight(class)`: scikit-learn's `labels=np.unique(truth)`. A
 * class that occurs but was never predicted counts with a precision of 0 (`zero_division=0`), since the mean would rise otherwise when a
 * class is ignored. AUROC is not defined where there is but one class.
 */
export function meanScores(scores: readonly ClassScores[], weight: (scores: ClassScores) => number): MeanScores {
  const occurring = scores.filter(({ support }) => support > 0);
  const mean = (figure: (scores: ClassScores) => number | null): number | null => {
    let [total, weighted] = [0, 0];
    for (const each of occurring) {
      const value = figure(each);
      if (value === null) continue;
      total += weight(each);
      weighted += weight(each) * value;
    }
    return total === 0 ? null : weighted / total;
  };
  return {
    precision: mean(each => each.precision ?? 0),
    recall: mean(each => each.recall),
    f1: mean(each => each.f1),
    auroc: mean(each => each.auroc),
    averagePrecision: mean(each => each.averagePrecision),
  };
}

/** F1 = 2·TP / (2·TP + FP + FN): the harmonic mean of precision and recall, defined also where one of them is not. */
function countScores(hits: number, support: number, predicted: number): CountScores {
  return { precision: ratio(hits, predicted), recall: ratio(hits, support), f1: ratio(2 * hits, support + predicted) };
}

function ratio(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole;
}

function sum(values: readonly number[]): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}
