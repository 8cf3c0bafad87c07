import * as tf from '@tensorflow/tfjs';
import type { ImageFormat } from '../../../src/contract/network';
import type { Parameters } from '../../../src/contract/parameters';
import { compareGradients } from './compareGradients';
import { randomBatch, smallNetwork } from './reference';

/** Beside the pairs in gradients.test.ts: larger kernels, odd and extreme sizes, a single image. */
const networks: readonly (readonly [ImageFormat, images: number, Partial<Parameters>])[] = [
  [{ height: 28, width: 28, classes: 10 }, 3, { kernel_size: 5, num_layers: 2 }],
  [{ height: 22, width: 20, classes: 5 }, 4, { kernel_size: 5, num_layers: 2, padding: 'same', activation_fun: 'gelu' }],
  [{ height: 29, width: 27, classes: 10 }, 3, { kernel_size: 6, num_layers: 3, padding: 'same', activation_fun: 'silu' }],
  [{ height: 16, width: 17, classes: 3 }, 3, { kernel_size: 15, num_layers: 1, activation_fun: 'tanh' }],
  [{ height: 9, width: 8, classes: 3 }, 3, { kernel_size: 15, num_layers: 3, padding: 'same', activation_fun: 'elu' }],
  [{ height: 3, width: 40, classes: 2 }, 3, { kernel_size: 2, num_layers: 1, activation_fun: 'selu' }],
  [{ height: 40, width: 3, classes: 2 }, 3, { kernel_size: 2, num_layers: 1, activation_fun: 'leaky_relu' }],
  [{ height: 2, width: 2, classes: 2 }, 3, { kernel_size: 1, num_layers: 1, activation_fun: 'softplus' }],
  [{ height: 28, width: 28, classes: 10 }, 1, { kernel_size: 3, num_layers: 2, dense_units: 7, dropout: 0.4 }],
  [{ height: 64, width: 64, classes: 10 }, 1, { kernel_size: 3, num_layers: 6, num_filters: 1, padding: 'same' }],
];

describe('gradients against TensorFlow.js at other sizes', () => {
  before(() => tf.setBackend('cpu'));

  for (const [image, images, changed] of networks) {
    const parameters = Object.entries(changed)
      .map(part => part.join(' '))
      .join(', ');
    it(`${images} × ${image.height}×${image.width} pixels, ${image.classes} classes, ${parameters}`, async () => {
      const small = smallNetwork(changed, image);
      await compareGradients(small, randomBatch(small.network, images));
    });
  }
});
