import type { ClassScores, Scores } from '../contract/scores';
import { classScores, meanScores, microScores } from './classScores';
import { accuracyOf, confusionMatrix } from './confusionMatrix';
import { checkPredictions, predictedClasses, type Predictions } from './labels';
import { logLoss } from './logLoss';
import { averagePrecision } from './precisionRecall';
import { auroc } from './roc';
import { oneVsRest, pooledOneVsRest, type ThresholdCounts } from './thresholdCounts';

/**
 * How well a classifier did. The predicted class is the most probable one, of equal ones the first. Every figure is scikit-learn's with
 * `labels=range(classes)` and `zero_division=0`, but null where that warns that AUROC or average precision is not defined.
 * @throws {Error} on empty input, lengths that don't match, a label out of range, or what is no probability
 */
export function evaluateClassifier(predictions: Predictions): Scores {
  checkPredictions(predictions);
  const { truth, probabilities, classes } = predictions;
  const matrix = confusionMatrix(truth, predictedClasses(probabilities, classes), classes);
  const perClass = classScores(matrix).map((scores, of): ClassScores => ({ ...scores, ...areas(oneVsRest(predictions, of)) }));
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
