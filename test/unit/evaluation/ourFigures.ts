import { normalise } from '../../../src/contract/normalisation';
import { macroInfluence, microInfluence, influenceOf, varianceOf } from '../../../src/evaluation/areaInfluence';
import type { Curve } from '../../../src/evaluation/curve';
import type { Predictions } from '../../../src/evaluation/labels';
import { logLoss } from '../../../src/evaluation/logLoss';
import { macroPrecisionRecallCurve, macroRocCurve } from '../../../src/evaluation/meanCurves';
import { imagesOf, mistakesOf } from '../../../src/evaluation/mistakes';
import { bestPrecision, bestRecall, measureIntervals, operatingPoint } from '../../../src/evaluation/operatingPoint';
import { precisionRecallCurve } from '../../../src/evaluation/precisionRecall';
import { rocCurve } from '../../../src/evaluation/roc';
import { evaluateClassifier } from '../../../src/evaluation/scores';
import { oneVsRestOfAll, pooledOneVsRest, type ThresholdCounts } from '../../../src/evaluation/thresholdCounts';
import { wilsonInterval } from '../../../src/evaluation/wilson';

/** As in scripts/makeEvaluationFixtures.py. */
const grid = Array.from({ length: 100 }, (_, i) => 0.00137 + 0.00998 * i);
const asked = [0.5, 0.8, 0.9, 0.95, 0.99, 1];

/**
 * Every figure that a library computes too, in the form that scripts/makeEvaluationFixtures.py gives to those of scikit-learn and
 * statsmodels.
 */
export function ourFigures(predictions: Predictions, withCurves = true): object {
  const scores = evaluateClassifier(predictions);
  const { confusionMatrix, perClass, macro, micro, weighted, accuracy, logLoss: loss } = scores;
  const images = imagesOf(confusionMatrix);
  const counts = oneVsRestOfAll(predictions);
  const roc = macroRocCurve(counts);
  return {
    confusionMatrix,
    normalised: {
      row: normalise(confusionMatrix, 'row'),
      column: normalise(confusionMatrix, 'column'),
      all: normalise(confusionMatrix, 'all'),
    },
    accuracy,
    accuracyInterval: wilsonInterval(images - mistakesOf(confusionMatrix).all, images),
    logLoss: {
      clippedAsFloat32: loss,
      float64: logLoss(predictions.truth, Float64Array.from(predictions.probabilities), predictions.classes),
    },
    perClass: perClass.map((figures, of) => ({
      ...figures,
      aurocVariance: varianceOf(influenceOf(counts[of]!)),
      ...(withCurves && curvesOf(counts[of]!)),
    })),
    macro,
    micro,
    weighted,
    macroAurocVariance: varianceOf(macroInfluence(predictions, counts)),
    microAurocVariance: varianceOf(microInfluence(predictions, pooledOneVsRest(predictions))),
    macroRoc: roc && grid.map(rate => interpolated(roc, rate)),
    macroPrecisionRecall: stepsAt(macroPrecisionRecallCurve(counts)!),
  };
}

function curvesOf(counts: ThresholdCounts): object {
  const roc = rocCurve(counts);
  const precisionRecall = precisionRecallCurve(counts);
  const rising = counts.thresholds.toReversed();
  const stride = Math.max(1, Math.floor(rising.length / 10));
  const points = Array.from(rising.filter((_, i) => i % stride === 0).subarray(0, 10), threshold => {
    const point = operatingPoint(counts, threshold);
    return { ...point, intervals: measureIntervals(point) };
  });
  return {
    operatingPoints: {
      points,
      recallAtPrecision: asked.map(precision => bestRecall(counts, { precision })?.recall ?? null),
      precisionAtRecall: asked.map(recall => bestPrecision(counts, { recall })?.precision ?? null),
    },
    roc: roc && {
      fpr: [...roc.falsePositiveRate],
      tpr: [...roc.truePositiveRate],
      finiteThresholds: [...roc.thresholds.subarray(1)],
    },
    // What the ROC curve holds too is stored once.
    precisionRecall: precisionRecall && {
      precision: [...precisionRecall.precision],
      ...(!roc && { recall: [...precisionRecall.recall], thresholds: [...precisionRecall.thresholds] }),
    },
  };
}

function interpolated({ x, y }: Curve, rate: number): number {
  const after = x.findIndex(each => each > rate);
  return y[after - 1]! + ((rate - x[after - 1]!) / (x[after]! - x[after - 1]!)) * (y[after]! - y[after - 1]!);
}

function stepsAt({ x, y }: Curve): number[] {
  return grid.map(rate => y[x.findIndex(each => each >= rate)]!);
}
