import { pointsOf, type CurveAxis, type ScalarPoints } from '../../experiment/recorded/scalarPoints';
import type { RowStore } from '../../experiment/recorded/rowStore';
import type { Range } from '../axis';
import { movingMean } from '../smooth';
import { within, type ShownRange } from '../zoom';
import { thinnedPoints } from './thinnedPoints';

export interface DrawnScalars {
  /** From the first to the last place of the curve; null if it has none. */
  readonly extent: Range | null;
  /** How many points it has, of which those that a picture needs are here. */
  readonly total: number;
  readonly measured: ScalarPoints;
  /** The mean through all of its points, thinned out as they are; null where nothing is smoothed. */
  readonly smoothed: ScalarPoints | null;
}

export interface DrawnOptions {
  readonly axis: CurveAxis;
  /** From 0, not at all, to below 1. */
  readonly smoothing: number;
  /** The part that is shown, along the axis; null: all. */
  readonly range: ShownRange;
}

/** What a chart draws of a key. It is smoothed before it is thinned out: a mean of the highest and lowest values would be another one. */
export function drawnScalars(store: RowStore, key: string, { axis, smoothing, range }: DrawnOptions): DrawnScalars {
  const points = pointsOf(store, key, axis);
  const { steps } = points;
  if (steps.length === 0) return { extent: null, total: 0, measured: points, smoothed: null };
  const extent = { from: steps[0]!, to: steps.at(-1)! };
  const shown = (range && within(range, extent)) ?? extent;
  return {
    extent,
    total: steps.length,
    measured: thinnedPoints(points, shown),
    smoothed: smoothing > 0 ? thinnedPoints(smoothedPoints(points, smoothing, extent), shown) : null,
  };
}

function smoothedPoints({ steps, values }: ScalarPoints, smoothing: number, { from, to }: Range): ScalarPoints {
  const meanAt = movingMean(smoothing, to > from ? to - from : 1);
  return { steps, values: values.map((y, i) => (Number.isFinite(y) ? meanAt(steps[i]!, y) : y)) };
}
