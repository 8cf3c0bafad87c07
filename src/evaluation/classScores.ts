import type { ClassScores, MeanScores } from '../contract/scores';

/** The scores that follow from counts alone. */
export type CountScores = Pick<MeanScores, 'precision' | 'recall' | 'f1'>;

/** {@link CountScores} of one class, with the counts. */
export type ClassCountScores = CountScores & Pick<ClassScores, 'support' | 'predicted'>;

/**
 * Scores of each class against the rest, from counts `matrix[truth][predicted]`. A ratio whose denominator is 0 is 0, as with
 * scikit-learn's `zero_division=0`.
 */
export function classScores(matrix: readonly (readonly number[])[]): ClassCountScores[] {
  return matrix.map((row, of) => {
    const support = sum(row);
    const predicted = sum(matrix.map(other => other[of]!));
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
 * The mean of every score over the classes, each class weighing `weight(class)`. AUROC and average precision: over the classes where
 * they are defined, null where none of those has weight.
 */
export function meanScores(scores: readonly ClassScores[], weight: (scores: ClassScores) => number): MeanScores {
  const mean = (figure: (scores: ClassScores) => number | null): number | null => {
    const defined = scores.filter(each => figure(each) !== null);
    const total = sum(defined.map(weight));
    return total === 0 ? null : sum(defined.map(each => weight(each) * figure(each)!)) / total;
  };
  return {
    precision: mean(each => each.precision) ?? 0,
    recall: mean(each => each.recall) ?? 0,
    f1: mean(each => each.f1) ?? 0,
    auroc: mean(each => each.auroc),
    averagePrecision: mean(each => each.averagePrecision),
  };
}

/** F1 = 2·TP / (2·TP + FP + FN): the harmonic mean of precision and recall, defined also where one of them is not. */
function countScores(hits: number, support: number, predicted: number): CountScores {
  return { precision: ratio(hits, predicted), recall: ratio(hits, support), f1: ratio(2 * hits, support + predicted) };
}

function ratio(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
