import { firstDifference } from '../evaluation/labels';
import { grouped } from '../util/format';

/** What is known of the images that a run was tested on. */
export interface TestLabels {
  readonly classes: number;
  /** Shape `[n]`. */
  readonly truth: ArrayLike<number>;
}

/** Why two runs were not tested on the same images; undefined if they were: every true label is the same. */
export function whyOtherImages(one: TestLabels, other: TestLabels): string | undefined {
  const [images, others] = [one.truth.length, other.truth.length];
  if (others !== images)
    return `They were tested on different images: ${grouped(images)} and ${grouped(others)} of them. Only runs on one test set can be compared image by image.`;
  if (other.classes !== one.classes) return `They were tested on different classes: ${one.classes} and ${other.classes} of them.`;
  const at = firstDifference(one.truth, other.truth);
  if (at === undefined) return undefined;
  return `They were tested on different images: image ${at} is of class ${one.truth[at]} in one and of class ${other.truth[at]} in the other.`;
}
