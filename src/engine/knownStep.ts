import { describeNetwork } from '../contract/network';
import { defaultParameters } from '../contract/parameters';
import type { ExpectedStep } from './checkKnownStep';

/** One training step small enough to cost nothing, in which everything is fixed. Its two blocks have all operators of a convolution. */
const network = describeNetwork({ ...defaultParameters, num_filters: 2, num_layers: 2, dropout: 0 }, { height: 10, width: 10, classes: 3 });
/** Pixels of an image. */
const PIXELS = network.image.height * network.image.width;

export const checkedStep = {
  network,
  weights: Float32Array.from({ length: network.parameterCount }, (_, i) => (((i * 37) % 19) - 6) / 20),
  images: Uint8Array.from({ length: 4 * PIXELS }, (_, i) => (i * 53) % 256),
  labels: Uint8Array.from([0, 1, 2, 1]),
} as const;

/** What TensorFlow.js computes for it; a test computes it anew. Gradients in the order of the weights. */
export const expectedStep: ExpectedStep = {
  loss: 1.198935,
  // prettier-ignore
  gradients: [
    0.064112, 0.04378, 0.089157, 0.079104, 0.086026, 0.095135, 0.072618, 0.054982, 0.097663, 0.085761, 0.043431, 0.024774,
    0.081124, 0.072817, 0.077992, 0.088848, 0.010126, 0.019175, 0.120501, 0.094305, 0.015123, 0.014604, 0.013599, 0.013599,
    0.017501, 0.017736, 0.017746, 0.017746, 0.006455, 0.008074, 0.008239, 0.008239, 0.011642, 0.010106, 0.008854, 0.008854,
    0.015298, 0.01426, 0.015174, 0.015174, 0.017447, 0.018058, 0.019742, 0.019742, 0.013649, 0.011726, 0.009208, 0.009208,
    0.017443, 0.017028, 0.01578, 0.01578, 0.007403, 0.009022, 0.011689, 0.011689, 0.00945, 0.010799, 0.012365, 0.012365,
    0.015939, 0.014948, 0.013561, 0.013561, 0.019986, 0.017737, 0.017328, 0.017328, 0.009878, 0.00672, 0.005212, 0.005212,
    0.0157, 0.012864, 0.010778, 0.010778, 0.011283, 0.01342, 0.015344, 0.015344, 0.01211, 0.015237, 0.017446, 0.017446,
    0.013464, 0.011541, 0.008906, 0.008906, 0.017637, 0.017222, 0.015362, 0.015362, 0.017464, 0.017464, 0.017464, 0.017464,
    0.701729, -0.490691, -0.211037, 0.670763, -0.461171, -0.209592, 0.665114, -0.477605, -0.187509, 0.688408, -0.489689, -0.198719,
    0.273601, -0.197923, -0.075678,
  ],
};
