import type { MeanScores } from './scores';

/** A figure that each class has, and each mean over the classes. */
export interface ClassMetric {
  /** In CSV files and at W&B. */
  readonly name: string;
  /** The head of its column in the terminal. */
  readonly head: string;
  /** Decimals in the terminal. */
  readonly decimals: number;
  /** Null where it is not defined. */
  readonly value: (scores: MeanScores) => number | null;
}

/** The table of the metrics of each class: a new metric is one entry. */
export const classMetrics: readonly ClassMetric[] = [
  { name: 'precision', head: 'precision', decimals: 4, value: ({ precision }) => precision },
  { name: 'recall', head: 'recall', decimals: 4, value: ({ recall }) => recall },
  { name: 'f1', head: 'F1', decimals: 4, value: ({ f1 }) => f1 },
  { name: 'auroc', head: 'AUROC', decimals: 5, value: ({ auroc }) => auroc },
  { name: 'average_precision', head: 'avg. prec.', decimals: 5, value: ({ averagePrecision }) => averagePrecision },
];
