import { tickStep } from 'd3-array';
import type { LossScale } from '../contract/dashboard';
import type { MetricKind } from '../contract/metrics';
import { maxOf } from '../util/extremes';
import { linearAxis, rangeOf, type Axis, type Range } from './axis';
import { logAxis } from './logAxis';
import { metricFormats } from './metricChart';
import type { Point } from './points';
import { valuesWithin } from './visiblePart';

export interface ShownCurves {
  readonly kind: MetricKind;
  /** Validation, the parent: every point of them is shown. */
  readonly byEpoch: readonly (readonly Point[])[];
  /** The line by batch that is to be read; the noise behind it may leave the axes. */
  readonly training: readonly Point[];
  /** What training came to in each epoch. */
  readonly trainingMeans: readonly Point[];
  /** What is shown, and whether that is only a part. */
  readonly range: Range;
  readonly isZoomed: boolean;
}

/** The vertical axis: of a share, and of a part of the run, it uses its height; of a loss it begins at 0 where its scale is linear. */
export function yAxisOf(curves: ShownCurves, scale: LossScale): Axis {
  const { kind, isZoomed } = curves;
  const label = metricFormats[kind].tick;
  const range = shownRange(curves);
  if (kind !== 'share' && scale === 'log') return logAxis(range, 8, kind === 'duration' ? label : undefined);
  if (kind === 'share' || isZoomed) return linearAxis(close(withMargin(range, kind)), { ends: 'exact', ticks: TICKS, label });
  return linearAxis({ from: 0, to: range.to }, { ends: 'nice', ticks: TICKS, label });
}

/** About so many. */
const TICKS = 5;

/** More room than the values need on either side, so that none lies on an edge; a single share has a tenth of what it could still gain. */
function withMargin({ from, to }: Range, kind: MetricKind): Range {
  const isShare = kind === 'share';
  const margin = Math.max(0.05 * (to - from), isShare ? Math.max(0.1 * (1 - from), 0.0005) : 0.05 * from);
  return { from: Math.max(0, from - margin), to: isShare ? Math.min(1, to + margin) : to + margin };
}

/** Ends that do not change with every value that comes, and lie as close as possible. */
function close({ from, to }: Range): Range {
  const step = tickStep(from, to, 2 * TICKS);
  return { from: Math.floor(from / step + 1e-9) * step, to: Math.ceil(to / step - 1e-9) * step };
}

/** The values that the vertical axis must have room for. */
export function shownRange(curves: ShownCurves): Range {
  const { kind, range, isZoomed } = curves;
  const values = curves.byEpoch.flatMap(points => valuesWithin(points, range));
  const line = valuesWithin(curves.training, range);
  if (kind !== 'share') return rangeOf([...values, ...line].filter(y => y > 0)) ?? { from: 0.1, to: 2.5 };
  const all = { from: 0, to: 1 };
  if (isZoomed) return rangeOf([...values, ...line]) ?? all;
  // The first steps, at the level of chance, would compress everything that matters into the top tenth of the chart. An average lags behind
  // them for some epochs: how low the axis reaches is for the epochs to say.
  const [first, ...later] = curves.trainingMeans;
  if (!first && values.length === 0) return all;
  const low = later.length > 0 || values.length > 0 ? later : curves.trainingMeans;
  const found = rangeOf([...values, ...low.map(({ y }) => y)]);
  return found ? { from: found.from, to: maxOf(line.filter(Number.isFinite), found.to) } : all;
}
