import { influenceOf, macroInfluence, microInfluence, varianceOf, type AreaInfluence } from './areaInfluence';
import { Z_95, type MaybeInterval } from './interval';
import type { Predictions } from './labels';
import { oneVsRest, oneVsRestOfAll, pooledOneVsRest, type ThresholdCounts } from './thresholdCounts';

/**
 * The rule by which an interval is shown, fixed before any data are seen; docs/evaluation.md has how often its intervals hold the
 * AUROC. What it goes by is how many images, each costing the same area, would leave the AUROC as uncertain: with so many costing an equal
 * share of 1 − A, the logit has the variance 1/images.
 */
export const intervalRule = {
  /** So many images at least: of the class, and of all others. */
  images: 200,
  /** So many images at least have to cost area, in effect, and such a share of all: fewer are a tail of which the worst may not be there. */
  costlyImages: 50,
  costlyShare: 0.01,
  /** As long as they are fewer than so many, no image may have more than its share of the variance. */
  manyCostlyImages: 100,
  largestShare: 0.05,
} as const;

/** Why measures have no interval at all, for those who look for one. */
export const noIntervalBecause = {
  averagePrecision: 'Average precision has no interval: none was found that holds for few or skewed scores.',
  f1: 'F1 has no interval: it is no share of images that were counted.',
  pooled: 'Precision and specificity of all answers have none: the answers about one image depend on one another.',
} as const;

/**
 * The 95 % confidence interval of the AUROC of class `of` against the rest: by DeLong's variance, on the logit scale, so that it lies
 * within (0, 1). Where the AUROC hangs on few images it would be too narrow: then there is none, but the reason.
 * @throws {Error} on bad input or if there is no class `of`
 */
export function aurocInterval(predictions: Predictions, of: number): MaybeInterval {
  return aurocIntervalOf(oneVsRest(predictions, of));
}

/** The same from the counts of a class. */
export function aurocIntervalOf(counts: ThresholdCounts): MaybeInterval {
  if (counts.positives === 0) return { none: 'No interval: no image is of this class.' };
  if (counts.negatives === 0) return { none: 'No interval: all images are of this class.' };
  return intervalFrom(influenceOf(counts), Math.min(counts.positives, counts.negatives));
}

/**
 * That of the mean AUROC of the classes. An image is a positive of its class and a negative of all others: its influences on all of them
 * are added up before they are squared.
 * @throws {Error} on bad input
 */
export function macroAurocInterval(predictions: Predictions, counts = oneVsRestOfAll(predictions)): MaybeInterval {
  if (counts.every(({ positives, negatives }) => positives === 0 || negatives === 0)) {
    return { none: 'No interval: all images are of one class.' };
  }
  return intervalFrom(macroInfluence(predictions, counts), predictions.truth.length);
}

/**
 * That of the AUROC of all answers taken together. The answers about one image depend on one another: not they are drawn independently,
 * but the images.
 * @throws {Error} on bad input
 */
export function microAurocInterval(predictions: Predictions, pooled = pooledOneVsRest(predictions)): MaybeInterval {
  return intervalFrom(microInfluence(predictions, pooled), predictions.truth.length);
}

/** @param images of the smaller side */
function intervalFrom(influence: AreaInfluence | null, images: number): MaybeInterval {
  const rule = intervalRule;
  if (images < rule.images) {
    return { none: `No interval: there are ${images} images to go by; it holds from ${rule.images} on, in the class and outside it.` };
  }
  if (!influence) return { none: 'No interval: a class has a single image, which does not show how far its area could vary.' };
  const { area } = influence;
  if (area === 1) return { none: 'No interval: no image costs area, which does not show how far the area could vary.' };
  const variance = varianceOf(influence)!;
  if (area === 0 || variance === 0)
    return { none: 'No interval: all images cost the same area, which does not show how far it could vary.' };
  const deviation = Math.sqrt(variance) / (area * (1 - area));
  const costlyImages = 1 / deviation ** 2;
  const largestShare = influence.ofImages.reduce((largest, moved) => Math.max(largest, moved ** 2), 0) / variance;
  const enough = Math.max(rule.costlyImages, rule.costlyShare * images);
  if (costlyImages < enough) {
    const few = Math.max(1, Math.floor(costlyImages));
    return { none: `No interval: few images cost area, in effect ${few}; it holds from ${Math.ceil(enough)} on.` };
  }
  if (costlyImages < rule.manyCostlyImages && largestShare > rule.largestShare) {
    return { none: `No interval: one image alone makes up ${(100 * largestShare).toFixed(0)} % of how far the area could vary.` };
  }
  const logit = Math.log(area / (1 - area));
  return { low: logistic(logit - Z_95 * deviation), high: logistic(logit + Z_95 * deviation) };
}

function logistic(logit: number): number {
  return 1 / (1 + Math.exp(-logit));
}
