import assert from 'node:assert/strict';
import * as tf from '@tensorflow/tfjs';
import { activationFunctions, paddings, type Parameters } from '../../../src/contract/parameters';
import type { ImageFormat } from '../../../src/contract/network';
import { allPairs, pairsOf, pairwise } from './pairwise';
import { randomBatch, referenceLoss, smallNetwork, variables, type Batch } from './reference';
import { openShard, relativeError, runShard } from './shard';

const factors = {
  activation_fun: activationFunctions,
  padding: paddings,
  kernel_size: [1, 2, 3, 4],
  num_layers: [1, 2, 3],
  dense_units: [0, 7],
  dropout: [0, 0.4],
};
const image: ImageFormat = { height: 32, width: 30, classes: 5 };

describe('gradients against TensorFlow.js', () => {
  before(() => tf.setBackend('cpu'));

  const combinations = pairwise(factors);
  it('cover every pair of levels', () => {
    const covered = new Set(combinations.flatMap(pairsOf));
    assert.deepEqual(
      allPairs(factors).filter(pair => !covered.has(pair)),
      [],
    );
  });

  for (const [i, combination] of combinations.entries()) {
    it(
      Object.entries(combination)
        .map(part => part.join(' '))
        .join(', '),
      () => compare(combination, image, i),
    );
  }

  describe('where the values of a pooling window are equal', () => {
    for (const activation_fun of activationFunctions) {
      it(`${activation_fun}, an all-black image`, () =>
        compare({ activation_fun, num_layers: 2 }, image, 0, batch => batch.images.fill(0)));
      it(`${activation_fun}, padded and all grey`, () =>
        compare({ activation_fun, num_layers: 2, padding: 'same' }, image, 0, batch => batch.images.fill(130)));
    }
  });

  it('of a shard that is not full are those of its images', async () => {
    const { network, tensors, weights } = smallNetwork({ dropout: 0.4 }, image);
    const batch = randomBatch(network, 2);
    const [full, partial] = [await openShard(network, tensors, 2), await openShard(network, tensors, 5)];
    const losses = [await runShard(full, weights, batch), await runShard(partial, weights, batch)];
    assert.ok(Math.abs(losses[0]! - losses[1]!) < 1e-6, `losses ${losses.join(' and ')}`);
    assert.ok(relativeError(partial.gradients, full.gradients) < 1e-6);
  });
});

async function compare(
  changed: Partial<Parameters>,
  format: ImageFormat,
  seed: number,
  alter: (batch: Batch) => void = () => undefined,
): Promise<void> {
  const { network, tensors, weights } = smallNetwork(changed, format);
  const batch = randomBatch(network, 3, seed);
  alter(batch);
  const shard = await openShard(network, tensors, 3);
  const loss = await runShard(shard, weights, batch);
  const expected = variables(tensors, weights);
  const { value, grads } = tf.variableGrads(() => referenceLoss(network, expected, batch), expected);
  const expectedLoss = value.dataSync()[0]!;
  assert.ok(Math.abs(loss - expectedLoss) <= 1e-4 * Math.abs(expectedLoss), `loss ${loss}, TensorFlow.js has ${expectedLoss}`);
  for (const [i, { name, offset, length }] of tensors.entries()) {
    const error = relativeError(shard.gradients.subarray(offset, offset + length), grads[expected[i]!.name]!.dataSync());
    assert.ok(error <= 1e-4, `the gradient of ${name} differs by ${error}`);
  }
  tf.disposeVariables();
}
