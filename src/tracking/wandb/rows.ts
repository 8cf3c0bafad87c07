import type { Parameters } from '../../contract/parameters';
import type { ClassScores, MeanScores, Scores } from '../../contract/scores';
import type { EpochMetrics } from '../../contract/summary';

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

/** An epoch, its figures under the names that they have in Keras. */
export function epochRow({ epoch, loss, accuracy, valLoss, valAccuracy, imagesPerSecond }: EpochMetrics): Row {
  return { epoch, loss, accuracy, val_loss: valLoss, val_accuracy: valAccuracy, imagesPerSecond };
}

/** What the script that this product began from logged at the end of a run, under its names. */
export function closingRow(parameters: Parameters, loss: number, accuracy: number): Row {
  const { epochs, batch_size, num_filters, num_layers, activation_fun } = parameters;
  return { test_loss: loss, test_accuracy: accuracy, epochs, batch_size, num_filters, num_layers, activation_function: activation_fun };
}

/** The scores of each class by its number, and their means. */
export function scoreRow({ perClass, macro, micro, weighted }: Scores): Row {
  return {
    per_class: Object.fromEntries(perClass.map((one, index) => [index, { ...mean(one), ...counts(one) }])),
    macro: mean(macro),
    micro: mean(micro),
    weighted: mean(weighted),
  };
}

function mean({ precision, recall, f1, auroc, averagePrecision }: MeanScores): Row {
  return { precision, recall, f1, auroc, average_precision: averagePrecision };
}

function counts({ support, predicted }: ClassScores): Row {
  return { support, predicted };
}
