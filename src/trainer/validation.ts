import type { Dataset } from '../data/dataset';
import type { TrainingSession } from '../engine/runtime';
import { accuracyOf, confusionMatrix } from '../evaluation/confusionMatrix';
import { predictedClasses } from '../evaluation/labels';
import { logLoss } from '../evaluation/logLoss';

/** The images held back from training, and how well the network does on them. */
export class Validation {
  private held: HeldBack | undefined;

  constructor(
    private readonly session: TrainingSession,
    private readonly dataset: Dataset,
    private readonly indices: Int32Array,
  ) {}

  /** Mean cross-entropy in nats and accuracy; undefined without images. */
  async scores(): Promise<{ loss: number; accuracy: number } | undefined> {
    if (this.indices.length === 0) return undefined;
    // Not before the first epoch's end: a training begins without them.
    const { images, labels } = (this.held ??= heldBack(this.dataset, this.indices));
    const probabilities = await this.session.predict(images);
    const classes = probabilities.length / labels.length;
    const predicted = predictedClasses(probabilities, classes);
    return { loss: logLoss(labels, probabilities, classes), accuracy: accuracyOf(confusionMatrix(labels, predicted, classes)) };
  }
}

interface HeldBack {
  /** `[indices, height · width]` */
  readonly images: Uint8Array;
  readonly labels: Uint8Array;
}

function heldBack({ train, image }: Dataset, indices: Int32Array): HeldBack {
  const pixels = image.height * image.width;
  const from = train.images.having(indices);
  const images = new Uint8Array(indices.length * pixels);
  const labels = new Uint8Array(indices.length);
  for (const [i, index] of indices.entries()) {
    images.set(from.subarray(index * pixels, (index + 1) * pixels), i * pixels);
    labels[i] = train.labels[index]!;
  }
  return { images, labels };
}
