import type { ThresholdCounts } from '../../../src/evaluation/thresholdCounts';
import { thresholdFor } from './sliderScale';

/** The step that a threshold takes: the last one whose score is no lower; -1 if none is. */
export function stepAt({ thresholds }: Pick<ThresholdCounts, 'thresholds'>, threshold: number): number {
  let [least, most] = [0, thresholds.length];
  while (least < most) {
    const middle = (least + most) >> 1;
    if (thresholds[middle]! >= threshold) least = middle + 1;
    else most = middle;
  }
  return least - 1;
}

/** The threshold of fewest digits that takes what a step takes. */
export function thresholdOfStep({ thresholds }: Pick<ThresholdCounts, 'thresholds'>, step: number): number {
  return thresholdFor(Math.min(1, thresholds[step]!), thresholds[step + 1] ?? -1);
}

/** The threshold of fewest digits that takes the same images as another one; a score may be a little above 1. */
export function thresholdOf(counts: Pick<ThresholdCounts, 'thresholds'>, threshold: number): number {
  const step = stepAt(counts, threshold);
  return step < 0 ? 1 : thresholdOfStep(counts, step);
}
