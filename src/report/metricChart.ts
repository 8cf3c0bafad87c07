import { metricTable, type Metric, type MetricKind } from '../contract/metrics';
import type { EpochEnded } from '../contract/trainer';
import { compact, duration, loss, percent, short } from '../util/format';
import { tickLabel, type TickLabel } from './axis';

/** The metrics of the table that are drawn together: one of the training images, one of the validation images, or one of them. */
export interface MetricChart {
  /** For file names and ids: `loss`. */
  readonly name: string;
  readonly title: string;
  readonly yLabel: string;
  readonly kind: MetricKind;
  readonly better: Metric['better'];
  readonly training: Metric | undefined;
  readonly validation: Metric | undefined;
}

/** The unit in the title of an axis. */
const units: Readonly<Record<MetricKind, string>> = { share: '', nats: ' (nats)', rate: '', duration: ' (ms)' };

/** Every chart, in the order of the table. */
export const metricCharts: readonly MetricChart[] = [...new Set(metricTable.flatMap(({ chart }) => chart ?? []))].map(chartOf);

/**
 * A chart by its name.
 * @throws if the table has no metric with that chart
 */
export function findChart(name: string): MetricChart {
  const found = metricCharts.find(chart => chart.name === name);
  if (!found) throw new Error(`No metric has a chart "${name}".`);
  return found;
}

function chartOf(title: string): MetricChart {
  const drawn: readonly Metric[] = metricTable.filter(({ chart }) => chart === title);
  const { kind, better } = drawn[0]!;
  const name = title.toLowerCase().replaceAll(' ', '_');
  const on = (images: Metric['measuredOn']): Metric | undefined => drawn.find(({ measuredOn }) => measuredOn === images);
  const yLabel = `${title.toLowerCase()}${units[kind]}`;
  return { name, title, yLabel, kind, better, training: on('training'), validation: on('validation') };
}

/** What a chart has of an epoch's validation; null where nothing was held back. */
export function validationOf(epoch: EpochEnded, { validation }: MetricChart): number | null {
  return validation?.epoch?.value(epoch) ?? null;
}

/** What a chart has of an epoch: of the validation, or of training where nothing was held back. */
export function valueOf(epoch: EpochEnded, chart: MetricChart): number | null {
  return validationOf(epoch, chart) ?? chart.training?.epoch?.value(epoch) ?? null;
}

export interface MetricFormat {
  readonly full: (value: number) => string;
  /** After the last point of a curve, where there is room for seven characters. */
  readonly atEnd: (value: number) => string;
  readonly tick: TickLabel;
}

/** The figures of a metric, by its kind. */
export const metricFormats: Readonly<Record<MetricKind, MetricFormat>> = {
  nats: { full: loss, atEnd: value => compact(value, 7), tick: tickLabel },
  share: { full: percent, atEnd: percent, tick: (value, step) => `${tickLabel(100 * value, 100 * step)} %` },
  rate: { full: short, atEnd: short, tick: tickLabel },
  duration: { full: duration, atEnd: duration, tick: duration },
};
