import type { Curve } from './curve';
import type { ThresholdCounts } from './thresholdCounts';

/**
 * The points of a ROC curve at which it turns, from (0, 0) to (1, 1): the line through them is the whole curve. There are positives and
 * negatives.
 */
export function rocCorners({ truePositives, falsePositives, positives, negatives }: ThresholdCounts): Curve {
  // Counts are whole numbers, so that what lies on a line is known exactly.
  const fp = [0];
  const tp = [0];
  for (let i = 0; i < truePositives.length; i++) {
    const [x, y, last] = [falsePositives[i]!, truePositives[i]!, fp.length - 1];
    if (last > 0 && (fp[last]! - fp[last - 1]!) * (y - tp[last]!) === (x - fp[last]!) * (tp[last]! - tp[last - 1]!)) {
      fp[last] = x;
      tp[last] = y;
    } else {
      fp.push(x);
      tp.push(y);
    }
  }
  return { x: Float64Array.from(fp, count => count / negatives), y: Float64Array.from(tp, count => count / positives) };
}
