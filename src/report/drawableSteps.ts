import { thinSteps } from '../evaluation/thinCurve';
import type { ThresholdCounts } from '../evaluation/thresholdCounts';

/** Steps that are nearer to each other, in shares of the distance from the corner of a perfect classifier, are one on any picture. */
const SAME = 0.005;
/** That distance is no less than this: it is not zoomed in farther. */
const FINEST = 0.002;

/**
 * At most so many steps, as {@link thinSteps} chooses them, of any number of them: what lies at the same place of both curves is left out
 * beforehand, in one go.
 */
export function drawableSteps(counts: ThresholdCounts, most: number): ThresholdCounts {
  return thinSteps(withoutSame(counts), most);
}

function withoutSame(counts: ThresholdCounts): ThresholdCounts {
  const { thresholds, truePositives, falsePositives, positives, negatives } = counts;
  const kept: number[] = [];
  let last = { rate: -1, recall: -1, precision: -1 };
  for (let i = 0; i < thresholds.length; i++) {
    const [tp, fp] = [truePositives[i]!, falsePositives[i]!];
    const now = { rate: fp / Math.max(1, negatives), recall: tp / Math.max(1, positives), precision: tp / (tp + fp) };
    const near = SAME * (FINEST + Math.max(Math.min(now.rate, 1 - now.rate), 1 - now.recall));
    const nearInPrecision = SAME * (FINEST + Math.max(Math.min(now.recall, 1 - now.recall), 1 - now.precision));
    const isSame =
      Math.abs(now.rate - last.rate) < near &&
      Math.abs(now.recall - last.recall) < Math.min(near, nearInPrecision) &&
      Math.abs(now.precision - last.precision) < nearInPrecision;
    if (isSame && i < thresholds.length - 1) continue;
    // The one before ends what was left out: a line to it does not cut a corner.
    if (i > 0 && kept.at(-1) !== i - 1) kept.push(i - 1);
    kept.push(i);
    last = now;
  }
  return {
    thresholds: Float64Array.from(kept, i => thresholds[i]!),
    truePositives: Int32Array.from(kept, i => truePositives[i]!),
    falsePositives: Int32Array.from(kept, i => falsePositives[i]!),
    positives,
    negatives,
  };
}
