import type { WeightTensor } from '../contract/weights';
import { random } from '../util/random';

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
