import type { Predictions } from './labels';
import { auroc } from './roc';
import { StepFinder } from './stepFinder';
import type { ThresholdCounts } from './thresholdCounts';

/**
 * An area under a ROC curve, and by how much each image moved it: the influences add up to 0, and their squares to the variance of the
 * area by DeLong, DeLong and Clarke-Pearson (1988).
 */
export interface AreaInfluence {
  /** In [0, 1]. */
  readonly area: number;
  /** Shape `[images]`. */
  readonly ofImages: Float64Array;
}

/** {@link AreaInfluence} of a score at each step, for one that is positive and for one that is negative; shape `[steps]`. */
export interface StepInfluence {
  readonly area: number;
  readonly ofPositive: Float64Array;
  readonly ofNegative: Float64Array;
}

/**
 * DeLong's structural components from the counts at the steps, so in O(n log n) with the sorting, as Sun and Xu (2014) have them from
 * midranks. A positive's component is the share of negatives below it, ties counting half, a negative's the share of positives above it;
 * both less the area, and divided so that the squares of all add up to the variance: (V − A) / √(m·(m − 1)). Null where the area or its
 * variance is not defined: with fewer than two positives or negatives.
 */
export function stepInfluence(counts: ThresholdCounts): StepInfluence | null {
  const { truePositives, falsePositives, positives, negatives } = counts;
  const area = auroc(counts);
  if (area === null || positives < 2 || negatives < 2) return null;
  const ofPositive = new Float64Array(truePositives.length);
  const ofNegative = new Float64Array(truePositives.length);
  const positiveScale = Math.sqrt(positives * (positives - 1));
  const negativeScale = Math.sqrt(negatives * (negatives - 1));
  let [tp, fp] = [0, 0];
  for (let i = 0; i < truePositives.length; i++) {
    ofPositive[i] = (1 - (fp + falsePositives[i]!) / 2 / negatives - area) / positiveScale;
    ofNegative[i] = ((tp + truePositives[i]!) / 2 / positives - area) / negativeScale;
    tp = truePositives[i]!;
    fp = falsePositives[i]!;
  }
  return { area, ofPositive, ofNegative };
}

/** The influence of every image, in the order of the steps and not of the images. */
export function influenceOf(counts: ThresholdCounts): AreaInfluence | null {
  const steps = stepInfluence(counts);
  if (!steps) return null;
  const ofImages = new Float64Array(counts.positives + counts.negatives);
  let [tp, fp] = [0, 0];
  for (let i = 0; i < counts.thresholds.length; i++) {
    const positive = tp + fp;
    const negative = fp + counts.truePositives[i]!;
    tp = counts.truePositives[i]!;
    fp = counts.falsePositives[i]!;
    ofImages.fill(steps.ofPositive[i]!, positive, negative);
    ofImages.fill(steps.ofNegative[i]!, negative, tp + fp);
  }
  return { area: steps.area, ofImages };
}

/**
 * The influence of every image on the mean of the classes' areas, its influences on them added up: an image is a positive of one class
 * and a negative of all others. Null where a class that has an area has no variance.
 */
export function macroInfluence({ truth, probabilities, classes }: Predictions, counts: readonly ThresholdCounts[]): AreaInfluence | null {
  const ofImages = new Float64Array(truth.length);
  const areas: number[] = [];
  for (const [of, ofClass] of counts.entries()) {
    if (auroc(ofClass) === null) continue;
    const steps = stepInfluence(ofClass);
    if (!steps) return null;
    areas.push(steps.area);
    const finder = new StepFinder(ofClass.thresholds);
    for (let image = 0; image < truth.length; image++) {
      const step = finder.stepOf(probabilities[image * classes + of]!);
      ofImages[image]! += truth[image] === of ? steps.ofPositive[step]! : steps.ofNegative[step]!;
    }
  }
  if (areas.length === 0) return null;
  return { area: areas.reduce((sum, area) => sum + area, 0) / areas.length, ofImages: ofImages.map(sum => sum / areas.length) };
}

/** The influence of every image on the area of all answers taken together, those of its answers about each class added up. */
export function microInfluence({ truth, probabilities, classes }: Predictions, pooled: ThresholdCounts): AreaInfluence | null {
  const steps = stepInfluence(pooled);
  if (!steps) return null;
  const finder = new StepFinder(pooled.thresholds);
  const ofImages = new Float64Array(truth.length);
  for (let image = 0, i = 0; image < truth.length; image++) {
    for (let of = 0; of < classes; of++, i++) {
      const step = finder.stepOf(probabilities[i]!);
      ofImages[image]! += truth[image] === of ? steps.ofPositive[step]! : steps.ofNegative[step]!;
    }
  }
  return { area: steps.area, ofImages };
}

/** DeLong's variance of the area; null where it is not defined. */
export function varianceOf(influence: AreaInfluence | null): number | null {
  return influence && influence.ofImages.reduce((sum, moved) => sum + moved ** 2, 0);
}
