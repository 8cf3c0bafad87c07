import type { ParentRun } from '../../src/contract/dashboard';
import type { Run } from '../../src/contract/runState';
import type { BatchEnded, EpochEnded } from '../../src/contract/trainer';

export const metrics = ['loss', 'accuracy'] as const;
export type Metric = (typeof metrics)[number];

/** `x` in epochs from the beginning of training, `y` in nats or as a share. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** The points of a chart, in the order of `x`. */
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

export function curvesOf({ batches, epochs, config }: Run, parent: ParentRun | null, metric: Metric): Curves {
  const training = batches.map(batch => ({ x: placeOf(batch), y: batch[metric] }));
  return {
    training,
    smoothed: smooth(training, Math.max(0.08, (config?.parameters.epochs ?? 0) / 100)),
    trainingMeans: epochs.map(epoch => ({ x: epoch.epoch, y: epoch[metric] })),
    validation: epochs.flatMap(epoch => pointOf(epoch, validationOf(epoch, metric))),
    parent: (parent?.epochs ?? []).flatMap(epoch => pointOf(epoch, validationOf(epoch, metric) ?? epoch[metric])),
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

export function validationOf({ valLoss, valAccuracy }: EpochEnded, metric: Metric): number | null {
  return metric === 'loss' ? valLoss : valAccuracy;
}

function placeOf({ epoch, batch, batches }: BatchEnded): number {
  return epoch - 1 + batch / batches;
}

function pointOf({ epoch }: EpochEnded, y: number | null): Point[] {
  return y === null ? [] : [{ x: epoch, y }];
}

/** What a chart says at one place: to a pointer, to the arrow keys, in a row of its table. */
export interface Reading {
  readonly x: number;
  readonly training: number | undefined;
  readonly validation: number | undefined;
  readonly parent: number | undefined;
}

/** One for each epoch that this run or its parent has ended. */
export function readingsOf({ trainingMeans, validation, parent }: Curves): Reading[] {
  const [byTraining, byValidation, byParent] = [trainingMeans, validation, parent].map(points => new Map(points.map(({ x, y }) => [x, y])));
  const places = [...new Set([...trainingMeans, ...parent].map(({ x }) => x))].toSorted((a, b) => a - b);
  return places.map(x => ({ x, training: byTraining!.get(x), validation: byValidation!.get(x), parent: byParent!.get(x) }));
}

/** Least and greatest value that a chart's axis has to reach. The noise of single batches may leave it. */
export function rangeOf({ smoothed, trainingMeans, validation, parent }: Curves, metric: Metric): { least: number; most: number } {
  const epochs = [...validation, ...parent].map(({ y }) => y);
  if (metric === 'accuracy') {
    // The first steps, at the level of chance, would press everything that matters into the uppermost tenth.
    const shown = trainingMeans.length > 0 ? [...epochs, trainingMeans.at(-1)!.y] : [0];
    const least = shown.reduce((a, b) => Math.min(a, b));
    return { least: Math.max(0, 1 - (1 - least) * 1.25), most: 1 };
  }
  const values = [...epochs, ...smoothed.map(({ y }) => y)].filter(value => value > 0);
  if (values.length === 0) return { least: 0.1, most: 2.5 };
  const least = values.reduce((a, b) => Math.min(a, b));
  return {
    least: least * 0.85,
    most:
      Math.max(
        least * 2,
        values.reduce((a, b) => Math.max(a, b)),
      ) * 1.1,
  };
}
