import { describeNetwork, mnistFormat, type ImageFormat } from '../contract/network';
import type { Parameters } from '../contract/parameters';

/** How fast a run trained. */
export interface MeasuredSpeed {
  readonly parameters: Parameters;
  readonly image: ImageFormat;
  readonly imagesPerSecond: number;
}

/** How long a run will take. */
export interface Estimate {
  readonly ms: number;
  /** No run on this machine says anything about it. */
  readonly isGuess: boolean;
}

/** Of the default network on one core of a server of 2024 (see docs/performance.md), where no run has been measured yet. */
const GUESSED_FLOPS_PER_SECOND = 30e9;
/** A forward pass costs about so much of a training step, backward pass included. */
const VALIDATION_SHARE = 1 / 3;

/**
 * The time that training takes: from the run whose network costs most nearly the same, in proportion to the operations.
 * @param trainImages images of an epoch, and of the validation after it
 */
export function estimateDuration(
  parameters: Parameters,
  images: { readonly train: number; readonly validation: number },
  speeds: readonly MeasuredSpeed[],
  cores: number,
): Estimate {
  const cost = describeNetwork(parameters, mnistFormat).flopsPerImage;
  const distances = speeds
    .map(({ parameters: of, image, imagesPerSecond }) => ({ flops: describeNetwork(of, image).flopsPerImage, imagesPerSecond }))
    .map(one => ({ ...one, distance: Math.abs(Math.log(one.flops / cost)) }));
  const nearest = distances.reduce<(typeof distances)[number] | undefined>(
    (best, one) => (best && best.distance <= one.distance ? best : one),
    undefined,
  );
  const imagesPerSecond = nearest ? (nearest.imagesPerSecond * nearest.flops) / cost : (GUESSED_FLOPS_PER_SECOND * cores) / cost;
  const perEpoch = images.train + images.validation * VALIDATION_SHARE;
  return { ms: (1000 * parameters.epochs * perEpoch) / imagesPerSecond, isGuess: !nearest };
}
