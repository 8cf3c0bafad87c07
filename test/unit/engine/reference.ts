import * as tf from '@tensorflow/tfjs';
import { defaultParameters, type ActivationFunction, type Parameters } from '../../../src/contract/parameters';
import { describeNetwork, type ImageFormat, type Network } from '../../../src/contract/network';
import { weightTensors, type WeightTensor } from '../../../src/contract/weights';
import { random } from '../../../src/util/random';

/** The same network in TensorFlow.js, on its CPU backend: what the project's own graph is checked against. */

/** A batch as both sides take it. */
export interface Batch {
  /** `[n, height · width]`, 0–255. */
  readonly images: Uint8Array;
  readonly labels: Uint8Array;
  /** `[n, units]` of the dropout layer; empty without one. */
  readonly mask: Float32Array;
}

/** A small network and weights for it, biases included, none of them zero. */
export function smallNetwork(
  changed: Partial<Parameters>,
  image: ImageFormat,
): { network: Network; tensors: WeightTensor[]; weights: Float32Array } {
  const network = describeNetwork({ ...defaultParameters, num_filters: 3, dropout: 0, ...changed }, image);
  const tensors = weightTensors(network);
  const generator = random('weights of a test');
  const weights = Float32Array.from({ length: network.parameterCount }, () => 0.5 * (2 * generator.uniform() - 1));
  return { network, tensors, weights };
}

export function randomBatch(network: Network, count: number, seed = 0): Batch {
  const generator = random('batch of a test', seed);
  const dropout = network.layers.find(layer => layer.type === 'dropout');
  const units = dropout?.outputShape[0] ?? 0;
  return {
    images: Uint8Array.from({ length: count * network.image.height * network.image.width }, () => generator.below(256)),
    labels: Uint8Array.from({ length: count }, () => generator.below(network.image.classes)),
    mask: Float32Array.from({ length: count * units }, () =>
      generator.uniform() < (dropout?.rate ?? 0) ? 0 : 1 / (1 - (dropout?.rate ?? 0)),
    ),
  };
}

/** Variables that hold the weights, in the shapes that Keras gives them. */
export function variables(tensors: readonly WeightTensor[], weights: Float32Array): tf.Variable[] {
  return tensors.map(({ shape, offset, length }) => tf.variable(tf.tensor(weights.slice(offset, offset + length), [...shape])));
}

/** Mean cross-entropy of the batch. */
export function referenceLoss(network: Network, weights: readonly tf.Tensor[], batch: Batch): tf.Scalar {
  const targets = tf.oneHot(tf.tensor1d(batch.labels, 'int32'), network.image.classes);
  return tf.losses.softmaxCrossEntropy(targets, referenceLogits(network, weights, batch)).asScalar();
}

/** `[n, classes]`; without a mask as in prediction. */
export function referenceLogits(
  network: Network,
  weights: readonly tf.Tensor[],
  batch: Omit<Batch, 'mask'> & { readonly mask?: Float32Array },
): tf.Tensor {
  const { height, width } = network.image;
  const count = batch.labels.length;
  let x: tf.Tensor = tf.tensor4d(
    Float32Array.from(batch.images, pixel => pixel / 255),
    [count, height, width, 1],
  );
  let next = 0;
  for (const layer of network.layers) {
    switch (layer.type) {
      case 'conv2d': {
        const { top, bottom, left, right } = layer.padding;
        // TensorFlow.js's own 'same', so that our idea of where the zeros go is checked too.
        const padding = top + bottom + left + right > 0 ? 'same' : 'valid';
        x = tf.conv2d(x as tf.Tensor4D, weights[next++] as tf.Tensor4D, 1, padding).add(weights[next++]!);
        break;
      }
      case 'activation':
        x = activate(x, layer.activation);
        break;
      case 'maxPooling2d':
        x = tf.maxPool(x as tf.Tensor4D, 2, 2, 'valid');
        break;
      case 'flatten':
        x = x.reshape([count, -1]);
        break;
      case 'dense':
        x = tf.matMul(x as tf.Tensor2D, weights[next++] as tf.Tensor2D).add(weights[next++]!);
        break;
      case 'dropout':
        if (batch.mask) x = x.mul(tf.tensor(batch.mask, [count, layer.outputShape[0]!]));
        break;
      case 'softmax':
        break;
    }
  }
  return x;
}

function activate(x: tf.Tensor, activation: ActivationFunction): tf.Tensor {
  switch (activation) {
    case 'relu':
      return tf.relu(x);
    case 'sigmoid':
      return tf.sigmoid(x);
    case 'tanh':
      return tf.tanh(x);
    case 'elu':
      return tf.elu(x);
    case 'selu':
      return tf.selu(x);
    case 'leaky_relu':
      return tf.leakyRelu(x, 0.2);
    case 'gelu':
      return x.mul(tf.erf(x.div(Math.SQRT2)).add(1)).mul(0.5);
    case 'silu':
      return x.mul(tf.sigmoid(x));
    case 'softplus':
      return tf.softplus(x);
  }
}
