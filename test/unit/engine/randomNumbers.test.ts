import assert from 'node:assert/strict';
import { describeNetwork } from '../../../src/contract/network';
import { defaultParameters } from '../../../src/contract/parameters';
import { dropoutBatchKey, fillDropoutMask } from '../../../src/engine/dropoutMask';
import { weightTensors } from '../../../src/contract/weights';
import { initialWeights } from '../../../src/engine/weights';

describe('initial weights', () => {
  const tensors = weightTensors(describeNetwork(defaultParameters));
  const weights = initialWeights(tensors, 0);
  const part = (name: string): Float32Array => {
    const { offset, length } = tensors.find(tensor => tensor.name === name)!;
    return weights.slice(offset, offset + length);
  };

  it('are Glorot uniform kernels and zero biases', () => {
    for (const { name, shape } of tensors) {
      const values = part(name);
      if (name.endsWith('bias'))
        assert.ok(
          values.every(value => value === 0),
          name,
        );
      else {
        const field = shape.length === 4 ? 9 : 1;
        const limit = Math.sqrt(6 / (field * (shape.at(-2)! + shape.at(-1)!)));
        const largest = values.reduce((a, b) => Math.max(a, Math.abs(b)), 0);
        assert.ok(largest <= limit && largest > 0.97 * limit, `${name}: ${largest}, limit ${limit}`);
        const variance = values.reduce((a, b) => a + b * b, 0) / values.length;
        assert.ok(Math.abs(variance / (limit ** 2 / 3) - 1) < 0.2, `${name}: variance ${variance}`);
      }
    }
  });

  it('come from the seed', () => {
    assert.deepEqual(initialWeights(tensors, 0), weights);
    assert.notDeepEqual(initialWeights(tensors, 1), weights);
  });

  it('of a layer do not change with the layers around it', () => {
    const deeper = weightTensors(describeNetwork({ ...defaultParameters, dense_units: 20 }));
    const conv = deeper.find(tensor => tensor.name === 'conv_2/kernel')!;
    const others = initialWeights(deeper, 0);
    assert.deepEqual(others.slice(conv.offset, conv.offset + conv.length), part('conv_2/kernel'));
  });
});

describe('dropout masks', () => {
  const mask = (rate: number, units: number, image = 0): Float32Array => {
    const row = new Float32Array(units).fill(NaN);
    fillDropoutMask(row, rate, dropoutBatchKey(0, 1, 2), image);
    return row;
  };

  for (const rate of [0.1, 0.5, 0.9]) {
    it(`drop a share of ${rate} and scale the rest`, () => {
      const row = mask(rate, 20_001);
      const dropped = row.filter(value => value === 0).length;
      assert.ok(row.every(value => value === 0 || value === Math.fround(1 / (1 - rate))));
      // Six standard deviations of a binomial.
      assert.ok(Math.abs(dropped - rate * row.length) < 6 * Math.sqrt(row.length * rate * (1 - rate)), `${dropped} dropped`);
    });
  }

  it('are the same for the same image of the same step, and different for others', () => {
    assert.deepEqual(mask(0.5, 64), mask(0.5, 64));
    assert.notDeepEqual(mask(0.5, 64, 1), mask(0.5, 64, 0));
    assert.notDeepEqual(dropoutBatchKey(0, 1, 3), dropoutBatchKey(0, 1, 2));
    assert.notDeepEqual(dropoutBatchKey(1, 1, 2), dropoutBatchKey(0, 1, 2));
  });
});
