/** How well a classifier did, from true classes and predicted probabilities. `null` stands where a figure is not defined. */
export interface Scores {
  /** Number of images. */
  readonly count: number;
  readonly accuracy: number;
  /** Mean cross-entropy in nats, from the probabilities clipped as scikit-learn clips them. */
  readonly logLoss: number;
  /** `confusionMatrix[truth][predicted]` is a number of images. */
  readonly confusionMatrix: readonly (readonly number[])[];
  readonly perClass: readonly ClassScores[];
  /** The plain mean over the classes; for AUROC and average precision over those where it is defined. */
  readonly macro: MeanScores;
  /** From the counts of all classes taken together. */
  readonly micro: MeanScores;
  /** The mean weighted by support. */
  readonly weighted: MeanScores;
}

export interface MeanScores {
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
  /** Area under the one-vs-rest ROC curve; null where a class never occurs or is the only one. */
  readonly auroc: number | null;
  /** Area under the one-vs-rest precision–recall curve, as a step function; null where the class never occurs. */
  readonly averagePrecision: number | null;
}

export interface ClassScores extends MeanScores {
  /** How many images are of this class. */
  readonly support: number;
  /** How many were taken for it. */
  readonly predicted: number;
}
