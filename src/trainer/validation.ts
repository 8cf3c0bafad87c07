import type { Dataset } from '../data/dataset';
import type { TrainingSession } from '../engine/runtime';
import { accuracyOf, confusionMatrix } from '../evaluation/confusionMatrix';
import { predictedClasses } from '../evaluation/labels';
import { logLoss } from '../evaluation/logLoss';

/** The images held back from training, and how well the network does on them. */
export class Validation {
  private readonly images: Uint8Array;
  private readonly labels: Uint8Array;

  constructor(
    private readonly session: TrainingSession,
    { train, image }: Dataset,
    private readonly indices: Int32Array,
  ) {
    const pixels = image.height * image.width;
    this.images = new Uint8Array(indices.length * pixels);
    this.labels = new Uint8Array(indices.length);
    for (const [i, index] of indices.entries()) {
      this.images.set(train.images.subarray(index * pixels, (index + 1) * pixels), i * pixels);
      this.labels[i] = train.labels[index]!;
    }
  }

  /** Mean cross-entropy in nats and accuracy; undefined without images. */
  async scores(): Promise<{ loss: number; accuracy: number } | undefined> {
    if (this.indices.length === 0) return undefined;
    const probabilities = await this.session.predict(this.images);
    const classes = probabilities.length / this.labels.length;
    const predicted = predictedClasses(probabilities, classes);
    return {
      loss: logLoss(this.labels, probabilities, classes),
      accuracy: accuracyOf(confusionMatrix(this.labels, predicted, classes)),
    };
  }
}
