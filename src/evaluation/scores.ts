import type { ClassScores, Scores } from '../contract/scores';
import { classScores, meanScores, microScores } from './classScores';
import { accuracyOf, confusionMatrix } from './confusionMatrix';
import { checkPredictions, predictedClasses, type Predictions } from './labels';
import { logLoss } from './logLoss';
import { averagePrecision } from './precisionRecall';
import { auroc } from './roc';
import { oneVsRestOfAll, pooledOneVsRest, type ThresholdCounts } from './thresholdCounts';

/**
 * How well a classifier did. The predicted class is the most probable one, of equal ones the first. Every figure is scikit-learn's, but
 * null where that warns: recall, AUROC and average precision of a class without images, precision of one that was never predicted, F1 of
 * one that is neither. The macro mean runs over the classes that occur.
 * @throws {Error} on empty input, lengths that don't match, a label out of range, or what is no probability
 */
export function evaluateClassifier(predictions: Predictions): Scores {
  checkPredictions(predictions);
  const { truth, probabilities, classes } = predictions;
  const matrix = confusionMatrix(truth, predictedClasses(probabilities, classes), classes);
  const counts = oneVsRestOfAll(predictions);
  const perClass = classScores(matrix).map((scores, of): ClassScores => ({ ...scores, ...areas(counts[of]!) }));
  return {
    count: truth.length,
    accuracy: accuracyOf(matrix),
    logLoss: logLoss(truth, probabilities, classes),
    confusionMatrix: matrix,
    perClass,
    macro: meanScores(perClass, () => 1),
    micro: { ...microScores(matrix), ...areas(pooledOneVsRest(predictions)) },
    weighted: meanScores(perClass, scores => scores.support),
  };
}

function areas(counts: ThresholdCounts): Pick<ClassScores, 'auroc' | 'averagePrecision'> {
  return { auroc: auroc(counts), averagePrecision: averagePrecision(counts) };
}
