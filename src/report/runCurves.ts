import type { ParentRun } from '../contract/dashboard';
import type { Run } from '../contract/runState';
import type { BatchEnded, EpochEnded } from '../contract/trainer';
import type { NamedPoints, Point } from './lineChart';
import { validationOf, valueOf, type MetricChart } from './metricChart';

/** The points of one chart in the order of `x`, which is in epochs from the beginning of training. */
export interface Curves {
  /** By batch, as measured. */
  readonly training: readonly Point[];
  /** The same, smoothed. */
  readonly smoothed: readonly Point[];
  /** Means of whole epochs. */
  readonly trainingMeans: readonly Point[];
  /** By epoch; empty where nothing was held back for validation. */
  readonly validation: readonly Point[];
  /** The parent's validation, or its training means if it has none. */
  readonly parent: readonly Point[];
}

export function curvesOf({ batches, epochs, config }: Run, parent: ParentRun | null, chart: MetricChart): Curves {
  const { ofBatch, epoch: ofEpoch } = chart.training ?? {};
  const training = ofBatch ? batches.map(batch => ({ x: placeOf(batch), y: ofBatch(batch) })) : [];
  return {
    training,
    smoothed: smooth(training, Math.max(0.08, (config?.parameters.epochs ?? 0) / 100)),
    trainingMeans: ofEpoch ? epochs.flatMap(epoch => pointOf(epoch, ofEpoch.value(epoch))) : [],
    validation: epochs.flatMap(epoch => pointOf(epoch, validationOf(epoch, chart))),
    parent: (parent?.epochs ?? []).flatMap(epoch => pointOf(epoch, valueOf(epoch, chart))),
  };
}

/**
 * Means of the points around each one: a point's weight falls to 1/e over `width` in `x`, to both sides, so that a curve that falls is not
 * drawn later than it fell. The last points still move when others come after them.
 */
export function smooth(points: readonly Point[], width: number): Point[] {
  const before = weightedSums(points, width);
  const after = weightedSums(points.toReversed(), width).toReversed();
  // The point itself is in both sums.
  return points.map(({ x, y }, index) => {
    const [left, right] = [before[index]!, after[index]!];
    return { x, y: (left.sum + right.sum - y) / (left.weight + right.weight - 1) };
  });
}

function weightedSums(points: readonly Point[], width: number): { readonly sum: number; readonly weight: number }[] {
  let sum = 0;
  let weight = 0;
  return points.map(({ x, y }, index) => {
    const decay = Math.exp(-Math.abs(x - (points[index - 1]?.x ?? x)) / width);
    sum = sum * decay + y;
    weight = weight * decay + 1;
    return { sum, weight };
  });
}

function placeOf({ epoch, batch, batches }: BatchEnded): number {
  return epoch - 1 + batch / batches;
}

function pointOf({ epoch }: EpochEnded, y: number | null): Point[] {
  return y === null ? [] : [{ x: epoch, y }];
}

/** The values of a chart at one position: for a pointer, the arrow keys, or a row of its table. */
export interface Reading {
  readonly x: number;
  /** Of each series in their order; undefined where it has no point. */
  readonly values: readonly (number | undefined)[];
}

/** One for each place at which any of some series has a point. */
export function readingsOf(series: readonly NamedPoints[]): Reading[] {
  const byPlace = series.map(({ points }) => new Map(points.map(({ x, y }) => [x, y])));
  const places = [...new Set(byPlace.flatMap(values => [...values.keys()]))].toSorted((a, b) => a - b);
  return places.map(x => ({ x, values: byPlace.map(values => values.get(x)) }));
}
