import type { Point } from './points';

/** A weight is for a thousandth of the axis: the same number smooths as much to the eye, however many points there are. */
const PARTS = 1000;

const MOST_WEIGHT = 0.999;

/**
 * An exponential moving average without the bias of its first values, as Weights & Biases and TensorBoard draw it; for points that are not
 * equally far apart as Weights & Biases has it (time weighted EMA). What is not finite stays, and counts for nothing.
 * @param smoothing from 0 to below 1
 * @param length of the whole axis, in `x`
 */
export function smooth(points: readonly Point[], smoothing: number, length: number): Point[] {
  const meanAt = movingMean(smoothing, length);
  return points.map(point => (Number.isFinite(point.y) ? { ...point, y: meanAt(point.x, point.y) } : point));
}

/** The same for one finite value after the other: gives the mean at each. */
export function movingMean(smoothing: number, length: number): (x: number, y: number) => number {
  const weight = Math.min(Math.sqrt(smoothing), MOST_WEIGHT);
  let [mean, total, last] = [0, 0, 0];
  return (x, y) => {
    total = total * weight ** ((PARTS * (x - last)) / length) + 1;
    // Not the sum by the sum of the weights: a diverging loss would leave the range of numbers.
    mean += (y - mean) / total;
    last = x;
    return mean;
  };
}
