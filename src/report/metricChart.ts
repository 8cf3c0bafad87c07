import type { EpochEnded } from '../contract/trainer';
import { compact, loss, percent } from '../util/format';
import { tickLabel, type TickLabel } from './axis';

/** How a metric of epochs and batches is drawn. */
export interface MetricChart {
  readonly title: string;
  readonly yLabel: string;
  readonly kind: MetricKind;
  /** The field of an epoch that has it for the images that were held back. */
  readonly validation: 'valLoss' | 'valAccuracy';
}

/** A `loss` is in nats and above 0, a `share` between 0 and 1. */
export type MetricKind = 'loss' | 'share';

/** The metrics that have a chart, by the field of an event that has them for training. No other file of the charts names them. */
export const metricCharts = {
  loss: { title: 'Loss', yLabel: 'loss (nats)', kind: 'loss', validation: 'valLoss' },
  accuracy: { title: 'Accuracy', yLabel: 'accuracy', kind: 'share', validation: 'valAccuracy' },
} as const satisfies Readonly<Record<string, MetricChart>>;

export type ChartedMetric = keyof typeof metricCharts;

/** A metric of an epoch's validation; null where nothing was held back. */
export function validationOf(epoch: EpochEnded, metric: ChartedMetric): number | null {
  return epoch[metricCharts[metric].validation];
}

export interface MetricFormat {
  readonly full: (value: number) => string;
  /** After the last point of a curve, where there is room for seven characters. */
  readonly atEnd: (value: number) => string;
  readonly tick: TickLabel;
}

/** The figures of a metric, by its kind. */
export const metricFormats: Readonly<Record<MetricKind, MetricFormat>> = {
  loss: { full: loss, atEnd: value => compact(value, 7), tick: tickLabel },
  share: { full: percent, atEnd: percent, tick: (value, step) => `${tickLabel(100 * value, 100 * step)} %` },
};
