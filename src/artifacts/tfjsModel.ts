import type { Layer, Network } from '../contract/network';
import type { ActivationFunction } from '../contract/parameters';
import type { WeightTensor } from '../contract/weights';

interface KerasLayer {
  readonly class_name: string;
  readonly config: Readonly<Record<string, unknown>>;
}

/**
 * The network as a TensorFlow.js layers model: what `model.json` holds; the weights are all tensors one after another in `weights.bin`.
 * Input `[n, height, width, 1]` scaled to 0–1, output class probabilities `[n, classes]`.
 */
export function tfjsLayersModel(network: Network, tensors: readonly WeightTensor[], generatedBy: string): object {
  const { height, width } = network.image;
  const layers = network.layers.map(layer => kerasLayer(layer));
  const input = { batch_input_shape: [null, height, width, 1], dtype: 'float32' };
  const [first, ...others] = layers;
  return {
    format: 'layers-model',
    generatedBy,
    convertedBy: null,
    modelTopology: {
      keras_version: '2.15.0',
      backend: 'tensor_flow.js',
      class_name: 'Sequential',
      config: { name: 'digits_cnn', layers: [{ ...first!, config: { ...first!.config, ...input } }, ...others] },
    },
    weightsManifest: [{ paths: ['weights.bin'], weights: tensors.map(({ name, shape }) => ({ name, shape, dtype: 'float32' })) }],
  };
}

function kerasLayer(layer: Layer): KerasLayer {
  const config = { name: layer.name, trainable: true };
  switch (layer.type) {
    case 'conv2d': {
      const { top, bottom, left, right } = layer.padding;
      const padding = top + bottom + left + right > 0 ? 'same' : 'valid';
      const kernel = { kernel_size: [layer.kernelSize, layer.kernelSize], strides: [1, 1], data_format: 'channels_last' };
      return {
        class_name: 'Conv2D',
        config: { ...config, ...kernel, filters: layer.filters, padding, activation: 'linear', use_bias: true },
      };
    }
    case 'activation':
      return layer.activation === 'leaky_relu'
        ? { class_name: 'LeakyReLU', config: { ...config, alpha: 0.2 } }
        : { class_name: 'Activation', config: { ...config, activation: tfjsNames[layer.activation] ?? layer.activation } };
    case 'maxPooling2d': {
      const size = [layer.poolSize, layer.poolSize];
      return {
        class_name: 'MaxPooling2D',
        config: { ...config, pool_size: size, strides: size, padding: 'valid', data_format: 'channels_last' },
      };
    }
    case 'flatten':
      return { class_name: 'Flatten', config };
    case 'dense':
      return { class_name: 'Dense', config: { ...config, units: layer.units, activation: 'linear', use_bias: true } };
    case 'dropout':
      return { class_name: 'Dropout', config: { ...config, rate: layer.rate } };
    case 'softmax':
      return { class_name: 'Activation', config: { ...config, activation: 'softmax' } };
  }
}

/** Where TensorFlow.js has another name for an activation function. */
const tfjsNames: Partial<Record<ActivationFunction, string>> = { silu: 'swish' };
