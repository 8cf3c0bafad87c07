import type { EpochEnded } from './trainer';

/** The epoch with the lowest validation loss, the first of equals, as early stopping keeps it; undefined where nothing was held back. */
export function bestEpoch<T extends Pick<EpochEnded, 'valLoss'>>(epochs: readonly T[]): T | undefined {
  return epochs.reduce<T | undefined>((best, one) => {
    if (one.valLoss === null || (best && best.valLoss! <= one.valLoss)) return best;
    return one;
  }, undefined);
}
