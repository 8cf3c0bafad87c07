import * as v from 'valibot';
import { count, list, positive, record, share } from './basics';

/** Null stands where scikit-learn warns that a figure is not defined. Runs of older versions have 0 there for precision, recall and F1. */
const meanEntries = {
  /** Null where the class was never predicted. */
  precision: v.nullable(share),
  /** Null where the class never occurs. */
  recall: v.nullable(share),
  /** Null where the class neither occurs nor was predicted. */
  f1: v.nullable(share),
  /** Area under the one-vs-rest ROC curve; null where a class never occurs or is the only one. */
  auroc: v.nullable(share),
  /** Area under the one-vs-rest precision–recall curve, as a step function; null where the class never occurs. */
  averagePrecision: v.nullable(share),
};

export const meanScores = record(meanEntries);

export const classScores = record({
  ...meanEntries,
  /** How many images are of this class. */
  support: count,
  /** How many images were predicted as this class. */
  predicted: count,
});

/** `confusionMatrix[truth][predicted]`, in test images. */
export const confusionMatrix = v.pipe(
  list(list(count, 256), 256),
  v.check(rows => rows.every(row => row.length === rows.length), 'as many columns as rows'),
);

/** How well a classifier did, from true classes and predicted probabilities. `null` stands where a figure is not defined. */
export const scores = record({
  /** Number of images. */
  count,
  accuracy: share,
  /** Mean cross-entropy in nats, from the probabilities clipped as scikit-learn clips them; null where only classes were predicted. */
  logLoss: v.nullable(positive),
  confusionMatrix,
  perClass: list(classScores, 256),
  /** The plain mean over the classes that occur, of which one that was never predicted counts with a precision of 0. */
  macro: meanScores,
  /** From the counts of all classes taken together. */
  micro: meanScores,
  /** The mean weighted by support. */
  weighted: meanScores,
});
