import type { Scalar, Tensor, Tensor2D } from '@tensorflow/tfjs';
import type { Network } from '../../contract/network';
import { weightTensors, type WeightTensor } from '../../contract/weights';
import { countCorrect } from '../countCorrect';
import { scaledPixels } from '../modelFile';
import type { TensorFlow } from './loadTensorFlow';
import { logitsOf } from './networkInTensorFlow';

/** A batch as TensorFlow is given it. */
export interface StepBatch {
  /** `[n, height · width]`, 0–255. */
  readonly images: Uint8Array;
  readonly labels: Uint8Array;
  /** `[n, units]`; empty without dropout. */
  readonly mask: Float32Array;
}

export interface StepOutcome {
  /** Mean cross-entropy of the batch, in nats. */
  readonly loss: number;
  /** Images whose class had the highest probability. */
  readonly correct: number;
}

/** The loss and gradients of a network, and its predictions, by TensorFlow. */
export class TensorFlowStep {
  /** All gradients one after another, in the order of weightTensors(), after `run`. */
  readonly gradients: Float32Array;
  private readonly tensors: readonly WeightTensor[];

  constructor(
    private readonly tf: TensorFlow,
    private readonly network: Network,
  ) {
    this.tensors = weightTensors(network);
    this.gradients = new Float32Array(network.parameterCount);
  }

  /** The loss of a batch with these weights; leaves its gradients. */
  run(weights: Float32Array, { images, labels, mask }: StepBatch): StepOutcome {
    const { tf, network } = this;
    const { classes } = network.image;
    const n = labels.length;
    return tf.tidy(() => {
      const input = this.imageTensor(images);
      const dropoutMask = mask.length > 0 ? tf.tensor2d(mask, [n, mask.length / n]) : undefined;
      const targets = tf.tensor2d(oneHot(labels, classes), [n, classes]);
      let logits: Tensor2D | undefined;
      const lossOf = (...values: Tensor[]): Scalar => {
        // Kept, since everything but the loss is freed.
        logits = tf.keep(logitsOf(tf, network, { weights: values, images: input, dropoutMask }));
        return tf.logSoftmax(logits).mul(targets).sum().div<Scalar>(-n);
      };
      const { value, grads } = tf.valueAndGrads(lossOf)(this.weightTensorsOf(weights));
      for (const [i, { offset }] of this.tensors.entries()) this.gradients.set(grads[i]!.dataSync<'float32'>(), offset);
      const correct = countCorrect(logits!.dataSync<'float32'>(), classes, labels);
      logits!.dispose();
      return { loss: value.dataSync<'float32'>()[0]!, correct };
    });
  }

  /** Class probabilities `[n, classes]` of images `[n, height · width]`. */
  predict(weights: Float32Array, images: Uint8Array): Float32Array {
    const { tf, network } = this;
    return tf.tidy(() => {
      const inputs = { weights: this.weightTensorsOf(weights), images: this.imageTensor(images), dropoutMask: undefined };
      return tf.softmax(logitsOf(tf, network, inputs)).dataSync<'float32'>();
    });
  }

  private imageTensor(images: Uint8Array): ReturnType<TensorFlow['tensor4d']> {
    const { height, width } = this.network.image;
    return this.tf.tensor4d(scaledPixels(images), [images.length / (height * width), height, width, 1]);
  }

  private weightTensorsOf(weights: Float32Array): Tensor[] {
    return this.tensors.map(({ shape, offset, length }) => this.tf.tensor(weights.subarray(offset, offset + length), [...shape]));
  }
}

function oneHot(labels: Uint8Array, classes: number): Float32Array {
  const targets = new Float32Array(labels.length * classes);
  for (const [i, label] of labels.entries()) targets[i * classes + label] = 1;
  return targets;
}
