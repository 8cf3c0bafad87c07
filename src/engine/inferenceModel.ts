import type { Layer, Network } from '../contract/network';
import type { ActivationFunction } from '../contract/parameters';
import { weightTensors } from '../contract/weights';
import { GraphBuilder, type Value } from './graph/graphBuilder';
import { activations } from './graph/ops/activations';

/**
 * The trained network as an ONNX model of ordinary layers: float32 `images` `[batch, 1, height, width]` scaled to 0–1, any batch size, to
 * class `probabilities` `[batch, classes]`.
 * @param weights all tensors in the order of weightTensors()
 * @param metadata for a reader who has nothing but the file
 */
export function inferenceModel(network: Network, weights: Float32Array, metadata: Readonly<Record<string, string>>): Uint8Array {
  const builder = new GraphBuilder();
  const { height, width, classes } = network.image;
  let x = builder.input('images', ['batch', 1, height, width]);
  const tensors = new Map(weightTensors(network).map(tensor => [tensor.name, tensor]));
  const constant = (name: string, transposed?: (tensor: Float32Array, shape: readonly number[]) => [Float32Array, number[]]): Value => {
    const { shape, offset, length } = tensors.get(name)!;
    const data = weights.slice(offset, offset + length);
    const [values, dims] = transposed ? transposed(data, shape) : [data, [...shape]];
    return builder.constant(values, dims, name);
  };
  for (const layer of network.layers) x = append(builder, layer, x, constant);
  builder.output('probabilities', x, ['batch', classes]);
  return builder.encode('digits_cnn', metadata);
}

type Constant = (name: string, transposed?: (tensor: Float32Array, shape: readonly number[]) => [Float32Array, number[]]) => Value;

function append(builder: GraphBuilder, layer: Layer, x: Value, constant: Constant): Value {
  switch (layer.type) {
    case 'conv2d': {
      const { top, left, bottom, right } = layer.padding;
      const inputs = [x, constant(`${layer.name}/kernel`, outputFirst), constant(`${layer.name}/bias`)];
      return builder.node('Conv', inputs, { kernel_shape: [layer.kernelSize, layer.kernelSize], pads: [top, left, bottom, right] });
    }
    case 'activation':
      return activate(builder, layer.activation, x);
    case 'maxPooling2d':
      return builder.node('MaxPool', [x], { kernel_shape: [layer.poolSize, layer.poolSize], strides: [layer.poolSize, layer.poolSize] });
    case 'flatten':
      // Keras flattens with the channels last.
      return builder.node('Flatten', [builder.node('Transpose', [x], { perm: [0, 2, 3, 1] })], { axis: 1 });
    case 'dense':
      return builder.node('Gemm', [x, constant(`${layer.name}/kernel`), constant(`${layer.name}/bias`)]);
    case 'dropout':
      return x;
    case 'softmax':
      return builder.node('Softmax', [x], { axis: -1 });
  }
}

/** The forward nodes of the operator that the network was trained with. */
function activate(builder: GraphBuilder, activation: ActivationFunction, x: Value): Value {
  return activations[activation].operator.forward(builder, [x], { shapes: [[0, 0]], attributes: undefined }).output;
}

/** `[height, width, in, out]`, as Keras has it, to `[out, in, height, width]`, as ONNX does. */
function outputFirst(kernel: Float32Array, [height, width, inputs, outputs]: readonly number[]): [Float32Array, number[]] {
  const shape = [outputs!, inputs!, height!, width!];
  const result = new Float32Array(kernel.length);
  let at = 0;
  for (let o = 0; o < outputs!; o++) {
    for (let i = 0; i < inputs!; i++) {
      for (let p = 0; p < height! * width!; p++) result[at++] = kernel[(p * inputs! + i) * outputs! + o]!;
    }
  }
  return [result, shape];
}
