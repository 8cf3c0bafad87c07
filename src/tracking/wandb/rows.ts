import { classMetrics } from '../../contract/classMetrics';
import { epochMetrics, metricTable, type Metric } from '../../contract/metrics';
import type { Parameters } from '../../contract/parameters';
import type { ClassScores, MeanScores, Scores } from '../../contract/scores';
import type { EpochEnded, Evaluated } from '../../contract/trainer';

type Row = Readonly<{ [name: string]: unknown }>;

/** Which row of history it is, and when it came. */
export interface HistoryStep {
  /** Seconds since 1970. */
  readonly timestamp: number;
  /** Seconds that the run had been worked on. */
  readonly runtime: number;
  readonly step: number;
}

/** What W&B wants in each row of history, and in the summary that of the last one. */
export function stepRow({ timestamp, runtime, step }: HistoryStep): Row {
  return { _timestamp: timestamp, _runtime: runtime, _step: step };
}

/** An epoch and its metrics, under the keys that the table of metrics has for W&B. */
export function epochRow(event: EpochEnded): Row {
  return { epoch: event.epoch, ...measured(epochMetrics, ({ epoch }) => epoch.value(event)) };
}

/** What the script that this product began from logged at the end of a run, under its names. */
export function closingRow(parameters: Parameters, evaluated: Evaluated): Row {
  const { epochs, batch_size, num_filters, num_layers, activation_fun } = parameters;
  return { ...testRow(evaluated), epochs, batch_size, num_filters, num_layers, activation_function: activation_fun };
}

/** What was measured on the test images. */
export function testRow(evaluated: Evaluated): Row {
  return measured<Metric>(metricTable, ({ ofEvaluation }) => ofEvaluation?.(evaluated));
}

/** Metrics that are sent, by their keys; undefined ones are left out. */
function measured<M extends Metric>(metrics: readonly M[], value: (metric: M) => number | null | undefined): Row {
  return Object.fromEntries(
    metrics.flatMap(metric => {
      const one = metric.wandb === undefined ? undefined : value(metric);
      return one === undefined ? [] : [[metric.wandb, one]];
    }),
  );
}

/** The scores of each class by its name, and their means. */
export function scoreRow({ perClass, macro, micro, weighted }: Scores, classes: readonly string[]): Row {
  return {
    per_class: Object.fromEntries(perClass.map((one, index) => [classes[index], { ...mean(one), ...counts(one) }])),
    macro: mean(macro),
    micro: mean(micro),
    weighted: mean(weighted),
  };
}

function mean(scores: MeanScores): Row {
  return Object.fromEntries(classMetrics.map(({ name, value }) => [name, value(scores)]));
}

function counts({ support, predicted }: ClassScores): Row {
  return { support, predicted };
}
