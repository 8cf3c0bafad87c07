/**
 * The table of metrics. Columns, filters and the order of runs, the terminal's table of epochs, labels, charts, CSV files, what trackers are told
 * and the table in the documentation all come from here: a new metric is one entry.
 */

import { duration, grouped, loss, percent } from '../util/format';
import type { RunSummary } from './summary';
import type { BatchEnded, EpochEnded, Evaluated } from './trainer';

/** A share from 0 to 1, a mean cross-entropy in nats, images per second, or milliseconds. */
export type MetricKind = 'share' | 'nats' | 'rate' | 'duration';

export interface Metric {
  /** As it is typed: the name of its column, in a filter and on the command line. */
  readonly name: string;
  /** How it is called on a screen. */
  readonly label: string;
  /** One line: what it measures. */
  readonly help: string;
  readonly kind: MetricKind;
  /** Which of two values is the better one. */
  readonly better: 'higher' | 'lower';
  /** The images that it is measured on; absent for a metric of the whole run. */
  readonly measuredOn?: 'training' | 'validation' | 'test';
  /** Of a run that has ended. */
  readonly ofRun: (summary: RunSummary) => number | null;
  readonly ofBatch?: (batch: BatchEnded) => number;
  /** Of an epoch, with the head of its column in the terminal's table of epochs. */
  readonly epoch?: { readonly head: string; readonly value: (epoch: EpochEnded) => number | null };
  readonly ofEvaluation?: (evaluated: Evaluated) => number | null;
  /** Its key in W&B's history and summary; absent if it is not sent. */
  readonly wandb?: string;
  /** The title of the chart that its curve is drawn in, together with the other metrics of the same title; absent if it is not drawn. */
  readonly chart?: string;
  /** The head of its column in a CSV file of curves, whose rows state which images were measured; absent if it is not in the file. */
  readonly csv?: string;
}

const entries = [
  {
    name: 'loss',
    label: 'Training loss',
    help: 'Mean cross-entropy of the training images over the last epoch, with dropout.',
    kind: 'nats',
    better: 'lower',
    measuredOn: 'training',
    ofRun: ({ final }) => final?.loss ?? null,
    ofBatch: batch => batch.loss,
    epoch: { head: 'loss', value: epoch => epoch.loss },
    wandb: 'loss',
    chart: 'Loss',
    csv: 'loss',
  },
  {
    name: 'accuracy',
    label: 'Training accuracy',
    help: 'Share of the training images that were recognised in the last epoch, with dropout.',
    kind: 'share',
    better: 'higher',
    measuredOn: 'training',
    ofRun: ({ final }) => final?.accuracy ?? null,
    ofBatch: batch => batch.accuracy,
    epoch: { head: 'accuracy', value: epoch => epoch.accuracy },
    wandb: 'accuracy',
    chart: 'Accuracy',
    csv: 'accuracy',
  },
  {
    name: 'val_loss',
    label: 'Validation loss',
    help: 'Mean cross-entropy of the validation images after the best epoch; of a run of another tool, after its last one.',
    kind: 'nats',
    better: 'lower',
    measuredOn: 'validation',
    ofRun: ({ best, final }) => (best ?? final)?.valLoss ?? null,
    epoch: { head: 'val loss', value: epoch => epoch.valLoss },
    wandb: 'val_loss',
    chart: 'Loss',
    csv: 'loss',
  },
  {
    name: 'val_accuracy',
    label: 'Validation accuracy',
    help: 'Share of the validation images that were recognised after the best epoch; of a run of another tool, after its last one.',
    kind: 'share',
    better: 'higher',
    measuredOn: 'validation',
    ofRun: ({ best, final }) => (best ?? final)?.valAccuracy ?? null,
    epoch: { head: 'val acc.', value: epoch => epoch.valAccuracy },
    wandb: 'val_accuracy',
    chart: 'Accuracy',
    csv: 'accuracy',
  },
  {
    name: 'test_loss',
    label: 'Test loss',
    help: 'Mean cross-entropy of the test images, at the end.',
    kind: 'nats',
    better: 'lower',
    measuredOn: 'test',
    ofRun: ({ testLoss }) => testLoss,
    ofEvaluation: evaluated => evaluated.loss,
    wandb: 'test_loss',
  },
  {
    name: 'test_accuracy',
    label: 'Test accuracy',
    help: 'Share of the test images that were recognised, at the end.',
    kind: 'share',
    better: 'higher',
    measuredOn: 'test',
    ofRun: ({ testAccuracy }) => testAccuracy,
    ofEvaluation: evaluated => evaluated.accuracy,
    wandb: 'test_accuracy',
  },
  {
    name: 'images_per_second',
    label: 'Images per second',
    help: 'Images trained on in a second of the last epoch, the validation left out.',
    kind: 'rate',
    better: 'higher',
    measuredOn: 'training',
    // Earlier versions wrote 0 where nobody had measured it.
    ofRun: ({ final }) => final?.imagesPerSecond || null,
    ofBatch: batch => batch.imagesPerSecond,
    epoch: { head: 'images/s', value: epoch => epoch.imagesPerSecond },
    // The key that projects at W&B have their charts under since version 0.1.0.
    wandb: 'imagesPerSecond',
    csv: 'images_per_second',
  },
  {
    name: 'duration',
    label: 'Duration',
    help: 'How long the run took, training and evaluation, without pauses.',
    kind: 'duration',
    better: 'lower',
    ofRun: ({ durationMs }) => durationMs,
    epoch: { head: 'time', value: epoch => epoch.durationMs },
  },
] as const satisfies readonly Metric[];

export type MetricName = (typeof entries)[number]['name'];

export const metricTable: readonly (Metric & { readonly name: MetricName })[] = entries;

/** Each metric by its name. */
export const metrics = Object.fromEntries(metricTable.map(metric => [metric.name, metric])) as Readonly<Record<MetricName, Metric>>;

type EpochMetric = Metric & Required<Pick<Metric, 'epoch'>>;

/** The metrics that every epoch has. */
export const epochMetrics: readonly EpochMetric[] = metricTable.flatMap(metric =>
  metric.epoch ? [{ ...metric, epoch: metric.epoch }] : [],
);

/**
 * Whether a model may be chosen by a metric: an epoch to keep, parameters to prefer. What is measured on the test images is only reported,
 * and what is measured on the training images says nothing of others.
 */
export function choosesModels({ measuredOn }: Pick<Metric, 'measuredOn'>): boolean {
  return measuredOn === 'validation';
}

/** Whether a metric measures the speed of the machine: it differs even between runs that are otherwise identical. */
export function isTimed({ kind }: Pick<Metric, 'kind'>): boolean {
  return kind === 'rate' || kind === 'duration';
}

/** A value as it is shown: `99.12 %`, `0.0271`, `5,432`, `1m20s`. */
export function formatMetric({ kind }: Pick<Metric, 'kind'>, value: number): string {
  switch (kind) {
    case 'share':
      return percent(value);
    case 'nats':
      return loss(value);
    case 'rate':
      return grouped(value);
    case 'duration':
      return duration(value);
  }
}
