import type { Tensor, Tensor2D, Tensor4D } from '@tensorflow/tfjs';
import type { Network } from '../../contract/network';
import type { ActivationFunction } from '../../contract/parameters';
import { activations } from '../graph/ops/activations';
import type { TensorFlow } from './loadTensorFlow';

/** What the network is applied to. */
export interface NetworkInputs {
  /** In the order and shapes of weightTensors(). */
  readonly weights: readonly Tensor[];
  /** `[n, height, width, 1]`, from 0 to 1. */
  readonly images: Tensor4D;
  /** `[n, units]`; undefined without dropout, or outside training. */
  readonly dropoutMask: Tensor2D | undefined;
}

type Step = (x: Tensor) => Tensor;

/**
 * The logits `[n, classes]` of the network, by TensorFlow's operations. Where the activation is monotonic, bias and activation come after the
 * pooling, as in network.ts: the maximum and its gradient are the same, and there is only a quarter of the elements to compute.
 */
export function logitsOf(tf: TensorFlow, network: Network, { weights, images, dropoutMask }: NetworkInputs): Tensor2D {
  let x: Tensor = images;
  let next = 0;
  /** What a block does between its convolution and its pooling but may as well do after it. */
  let postponed: Step[] = [];
  for (const layer of network.layers) {
    switch (layer.type) {
      case 'conv2d': {
        const [kernel, bias] = [weights[next++] as Tensor4D, weights[next++]!];
        const { top, bottom, left, right } = layer.padding;
        // The zeros around it lie as TensorFlow's own 'same' puts them.
        x = tf.conv2d(x as Tensor4D, kernel, 1, top + bottom + left + right > 0 ? 'same' : 'valid');
        postponed = [value => value.add(bias)];
        break;
      }
      case 'activation': {
        const activate: Step = value => activationsInTensorFlow[layer.activation](tf, value);
        if (activations[layer.activation].monotonic && postponed.length > 0) postponed.push(activate);
        else x = [...postponed.splice(0), activate].reduce((value, step) => step(value), x);
        break;
      }
      case 'maxPooling2d':
        x = postponed
          .splice(0)
          .reduce((value, step) => step(value), tf.maxPool<Tensor4D>(x as Tensor4D, layer.poolSize, layer.poolSize, 'valid') as Tensor);
        break;
      case 'flatten':
        x = x.reshape([images.shape[0], -1]);
        break;
      case 'dense':
        x = tf.matMul(x as Tensor2D, weights[next++] as Tensor2D).add(weights[next++]!);
        break;
      case 'dropout':
        if (dropoutMask) x = x.mul(dropoutMask);
        break;
      case 'softmax':
        break;
    }
  }
  return x as Tensor2D;
}

/** The slope of `leaky_relu` below 0, as in Keras. */
const SLOPE = 0.2;

const activationsInTensorFlow: Readonly<Record<ActivationFunction, (tf: TensorFlow, x: Tensor) => Tensor>> = {
  relu: (tf, x) => tf.relu(x),
  sigmoid: (tf, x) => tf.sigmoid(x),
  tanh: (tf, x) => tf.tanh(x),
  elu: (tf, x) => tf.elu(x),
  selu: (tf, x) => tf.selu(x),
  leaky_relu: (tf, x) => tf.leakyRelu(x, SLOPE),
  gelu: (tf, x) => x.mul(tf.erf(x.mul(Math.SQRT1_2)).add(1).mul(0.5)),
  silu: (tf, x) => x.mul(tf.sigmoid(x)),
  softplus: (tf, x) => tf.softplus(x),
};
