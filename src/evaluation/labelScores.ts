import type { ClassScores, Scores } from '../contract/scores';
import { classScores, meanScores, microScores } from './classScores';
import { accuracyOf, confusionMatrix } from './confusionMatrix';

/** True and predicted classes, each of the shape `[n]`. */
export interface LabelPredictions {
  readonly truth: ArrayLike<number>;
  readonly predicted: ArrayLike<number>;
  readonly classes: number;
}

/** What cannot be known without probabilities. */
const noAreas = { auroc: null, averagePrecision: null } as const;

/**
 * How well a classifier did of which only the predicted classes are known: the scores of `evaluateClassifier`, but null for log loss, AUROC
 * and average precision, which take probabilities.
 * @throws {Error} on empty input, lengths that don't match, or a label out of range
 */
export function evaluateLabels({ truth, predicted, classes }: LabelPredictions): Scores {
  if (truth.length === 0) throw new Error('There is nothing to evaluate: expected at least one label.');
  const matrix = confusionMatrix(truth, predicted, classes);
  const perClass = classScores(matrix).map((scores): ClassScores => ({ ...scores, ...noAreas }));
  return {
    count: truth.length,
    accuracy: accuracyOf(matrix),
    logLoss: null,
    confusionMatrix: matrix,
    perClass,
    macro: meanScores(perClass, () => 1),
    micro: { ...microScores(matrix), ...noAreas },
    weighted: meanScores(perClass, scores => scores.support),
  };
}
