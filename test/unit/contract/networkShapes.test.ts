import assert from 'node:assert/strict';
import { describeNetwork, type ImageFormat, type Network } from '../../../src/contract/network';
import { defaultParameters, paddings, ParameterError, type Parameters } from '../../../src/contract/parameters';

const images: readonly ImageFormat[] = [
  { height: 28, width: 28, classes: 10 },
  { height: 9, width: 30, classes: 3 },
  { height: 30, width: 9, classes: 3 },
  { height: 5, width: 4, classes: 2 },
];

/** Height and width after each pooling, as Keras's documentation has it; a size of 0 cannot be built. */
function pooledSizes({ kernel_size, num_layers, padding }: Parameters, image: ImageFormat): [height: number, width: number][] {
  const after = (size: number): number => Math.floor((padding === 'same' ? size : Math.max(size - kernel_size + 1, 0)) / 2);
  const sizes: [number, number][] = [];
  let [height, width] = [image.height, image.width];
  for (let block = 0; block < num_layers; block++) sizes.push(([height, width] = [after(height), after(width)]));
  return sizes;
}

function tryDescribe(parameters: Parameters, image: ImageFormat): Network | undefined {
  try {
    return describeNetwork(parameters, image);
  } catch (error) {
    assert.ok(error instanceof ParameterError);
    return undefined;
  }
}

describe('describeNetwork', () => {
  it('builds just what leaves at least one pixel, in the sizes that Keras gives', () => {
    for (const image of images) {
      for (const padding of paddings) {
        for (let kernel_size = 1; kernel_size <= 15; kernel_size++) {
          for (let num_layers = 1; num_layers <= 6; num_layers++) {
            const parameters = { ...defaultParameters, num_filters: 2, padding, kernel_size, num_layers };
            const sizes = pooledSizes(parameters, image);
            const expected = sizes.every(([height, width]) => Math.min(height, width) >= 1)
              ? sizes.map(([height, width], block) => [height, width, 2 * 2 ** block])
              : undefined;
            const network = tryDescribe(parameters, image);
            const pooled = network?.layers.filter(({ type }) => type === 'maxPooling2d').map(({ outputShape }) => outputShape);
            assert.deepEqual(pooled, expected, JSON.stringify({ ...image, padding, kernel_size, num_layers }));
          }
        }
      }
    }
  });

  it('counts weights and operations of every layer', () => {
    const parameters = { ...defaultParameters, dense_units: 20, kernel_size: 2, num_filters: 3, padding: 'same', dropout: 0.1 } as const;
    const network = describeNetwork(parameters, { height: 7, width: 6, classes: 4 });
    assert.deepEqual(
      network.layers.map(({ name, parameterCount, flops }) => [name, parameterCount, flops]),
      [
        ['conv_1', 2 * 2 * 3 + 3, 7 * 6 * 3 * (2 * 4 + 1)],
        ['activation_1', 0, 7 * 6 * 3],
        ['pool_1', 0, 3 * 3 * 3 * 3],
        ['conv_2', 2 * 2 * 3 * 6 + 6, 3 * 3 * 6 * (2 * 12 + 1)],
        ['activation_2', 0, 3 * 3 * 6],
        ['pool_2', 0, 3 * 6],
        ['flatten', 0, 0],
        ['dense', 6 * 20 + 20, 20 * (2 * 6 + 1)],
        ['dense_activation', 0, 20],
        ['dropout', 0, 0],
        ['output', 20 * 4 + 4, 4 * (2 * 20 + 1)],
        ['softmax', 0, 12],
      ],
    );
    assert.equal(network.parameterCount, 15 + 78 + 140 + 84);
  });

  it('gives each layer of the default network the weights that Keras shows', () => {
    const counts = describeNetwork(defaultParameters)
      .layers.map(({ parameterCount }) => parameterCount)
      .filter(count => count > 0);
    assert.deepEqual(counts, [320, 18_496, 16_010]);
  });

  it('pads an even kernel more at the bottom and right', () => {
    const [conv] = describeNetwork({ ...defaultParameters, kernel_size: 4, padding: 'same' }).layers;
    assert.deepEqual(conv?.type === 'conv2d' && conv.padding, { top: 1, bottom: 2, left: 1, right: 2 });
  });
});
