import type { EpochEnded } from '../../contract/trainer';
import { sampleMean } from './meanOfRuns';

/** More curves than these are shown as means of groups. */
export const MOST_SINGLE_CURVES = 12;

/** A metric after an epoch, over the runs of a group. */
export interface MeanPoint {
  readonly epoch: number;
  readonly mean: number;
  /** Of the sample, with `count - 1`; null of one run. */
  readonly deviation: number | null;
  /** The runs that came so far: those of a group may differ in length. */
  readonly count: number;
}

/**
 * The mean of a metric by epoch, with its spread. Where runs of a group end earlier than others, the mean goes on over those that are left,
 * and its count says so.
 * @param value null where it was not measured
 */
export function meanCurve(
  runs: readonly { readonly epochs: readonly EpochEnded[] }[],
  value: (epoch: EpochEnded) => number | null,
): MeanPoint[] {
  const byEpoch = new Map<number, number[]>();
  for (const { epochs } of runs)
    for (const epoch of epochs) {
      const measured = value(epoch);
      if (measured === null) continue;
      const values = byEpoch.get(epoch.epoch);
      if (values) values.push(measured);
      else byEpoch.set(epoch.epoch, [measured]);
    }
  return [...byEpoch]
    .toSorted(([a], [b]) => a - b)
    .flatMap(([epoch, values]) => {
      const mean = sampleMean(values);
      return mean ? [{ epoch, ...mean }] : [];
    });
}
