import { ParameterError, type ActivationFunction, type Padding, type Parameters } from './parameters';

/** Size of the images of a data set and the number of its classes. */
export interface ImageFormat {
  readonly height: number;
  readonly width: number;
  readonly classes: number;
}

export const mnistFormat: ImageFormat = { height: 28, width: 28, classes: 10 };

interface LayerBase {
  /** Unique in the network: `conv_1`, `output`. */
  readonly name: string;
  /** Without the batch: `[height, width, channels]` or `[units]`. */
  readonly outputShape: readonly number[];
  /** Number of trainable weights and biases. */
  readonly parameterCount: number;
  /** Floating-point operations of one image's forward pass; a multiplication and an addition are two. */
  readonly flops: number;
}

export interface Pad {
  readonly top: number;
  readonly bottom: number;
  readonly left: number;
  readonly right: number;
}

export type Layer =
  | (LayerBase & { readonly type: 'conv2d'; readonly kernelSize: number; readonly filters: number; readonly padding: Pad })
  | (LayerBase & { readonly type: 'activation'; readonly activation: ActivationFunction })
  | (LayerBase & { readonly type: 'maxPooling2d'; readonly poolSize: 2 })
  | (LayerBase & { readonly type: 'flatten' })
  | (LayerBase & { readonly type: 'dense'; readonly units: number })
  | (LayerBase & { readonly type: 'dropout'; readonly rate: number })
  | (LayerBase & { readonly type: 'softmax' });

/** A network as a list of layers, known before anything is trained. */
export interface Network {
  readonly image: ImageFormat;
  readonly layers: readonly Layer[];
  readonly parameterCount: number;
  /** Floating-point operations of one image's forward pass. */
  readonly flopsPerImage: number;
}

/**
 * The layers that the parameters describe: blocks of convolution – activation – max pooling 2×2, flatten, perhaps a hidden dense
 * layer with its activation, dropout, the output layer and softmax.
 * @throws {ParameterError} if the image is too small for the blocks; it names the parameter and what is possible
 */
export function describeNetwork(parameters: Parameters, image: ImageFormat = mnistFormat): Network {
  const layers: Layer[] = [];
  let [height, width, channels] = [image.height, image.width, 1];
  for (let block = 1; block <= parameters.num_layers; block++) {
    const { kernel_size: kernelSize, padding } = parameters;
    const filters = parameters.num_filters * 2 ** (block - 1);
    const pad = padding === 'same' ? samePadding(kernelSize) : { top: 0, bottom: 0, left: 0, right: 0 };
    const convolved = [height + pad.top + pad.bottom - kernelSize + 1, width + pad.left + pad.right - kernelSize + 1] as const;
    if (Math.min(...convolved) < 2) throw tooManyBlocks(parameters, image, block - 1, [height, width]);
    const [convHeight, convWidth] = convolved;
    const positions = convHeight * convWidth;
    const fanIn = kernelSize * kernelSize * channels;
    layers.push(
      {
        type: 'conv2d',
        name: `conv_${block}`,
        kernelSize,
        filters,
        padding: pad,
        outputShape: [convHeight, convWidth, filters],
        parameterCount: (fanIn + 1) * filters,
        flops: (2 * fanIn + 1) * filters * positions,
      },
      activation(`activation_${block}`, parameters.activation_fun, [convHeight, convWidth, filters]),
    );
    [height, width, channels] = [Math.floor(convHeight / 2), Math.floor(convWidth / 2), filters];
    layers.push({
      type: 'maxPooling2d',
      name: `pool_${block}`,
      poolSize: 2,
      outputShape: [height, width, filters],
      parameterCount: 0,
      flops: 3 * height * width * filters,
    });
  }
  let units = height * width * channels;
  layers.push({ type: 'flatten', name: 'flatten', outputShape: [units], parameterCount: 0, flops: 0 });
  const dense = (name: string, outputs: number): void => {
    const parameterCount = (units + 1) * outputs;
    layers.push({ type: 'dense', name, units: outputs, outputShape: [outputs], parameterCount, flops: (2 * units + 1) * outputs });
    units = outputs;
  };
  if (parameters.dense_units > 0) {
    dense('dense', parameters.dense_units);
    layers.push(activation('dense_activation', parameters.activation_fun, [units]));
  }
  if (parameters.dropout > 0) {
    layers.push({ type: 'dropout', name: 'dropout', rate: parameters.dropout, outputShape: [units], parameterCount: 0, flops: 0 });
  }
  dense('output', image.classes);
  layers.push({ type: 'softmax', name: 'softmax', outputShape: [units], parameterCount: 0, flops: 3 * units });
  return {
    image,
    layers,
    parameterCount: layers.reduce((sum, layer) => sum + layer.parameterCount, 0),
    flopsPerImage: layers.reduce((sum, layer) => sum + layer.flops, 0),
  };
}

/** Zeros around an image that keep its size: with an even kernel the odd one goes to the bottom and right, as in TensorFlow. */
function samePadding(kernelSize: number): Pad {
  const before = Math.floor((kernelSize - 1) / 2);
  const after = kernelSize - 1 - before;
  return { top: before, bottom: after, left: before, right: after };
}

function activation(name: string, fun: ActivationFunction, outputShape: readonly number[]): Layer {
  const elements = outputShape.reduce((product, size) => product * size, 1);
  return { type: 'activation', name, activation: fun, outputShape, parameterCount: 0, flops: elements };
}

function tooManyBlocks(
  parameters: Parameters,
  image: ImageFormat,
  possible: number,
  [height, width]: readonly [number, number],
): ParameterError {
  const { kernel_size: kernelSize, num_layers: blocks, padding } = parameters;
  const on = `images of ${image.height}×${image.width} pixels, kernel_size ${kernelSize} and padding ${padding}`;
  const padded = possibleBlocks(image, kernelSize, 'same');
  const paddedInstead = padded >= blocks ? ', or padding same' : '';
  if (possible === 0 && padded > 0) {
    const fitting = Math.min(blocks, padded);
    let largest = kernelSize - 1;
    while (possibleBlocks(image, largest, padding) < fitting) largest--;
    const few = fitting < blocks ? ` with num_layers at most ${fitting}` : '';
    return new ParameterError('kernel_size', kernelSize, `too large for ${on}; possible is at most ${largest}${few}${paddedInstead}.`);
  }
  const hint = paddedInstead || (padded > possible ? `, or ${padded} with padding same` : '');
  return new ParameterError(
    'num_layers',
    blocks,
    `too many blocks for ${on}: after ${possible} of them ${height}×${width} pixels are left, too few for another; possible is at most ${possible}${hint}.`,
  );
}

/** How many blocks leave at least one pixel. */
function possibleBlocks({ height, width }: ImageFormat, kernelSize: number, padding: Padding): number {
  const convolved = (size: number): number => (padding === 'same' ? size : size - kernelSize + 1);
  let blocks = 0;
  for (let size = Math.min(height, width); convolved(size) >= 2; blocks++) size = Math.floor(convolved(size) / 2);
  return blocks;
}
