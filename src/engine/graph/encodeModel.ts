/**
 * Writes ONNX models: the messages of onnx.proto that the graph builder uses, field by field. The generated code of onnx_pb.ts could do it as well,
 * but compiles each message's functions when it is first used, which would be a tenth of the time in which a trainer begins.
 */
import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire';

/** A fixed size, or the name of one that is known only when the graph is run. */
export type Dimension = number | string;

export type AttributeValue = { readonly float: number } | number | string | readonly number[];

export interface ModelNode {
  readonly opType: string;
  readonly name: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: Readonly<Record<string, AttributeValue>>;
}

/** A float32 input or output. */
export interface ModelValue {
  readonly name: string;
  readonly shape: readonly Dimension[];
}

export interface ModelTensor {
  readonly name: string;
  readonly shape: readonly number[];
  readonly data: Float32Array | Int32Array | BigInt64Array;
}

export interface Model {
  readonly name: string;
  readonly nodes: readonly ModelNode[];
  /** Tensors that are stored in the model. */
  readonly constants: readonly ModelTensor[];
  readonly inputs: readonly ModelValue[];
  readonly outputs: readonly ModelValue[];
  readonly metadata: Readonly<Record<string, string>>;
}

/** The bytes of an ONNX file; operators are those of opset 17. */
export function encodeModel({ name, nodes, constants, inputs, outputs, metadata }: Model): Uint8Array {
  const writer = new Writer();
  writer.integer(1, 8); // ir_version
  writer.text(2, 'Digits Lab'); // producer_name
  writer.message(7, graph => {
    for (const node of nodes) graph.message(1, to => writeNode(to, node));
    graph.text(2, name);
    for (const tensor of constants) graph.message(5, to => writeTensor(to, tensor));
    for (const value of inputs) graph.message(11, to => writeValue(to, value));
    for (const value of outputs) graph.message(12, to => writeValue(to, value));
  });
  writer.message(8, opset => opset.integer(2, 17)); // opset_import, of the domain ''
  for (const [key, value] of Object.entries(metadata)) {
    writer.message(14, entry => {
      entry.text(1, key);
      entry.text(2, value);
    });
  }
  return writer.finish();
}

/** NodeProto */
function writeNode(to: Writer, { opType, name, inputs, outputs, attributes }: ModelNode): void {
  for (const input of inputs) to.text(1, input);
  for (const output of outputs) to.text(2, output);
  to.text(3, name);
  to.text(4, opType);
  for (const [key, value] of Object.entries(attributes)) to.message(5, attribute => writeAttribute(attribute, key, value));
}

/** AttributeProto; its field 20 is AttributeType. */
function writeAttribute(to: Writer, name: string, value: AttributeValue): void {
  to.text(1, name);
  if (typeof value === 'number') {
    to.integer(3, value);
    to.integer(20, 2);
  } else if (typeof value === 'string') {
    to.text(4, value);
    to.integer(20, 3);
  } else if ('float' in value) {
    to.float(2, value.float);
    to.integer(20, 1);
  } else {
    to.integers(8, value);
    to.integer(20, 7);
  }
}

/** TensorProto; its field 2 is DataType. */
function writeTensor(to: Writer, { name, shape, data }: ModelTensor): void {
  to.integers(1, shape);
  to.integer(2, data instanceof Float32Array ? FLOAT : data instanceof Int32Array ? 6 : 7);
  to.text(8, name);
  to.bytes(9, new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
}

/** ValueInfoProto of a TypeProto.Tensor with its TensorShapeProto */
function writeValue(to: Writer, { name, shape }: ModelValue): void {
  to.text(1, name);
  to.message(2, type =>
    type.message(1, tensor => {
      tensor.integer(1, FLOAT);
      tensor.message(2, dimensions => {
        for (const size of shape) {
          dimensions.message(1, dimension => (typeof size === 'number' ? dimension.integer(1, size) : dimension.text(2, size)));
        }
      });
    }),
  );
}

/** In DataType. */
const FLOAT = 1;

/** Fields of a message, by their numbers. */
class Writer {
  private readonly writer = new BinaryWriter();

  integer(field: number, value: number): void {
    this.writer.tag(field, WireType.Varint).int64(value);
  }

  float(field: number, value: number): void {
    this.writer.tag(field, WireType.Bit32).float(value);
  }

  text(field: number, value: string): void {
    this.writer.tag(field, WireType.LengthDelimited).string(value);
  }

  bytes(field: number, value: Uint8Array): void {
    this.writer.tag(field, WireType.LengthDelimited).bytes(value);
  }

  /** Packed, as proto3 has repeated numbers. */
  integers(field: number, values: readonly number[]): void {
    if (values.length === 0) return;
    this.writer.tag(field, WireType.LengthDelimited).fork();
    for (const value of values) this.writer.int64(value);
    this.writer.join();
  }

  message(field: number, write: (message: this) => void): void {
    this.writer.tag(field, WireType.LengthDelimited).fork();
    write(this);
    this.writer.join();
  }

  finish(): Uint8Array {
    return this.writer.finish();
  }
}
