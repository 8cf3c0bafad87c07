import { checkPredictions } from './labels';

/** `np.finfo(np.float32).eps`. */
const FLOAT32_EPSILON = 2 ** -23;

/**
 * Mean cross-entropy in nats: −(1/n) Σ ln p(true class), p clipped to [ε, 1 − ε].
 *
 * As in scikit-learn's `log_loss` (1.5 and later), ε is the machine epsilon of the array's type: 2⁻²³ of a Float32Array, 2⁻⁵² of any
 * other, and rows are not scaled to add up to 1. So one image can cost at most 15.9 nats in float32. The logarithms and their sum are
 * float64 also then; scikit-learn's are float32, which differs from this in the seventh digit.
 * @param truth labels, shape `[n]`
 * @param probabilities row-major `[n, classes]`
 * @throws {Error} on empty input, lengths that don't match, a label out of range, or what is no probability
 */
export function logLoss(truth: ArrayLike<number>, probabilities: ArrayLike<number>, classes: number): number {
  checkPredictions({ truth, probabilities, classes });
  const epsilon = probabilities instanceof Float32Array ? FLOAT32_EPSILON : Number.EPSILON;
  let sum = 0;
  for (let row = 0; row < truth.length; row++) {
    const probability = probabilities[row * classes + truth[row]!]!;
    sum -= Math.log(Math.min(Math.max(probability, epsilon), 1 - epsilon));
  }
  return sum / truth.length;
}
