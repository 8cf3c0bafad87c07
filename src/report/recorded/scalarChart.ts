import type { DrawnCurve } from '../../contract/recorded';
import { duration, grouped } from '../../util/format';
import { recordedValue } from '../../wording/recordedValue';
import { linearAxis, rangeOf, tickLabel, type Axis, type Range } from '../axis';
import type { LineChart, Series } from '../lineChart';
import { logAxis } from '../logAxis';
import type { NamedPoints, Point } from '../points';
import { timeAxis } from '../timeAxis';
import { valuesWithin } from '../visiblePart';
import { within, type ShownRange } from '../zoom';

/** The curve of a chart with one; its name is that of its key. */
const SCALAR = 'value';
export type Scalar = typeof SCALAR;

export interface ScalarView {
  readonly scale: 'log' | 'linear';
  /** The part of the horizontal axis that is shown; null: all. */
  readonly range: ShownRange;
}

/** @typeParam Curve what its curves are called */
export interface ScalarChart<Curve extends string = Scalar> extends LineChart {
  readonly curves: readonly (Series & { readonly curve: Curve })[];
  readonly hidden: readonly Curve[];
  readonly places: { readonly unit: 'steps'; readonly extent: Range };
  readonly range: ShownRange;
  readonly rangeInWords: string;
  readonly read: readonly NamedPoints[];
  readonly recorded: readonly NamedPoints[];
  readonly along: AxisWords;
}

/** About so many ticks have the axes of a small chart. */
const TICKS = 4;

/** What a small chart shows of one key that was logged. */
export function scalarChart(curve: DrawnCurve, { scale, range }: ScalarView): ScalarChart {
  const { key, axis, measured, smoothed } = curve;
  const extent = widened(curve.extent ?? { from: 0, to: 1 }, axis);
  const shown = range && within(range, extent);
  const visible = shown ?? extent;
  const named = { label: nameOf(key), isName: true, role: 'training', curve: SCALAR } as const;
  const points = pointsOf(measured);
  const mean = smoothed && pointsOf(smoothed);
  const isAlone = points.length === 1;
  const series: ScalarChart['curves'] = mean
    ? [
        { ...named, style: 'thin', part: 'measured', points },
        { ...named, style: 'line', part: 'smoothed', points: mean },
      ]
    : [{ ...named, style: isAlone ? 'markers' : 'line', ...(!isAlone && { look: { width: 1.5 } }), points }];
  const words = axisWords(axis);
  const recorded: NamedPoints[] = [{ ...named, points }, ...(mean ? [{ ...named, label: 'smoothed', isName: false, points: mean }] : [])];
  return {
    title: key,
    xLabel: words.label,
    yLabel: '',
    xAxis: placeAxis(axis, visible),
    yAxis: valueAxis([points], visible, scale),
    series,
    rightMargin: 12,
    ...(scale === 'log' && points.length > 0 && { empty: 'No value is above 0: see it on the linear scale' }),
    format: recordedValue,
    curves: series.filter(({ part }) => part !== 'measured'),
    hidden: [],
    places: { unit: 'steps', extent },
    range: shown,
    rangeInWords: `${words.label} ${words.cell(visible.from)} to ${words.cell(visible.to)}`,
    read: recorded,
    recorded,
    along: words,
  };
}

/** What a key is called under its heading: `train/loss` is `loss`. */
export function nameOf(key: string): string {
  const slash = key.indexOf('/');
  return slash > 0 && slash < key.length - 1 ? key.slice(slash + 1) : key;
}

export function pointsOf({ steps, values }: DrawnCurve['measured']): Point[] {
  return Array.from(steps, (x, i) => ({ x, y: values[i]! }));
}

/** One place has an axis around it; there is no time before the beginning. */
export function widened({ from, to }: Range, axis: string): Range {
  if (from < to) return { from, to };
  return axis === 'time' ? { from: Math.max(0, from - 500), to: to + 500 } : { from: from - 0.5, to: to + 0.5 };
}

/** All values have room, the highest and lowest ones too: a spike is what one looks for. */
export function valueAxis(curves: readonly (readonly Point[])[], visible: Range, scale: ScalarView['scale']): Axis {
  const values = curves.flatMap(points => valuesWithin(points, visible));
  if (scale === 'log') return logAxis(rangeOf(values.filter(value => value > 0)), 5);
  const range = rangeOf(values);
  if (!range) return linearAxis(undefined, { ends: 'exact', ticks: TICKS });
  const margin = 0.06 * (range.to - range.from);
  return linearAxis({ from: range.from - margin, to: range.to + margin }, { ends: 'exact', ticks: TICKS });
}

export function placeAxis(axis: string, visible: Range): Axis {
  return axis === 'time'
    ? timeAxis(visible)
    : linearAxis(visible, { ends: 'exact', ticks: TICKS, isWhole: axis === '_step', label: placeLabel });
}

function placeLabel(value: number, apart: number): string {
  return Number.isInteger(value) && Math.abs(value) < 1e6 ? grouped(value) : tickLabel(value, apart);
}

export interface AxisWords {
  /** Below the axis. */
  readonly label: string;
  /** Over a column of it. */
  readonly head: string;
  readonly cell: (x: number) => string;
  readonly place: (x: number) => string;
}

/** What a horizontal axis of such charts is called, and its places. @param axis a key, `_step`, or `time` in milliseconds */
export function axisWords(axis: string): AxisWords {
  if (axis === 'time') return { label: 'time', head: 'Time', cell: duration, place: duration };
  const label = axis === '_step' ? 'step' : axis;
  return { label, head: axis === '_step' ? 'Step' : axis, cell: recordedValue, place: x => `${label} ${recordedValue(x)}` };
}
