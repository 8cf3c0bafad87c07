import { fromBinary } from '@bufbuild/protobuf';
import type { Tensor, Tensor2D, Tensor4D } from '@tensorflow/tfjs';
import type { ImageFormat } from '../../contract/network';
import { messageOf } from '../../util/messageOf';
import { ModelProtoSchema, TensorProto_DataType, type GraphProto, type NodeProto, type TensorProto } from '../graph/onnx_pb';
import { scaledPixels } from '../modelFile';
import { EngineError } from '../runtime';
import type { TensorFlow } from './loadTensorFlow';

/**
 * A tensor of the model. Of ONNX's layout `[n, channels, height, width]` the channels are kept last in memory, as TensorFlow's operations for
 * processors have it.
 */
interface Value {
  readonly tensor: Tensor;
  readonly isImage: boolean;
}

/** A model as inferenceModel.ts writes it, computed by TensorFlow. It knows the operators that are in such a model, and refuses others. */
export class OnnxModel {
  private constructor(
    private readonly tf: TensorFlow,
    private readonly graph: GraphProto,
    private readonly constants: ReadonlyMap<string, Tensor>,
    private readonly onnxFile: string,
  ) {}

  /** @throws {EngineError} if the bytes are no such model */
  static open(tf: TensorFlow, bytes: Uint8Array, onnxFile: string): OnnxModel {
    const constants = new Map<string, Tensor>();
    try {
      const { graph } = fromBinary(ModelProtoSchema, bytes);
      if (!graph) throw new Error('it has no graph.');
      const unknown = graph.node.find(({ opType, domain }) => domain !== '' || !(opType in operators));
      if (unknown) throw new Error(`it has the operator ${unknown.opType}, which no model of Digits Lab has.`);
      for (const initializer of graph.initializer) constants.set(initializer.name, constantOf(tf, initializer));
      return new OnnxModel(tf, graph, constants, onnxFile);
    } catch (error) {
      for (const tensor of constants.values()) tensor.dispose();
      throw new EngineError(`${onnxFile}: TensorFlow cannot compute this model: ${messageOf(error)}`, { cause: error });
    }
  }

  /**
   * Class probabilities `[n, classes]` of images `[n, height · width]`.
   * @throws {EngineError} if it is no model for such images and classes
   */
  predict({ height, width, classes }: ImageFormat, images: Uint8Array): Float32Array {
    const { tf, graph, constants, onnxFile } = this;
    const n = images.length / (height * width);
    try {
      return tf.tidy(() => {
        const values = new Map<string, Value>();
        for (const [name, tensor] of constants) values.set(name, { tensor, isImage: false });
        values.set('images', { tensor: tf.tensor4d(scaledPixels(images), [n, height, width, 1]), isImage: true });
        const valueOf = (name: string): Value => {
          const value = values.get(name);
          if (!value) throw new Error(`"${name}" is not computed before it is used.`);
          return value;
        };
        for (const node of graph.node)
          values.set(node.output[0] ?? '', operators[node.opType]!({ tf, node, inputs: node.input.map(valueOf) }));
        const { tensor } = valueOf('probabilities');
        if (tensor.shape.join() !== `${n},${classes}`) throw new Error(`it gives no probability for each of ${classes} classes.`);
        return tensor.dataSync<'float32'>();
      });
    } catch (error) {
      throw new EngineError(`${onnxFile}: TensorFlow cannot compute this model: ${messageOf(error)}`, { cause: error });
    }
  }

  /** Frees its weights. */
  close(): void {
    for (const tensor of this.constants.values()) tensor.dispose();
  }
}

interface Call {
  readonly tf: TensorFlow;
  readonly node: NodeProto;
  readonly inputs: readonly Value[];
}

/** What each operator computes, for the attributes that inferenceModel.ts gives it. @throws {Error} for others */
const operators: Readonly<Record<string, (call: Call) => Value>> = {
  Conv({ tf, node, inputs: [x, kernel, bias] }) {
    const [top, left, bottom, right] = integers(node, 'pads') as [number, number, number, number];
    const padded =
      top + left + bottom + right > 0
        ? tf.pad4d(image(x), [
            [0, 0],
            [top, bottom],
            [left, right],
            [0, 0],
          ])
        : image(x);
    const filter = tf.transpose(plain(kernel) as Tensor4D, [2, 3, 1, 0]);
    return { tensor: tf.conv2d(padded, filter, 1, 'valid').add(plain(bias)), isImage: true };
  },
  MaxPool({ tf, node, inputs: [x] }) {
    const [size, strides] = [integers(node, 'kernel_shape'), integers(node, 'strides')] as [[number, number], [number, number]];
    return { tensor: tf.maxPool(image(x), size, strides, 'valid'), isImage: true };
  },
  Transpose({ node, inputs: [x] }) {
    if (integers(node, 'perm').join() !== '0,2,3,1') throw new Error('it transposes otherwise than before flattening.');
    return { tensor: image(x), isImage: false };
  },
  Flatten({ node, inputs: [x] }) {
    const axis = Number(attribute(node, 'axis')?.i ?? 1n);
    if (axis !== 1) throw new Error(`it flattens from axis ${axis}.`);
    const tensor = plain(x);
    return { tensor: tensor.reshape([tensor.shape[0], -1]), isImage: false };
  },
  Gemm({ tf, node, inputs: [x, weights, bias] }) {
    if (node.attribute.length > 0) throw new Error('it has a Gemm that is more than a product and a bias.');
    return { tensor: tf.matMul(plain(x) as Tensor2D, plain(weights) as Tensor2D).add(plain(bias)), isImage: false };
  },
  Softmax: ({ tf, inputs: [x] }) => ({ tensor: tf.softmax(plain(x)), isImage: false }),
  Identity: ({ inputs: [x] }) => needed(x),
  Relu: elementwise((tf, x) => tf.relu(x)),
  Sigmoid: elementwise((tf, x) => tf.sigmoid(x)),
  Tanh: elementwise((tf, x) => tf.tanh(x)),
  Elu: elementwise((tf, x) => tf.elu(x)),
  Selu: elementwise((tf, x) => tf.selu(x)),
  Softplus: elementwise((tf, x) => tf.softplus(x)),
  Erf: elementwise((tf, x) => tf.erf(x)),
  LeakyRelu: elementwise((tf, x, node) => tf.leakyRelu(x, attribute(node, 'alpha')?.f ?? 0.01)),
  Mul: ofTwo((a, b) => a.mul(b)),
  Add: ofTwo((a, b) => a.add(b)),
};

function elementwise(compute: (tf: TensorFlow, x: Tensor, node: NodeProto) => Tensor): (call: Call) => Value {
  return ({ tf, node, inputs: [x] }) => ({ tensor: compute(tf, needed(x).tensor, node), isImage: needed(x).isImage });
}

/** Of two tensors of one layout, or one and a scalar. */
function ofTwo(compute: (a: Tensor, b: Tensor) => Tensor): (call: Call) => Value {
  return ({ inputs: [first, second] }) => {
    const [a, b] = [needed(first), needed(second)];
    if (a.isImage !== b.isImage && a.tensor.rank > 0 && b.tensor.rank > 0) throw new Error('it joins tensors of different layouts.');
    return { tensor: compute(a.tensor, b.tensor), isImage: a.isImage || b.isImage };
  };
}

function needed(value: Value | undefined): Value {
  if (!value) throw new Error('an operator lacks an input.');
  return value;
}

function image(value: Value | undefined): Tensor4D {
  const { tensor, isImage } = needed(value);
  if (!isImage) throw new Error('an operator on images is given something else.');
  return tensor as Tensor4D;
}

function plain(value: Value | undefined): Tensor {
  const { tensor, isImage } = needed(value);
  if (isImage) throw new Error('an operator on rows is given images.');
  return tensor;
}

function attribute(node: NodeProto, name: string): NodeProto['attribute'][number] | undefined {
  return node.attribute.find(one => one.name === name);
}

function integers(node: NodeProto, name: string): number[] {
  return attribute(node, name)?.ints.map(Number) ?? [];
}

/** A float32 tensor that is stored in the model. */
function constantOf(tf: TensorFlow, { name, dims, dataType, rawData }: TensorProto): Tensor {
  const float32: number = TensorProto_DataType.FLOAT;
  if (dataType !== float32) throw new Error(`"${name}" does not hold float32.`);
  // A copy begins at a multiple of four, as an array of float32 must.
  return tf.tensor(new Float32Array(new Uint8Array(rawData).buffer), dims.map(Number));
}
