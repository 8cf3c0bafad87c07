import assert from 'node:assert/strict';
import { describeNetwork } from '../../../src/contract/network';
import { defaultParameters, paddings, ParameterError } from '../../../src/contract/parameters';

describe('describeNetwork', () => {
  it('gives the Keras MNIST example at defaults', () => {
    const network = describeNetwork(defaultParameters);
    assert.equal(network.parameterCount, 34_826);
    const shapes = network.layers
      .filter(({ type }) => type !== 'activation' && type !== 'dropout')
      .map(({ outputShape }) => outputShape.join('×'));
    assert.deepEqual(shapes, ['26×26×32', '13×13×32', '11×11×64', '5×5×64', '1600', '10', '10']);
  });

  it('counts two operations for a multiplication with its addition', () => {
    const conv = describeNetwork({ ...defaultParameters, num_filters: 2 }).layers[0]!;
    assert.equal(conv.flops, 26 * 26 * 2 * (2 * 9 + 1));
  });

  it('refuses what cannot be built, and what it calls possible can be', () => {
    let refused = 0;
    for (const padding of paddings) {
      for (let kernel_size = 1; kernel_size <= 15; kernel_size++) {
        for (let num_layers = 1; num_layers <= 6; num_layers++) {
          const parameters = { ...defaultParameters, num_filters: 1, padding, kernel_size, num_layers };
          try {
            describeNetwork(parameters);
          } catch (error) {
            refused++;
            assert.ok(error instanceof ParameterError);
            assert.equal(error.parameter, 'num_layers');
            assert.match(error.message, new RegExp(`^num_layers = ${num_layers}: `));
            const possible = Number(/possible is at most (\d)/.exec(error.message)![1]);
            assert.ok(possible >= 1 && possible < num_layers);
            describeNetwork({ ...parameters, num_layers: possible });
            assert.throws(() => describeNetwork({ ...parameters, num_layers: possible + 1 }));
          }
        }
      }
    }
    assert.ok(refused > 50);
  });

  it('refuses a kernel that is larger than the image', () => {
    const tiny = { height: 8, width: 9, classes: 2 };
    assert.throws(() => describeNetwork({ ...defaultParameters, kernel_size: 9, num_layers: 1 }, tiny), /kernel_size = 9: .* at most 7/);
    describeNetwork({ ...defaultParameters, kernel_size: 7, num_layers: 1 }, tiny);
  });
});
