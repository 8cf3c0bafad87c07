import type { Curve } from './curve';
import { rocCorners } from './rocCorners';
import type { ThresholdCounts } from './thresholdCounts';

/**
 * The macro ROC curve: at each false positive rate the mean of the classes' true positive rates, with straight lines between the points
 * of a class, as in scikit-learn's example "Multiclass Receiver Operating Characteristic". The example takes the rates of a grid; here
 * they are those of all classes' corners, before and after each step up, so that the area by the trapezoidal rule is the macro AUROC.
 * Classes without a curve are left out; null if none has one.
 */
export function macroRocCurve(counts: readonly ThresholdCounts[]): Curve | null {
  const curves = counts.filter(({ positives, negatives }) => positives > 0 && negatives > 0).map(rocCorners);
  if (curves.length === 0) return null;
  const rates = distinct(curves.map(({ x }) => x));
  const x = new Float64Array(2 * rates.length);
  const y = new Float64Array(2 * rates.length);
  for (const curve of curves) {
    let at = 0;
    for (let i = 0; i < rates.length; i++) {
      const rate = rates[i]!;
      while (curve.x[at]! < rate) at++;
      const before = heightAt(curve, at, rate);
      while (curve.x[at + 1] === rate) at++;
      x[2 * i] = x[2 * i + 1] = rate;
      y[2 * i]! += before / curves.length;
      y[2 * i + 1]! += heightAt(curve, at, rate) / curves.length;
    }
  }
  return { x, y };
}

/**
 * The macro precision–recall curve: at each recall the mean of the classes' precisions. The curve of a class is a step function, as
 * average precision takes it: for a recall of r its threshold falls to the first step with a recall ≥ r. So `y[i]` holds from `x[i - 1]`
 * to `x[i]`, and the area under the steps is the macro average precision. It begins at the recall 0 with the precision of the first
 * step. scikit-learn has no such curve. Classes without positives are left out; null if none has any.
 */
export function macroPrecisionRecallCurve(counts: readonly ThresholdCounts[]): Curve | null {
  const curves = counts.filter(({ positives }) => positives > 0).map(precisionSteps);
  if (curves.length === 0) return null;
  const x = distinct([Float64Array.of(0), ...curves.map(each => each.x)]);
  const y = new Float64Array(x.length);
  for (const curve of curves) {
    let step = 0;
    for (let i = 0; i < x.length; i++) {
      while (curve.x[step]! < x[i]!) step++;
      y[i]! += curve.y[step]! / curves.length;
    }
  }
  return { x, y };
}

/** The height of a line at `rate`: that of its point `at`, or between it and the one before. */
function heightAt({ x, y }: Curve, at: number, rate: number): number {
  if (x[at] === rate) return y[at]!;
  const share = (rate - x[at - 1]!) / (x[at]! - x[at - 1]!);
  return y[at - 1]! + share * (y[at]! - y[at - 1]!);
}

/** Recall and precision of the steps at which the recall rises. */
function precisionSteps({ truePositives, falsePositives, positives }: ThresholdCounts): Curve {
  const steps = Int32Array.from(truePositives.keys()).filter(i => truePositives[i]! > (truePositives[i - 1] ?? 0));
  return {
    x: Float64Array.from(steps, i => truePositives[i]! / positives),
    y: Float64Array.from(steps, i => truePositives[i]! / (truePositives[i]! + falsePositives[i]!)),
  };
}

/** All values of some arrays, rising, each once. */
function distinct(arrays: readonly Float64Array[]): Float64Array {
  const all = new Float64Array(arrays.reduce((sum, { length }) => sum + length, 0));
  let end = 0;
  for (const array of arrays) {
    all.set(array, end);
    end += array.length;
  }
  all.sort();
  return all.filter((value, i) => i === 0 || value !== all[i - 1]);
}
