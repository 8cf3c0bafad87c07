import type { Predictions } from '../../src/evaluation/labels';
import type { Random } from '../../src/util/random';
import type { Distribution } from './distributions';

export const CLASSES = 10;

/**
 * A test set of ten classes with as many images each, and scores that have one AUROC: each class against the rest, and so macro and micro.
 * @param shift of the true class's score
 */
export function simulatedData({ draw }: Distribution, shift: number, imagesOfEach: number, random: Random): Predictions {
  const images = CLASSES * imagesOfEach;
  const truth = Uint8Array.from({ length: images }, (_, i) => i % CLASSES);
  const probabilities = new Float64Array(images * CLASSES);
  const scores = new Float64Array(CLASSES);
  for (let image = 0; image < images; image++) {
    draw(random, scores);
    scores[truth[image]!]! += shift;
    // Into (0, 1), in the same order.
    for (let of = 0; of < CLASSES; of++) probabilities[image * CLASSES + of] = 0.5 + 0.5 * (scores[of]! / (1 + Math.abs(scores[of]!)));
  }
  return { truth, probabilities, classes: CLASSES };
}
