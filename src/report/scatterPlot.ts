import type { Metric } from '../contract/metrics';
import type { ParameterName } from '../contract/parameters';
import { scatterOf, type Scatter, type ScatterPoint } from '../experiment/comparison/scatter';
import type { ListedRun } from '../experiment/listedRun';
import { linearAxis, rangeOf, tickLabel, type Axis, type Range } from './axis';
import { pixelX, pixelY, type Box } from './box';
import { logAxis } from './logAxis';
import { metricFormats } from './metricChart';
import type { RunLook } from './runLooks';

/** A parameter of runs against a metric. */
export interface ScatterPlot {
  readonly title: string;
  readonly xLabel: string;
  readonly yLabel: string;
  readonly xAxis: Axis;
  readonly yAxis: Axis;
  /** From left to right, and of one place upwards. */
  readonly dots: readonly Dot[];
  readonly scatter: Scatter;
}

export interface Dot extends ScatterPoint {
  readonly label: string;
  readonly look: RunLook;
}

export interface ScatterOptions {
  readonly parameter: ParameterName;
  readonly metric: Metric;
  readonly labels: ReadonlyMap<string, string>;
  readonly looks: ReadonlyMap<string, RunLook>;
}

const unnamed: RunLook = { role: 'training', marker: 'disc', dashes: [] };

export function scatterPlot(runs: readonly ListedRun[], { parameter, metric, labels, looks }: ScatterOptions): ScatterPlot {
  const scatter = scatterOf(runs, parameter, metric);
  const dots = scatter.points
    .map((point): Dot => ({ ...point, label: labels.get(point.id) ?? point.id, look: looks.get(point.id) ?? unnamed }))
    .toSorted((a, b) => a.x - b.x || a.y - b.y);
  return {
    title: `${metric.label} against ${parameter}`,
    xLabel: parameter,
    yLabel: metric.label.toLowerCase(),
    xAxis: xAxisOf(scatter),
    yAxis: yAxisOf(
      dots.map(({ y }) => y),
      metric,
    ),
    dots,
    scatter,
  };
}

const TICKS = 5;
/** Around the values, as a share of what they span, so that no dot lies on an edge. */
const MARGIN = 0.08;

function xAxisOf({ scale, points }: Scatter): Axis {
  const range = rangeOf(points.map(({ x }) => x));
  if (scale.kind === 'categories') {
    const { categories } = scale;
    const axis = linearAxis({ from: -0.5, to: Math.max(0, categories.length - 1) + 0.5 }, { ends: 'exact', ticks: 1 });
    return { ...axis, ticks: categories.map((label, value) => ({ value, label })) };
  }
  if (!range) return linearAxis(undefined, { ends: 'exact', ticks: TICKS });
  // On a logarithmic axis a margin is a factor.
  if (scale.kind === 'log') return logAxis({ from: range.from / 1.25, to: range.to * 1.25 }, 8);
  return linearAxis(wider(range), { ends: 'exact', ticks: TICKS, label: tickLabel });
}

function yAxisOf(values: readonly number[], { kind }: Metric): Axis {
  const range = rangeOf(values);
  return linearAxis(range && wider(range), { ends: 'exact', ticks: TICKS, label: metricFormats[kind].tick });
}

function wider({ from, to }: Range): Range {
  const margin = MARGIN * (to - from || Math.abs(to) || 1);
  return { from: from - margin, to: to + margin };
}

/** Where a dot lies, in pixels. */
export function placedDot(
  { x, y }: Pick<Dot, 'x' | 'y'>,
  { xAxis, yAxis }: ScatterPlot,
  box: Box,
): { readonly x: number; readonly y: number } {
  return { x: pixelX(box, xAxis.at(x)), y: pixelY(box, yAxis.at(y)) };
}
