import type { Network } from './network';

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
