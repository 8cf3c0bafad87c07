import type { LossScale, ParentRun } from '../contract/dashboard';
import type { MetricKind } from '../contract/metrics';
import type { Run } from '../contract/runState';
import { linearAxis, logAxis, rangeOf, type Axis, type Range } from './axis';
import type { LineChart, NamedPoints, Point, Series } from './lineChart';
import { metricFormats, type MetricChart } from './metricChart';
import { curvesOf, type Curves } from './runCurves';
import { textWidth } from './svg';

export interface RunChartOptions {
  readonly chart: MetricChart;
  /** Of a loss; a share is always linear. */
  readonly scale: LossScale;
  /** Where training is or was left, in epochs, if that is not the last one. */
  readonly reached: number | undefined;
}

export interface RunChart extends LineChart {
  /** What is read at each epoch by a pointer, the arrow keys and a table. */
  readonly read: readonly NamedPoints[];
}

/** What one chart shows of a run beside its parent, by epoch. */
export function runChart(run: Run, parent: ParentRun | null, { chart, scale, reached }: RunChartOptions): RunChart {
  const { title, yLabel, kind } = chart;
  const { full, atEnd } = metricFormats[kind];
  const epochs = (run.config ?? parent)?.parameters.epochs ?? 1;
  const curves = curvesOf(run, parent, chart);
  const { training, smoothed, trainingMeans, validation } = curves;
  // A parent that was trained for longer is cut where this run's axis ends.
  const parents = curves.parent.filter(({ x }) => x <= epochs);
  const parentLabel = parent?.label ?? '';
  const lastMean = trainingMeans.at(-1);
  const series: Series[] = [
    { label: 'parent', name: parentLabel, points: parents, role: 'context', style: 'dashed', endLabel: shortName(parentLabel) },
    { label: 'training, by batch', points: training, role: 'training', style: 'thin' },
    { label: 'training', points: smoothed, role: 'training', style: 'line', ...endAt(validation.length > 0 ? undefined : lastMean, atEnd) },
    { label: 'validation', points: validation, role: 'validation', style: 'markers', ...endAt(validation.at(-1), atEnd) },
  ];
  return {
    title,
    xLabel: 'epoch',
    yLabel,
    xAxis: linearAxis({ from: 0, to: epochs }, { ends: 'exact', ticks: 6, isWhole: true }),
    yAxis: yAxisOf({ ...curves, parent: parents }, chart, scale),
    series: series.filter(({ points }) => points.length > 0),
    reached,
    format: full,
    read: [
      { label: 'training (mean)', points: trainingMeans, role: 'training' },
      { label: 'validation', points: validation, role: 'validation' },
      ...(parent ? [{ label: parentLabel, points: curves.parent, role: 'context' } as const] : []),
    ],
  };
}

function endAt(last: Point | undefined, atEnd: (value: number) => string): Pick<Series, 'endLabel'> {
  return last ? { endLabel: atEnd(last.y) } : {};
}

/** A run's name at the end of its curve, where there is room for a short one. */
function shortName(label: string): string {
  return textWidth(label) <= 46 ? label : 'parent';
}

function yAxisOf(curves: Curves, { kind }: MetricChart, scale: LossScale): Axis {
  const { tick } = metricFormats[kind];
  const range = shownRange(curves, kind);
  if (kind === 'nats' && scale === 'log') return logAxis(range, 8);
  return linearAxis(kind === 'share' ? range : { from: 0, to: range.to }, { ends: 'nice', ticks: 5, label: tick });
}

/** The range that a chart's axis must cover. The noise of single batches may exceed it. */
export function shownRange({ smoothed, trainingMeans, validation, parent }: Curves, kind: MetricKind): Range {
  const epochs = [...validation, ...parent];
  if (kind === 'share') {
    // The first steps, at the level of chance, would compress everything that matters into the top tenth of the chart.
    const shown = trainingMeans.length > 0 ? rangeOf([...epochs, ...trainingMeans.slice(-1)].map(({ y }) => y)) : undefined;
    return { from: Math.max(0, 1 - Math.max(0.001, (1 - (shown?.from ?? 0)) * 1.1)), to: 1 };
  }
  const values = [...epochs, ...smoothed].map(({ y }) => y).filter(y => y > 0);
  return rangeOf(values) ?? { from: 0.1, to: 2.5 };
}
