import * as tf from '@tensorflow/tfjs';
import type { ImageFormat } from '../../../src/contract/network';
import { paddings, type Parameters } from '../../../src/contract/parameters';
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
  // Winograd's tiles beside the edges of what they read, in every depth that an image has room for.
  ...threeByThree(27, 28, { valid: [2, 3], same: [2, 3, 4] }),
  ...threeByThree(28, 27, { valid: [2, 3], same: [2, 3, 4] }),
  ...threeByThree(8, 8, { valid: [1], same: [2, 3] }),
  ...threeByThree(14, 11, { valid: [2], same: [2, 3] }),
  ...threeByThree(64, 64, { valid: [2, 4], same: [4] }),
];

function threeByThree(height: number, width: number, depths: Readonly<Record<Parameters['padding'], readonly number[]>>): typeof networks {
  return paddings.flatMap(padding =>
    depths[padding].map(num_layers => [{ height, width, classes: 3 }, 2, { kernel_size: 3, num_layers, num_filters: 3, padding }] as const),
  );
}

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
