import type { Network } from '../contract/network';
import { random } from '../util/random';

/** One tensor of the network's weights within the flat array that holds them all. */
export interface WeightTensor {
  /** `conv_1/kernel`, `output/bias`. */
  readonly name: string;
  /** As Keras has it: `[height, width, in, out]`, `[in, out]` or `[out]`. */
  readonly shape: readonly number[];
  /** As a matrix product sees it: `[height · width · in, out]`; a bias is one row. */
  readonly matrix: readonly [rows: number, columns: number];
  readonly offset: number;
  readonly length: number;
}

/** The weights of a network in the order of its layers, kernel before bias. */
export function weightTensors(network: Network): WeightTensor[] {
  const tensors: WeightTensor[] = [];
  let offset = 0;
  const add = (name: string, shape: readonly number[]): void => {
    const columns = shape.at(-1) as number;
    const length = shape.reduce((product, size) => product * size, 1);
    tensors.push({ name, shape, matrix: [length / columns, columns], offset, length });
    offset += length;
  };
  let inputs = 1;
  for (const layer of network.layers) {
    const outputs = layer.outputShape.at(-1) as number;
    if (layer.type === 'conv2d') add(`${layer.name}/kernel`, [layer.kernelSize, layer.kernelSize, inputs, outputs]);
    if (layer.type === 'dense') add(`${layer.name}/kernel`, [inputs, outputs]);
    if (layer.type === 'conv2d' || layer.type === 'dense') add(`${layer.name}/bias`, [outputs]);
    inputs = outputs;
  }
  return tensors;
}

/**
 * Fresh weights, all tensors one after another: Glorot uniform kernels and zero biases, as Keras's defaults. Each tensor has its own
 * random numbers, so that another layer more does not change the draws of the rest.
 *
 * Glorot & Bengio 2010, Understanding the difficulty of training deep feedforward neural networks, eq. 16.
 */
export function initialWeights(tensors: readonly WeightTensor[], seed: number): Float32Array {
  const last = tensors.at(-1);
  const weights = new Float32Array(last ? last.offset + last.length : 0);
  for (const { name, shape, offset, length } of tensors) {
    if (shape.length < 2) continue;
    const receptiveField = shape.slice(0, -2).reduce((product, size) => product * size, 1);
    const [fanIn, fanOut] = shape.slice(-2).map(size => size * receptiveField) as [number, number];
    const limit = Math.sqrt(6 / (fanIn + fanOut));
    const generator = random(seed, 'weights', name);
    for (let i = 0; i < length; i++) weights[offset + i] = (2 * generator.uniform() - 1) * limit;
  }
  return weights;
}
