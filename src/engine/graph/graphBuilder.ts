import { create, toBinary } from '@bufbuild/protobuf';
import {
  AttributeProto_AttributeType as AttributeType,
  AttributeProtoSchema,
  GraphProtoSchema,
  ModelProtoSchema,
  NodeProtoSchema,
  TensorProto_DataType as DataType,
  TensorProtoSchema,
  ValueInfoProtoSchema,
  type AttributeProto,
  type NodeProto,
  type TensorProto,
  type ValueInfoProto,
} from './onnx_pb';

/** A tensor of the graph, by its name. */
export type Value = string & { readonly brand: 'Value' };

/** A fixed size, or the name of one that is known only when the graph is run. */
export type Dimension = number | string;

type Attributes = Readonly<Record<string, AttributeValue>>;
type AttributeValue = { readonly float: number } | number | string | readonly number[];
type ConstantData = Float32Array | Int32Array | BigInt64Array;

/** Collects ONNX nodes and encodes them as a model. Operators of opset 17; sizes are fixed unless an input says otherwise. */
export class GraphBuilder {
  private readonly nodes: NodeProto[] = [];
  private readonly initializers: TensorProto[] = [];
  private readonly inputs: ValueInfoProto[] = [];
  private readonly outputs: ValueInfoProto[] = [];
  private readonly constants = new Map<string, Value>();

  /** A float32 input of the graph. */
  input(name: string, shape: readonly Dimension[]): Value {
    this.inputs.push(floatTensor(name, shape));
    return name as Value;
  }

  /** Makes `value` a float32 output of the graph under a name. */
  output(name: string, value: Value, shape: readonly Dimension[]): void {
    this.nodes.push(create(NodeProtoSchema, { opType: 'Identity', input: [value], output: [name], name }));
    this.outputs.push(floatTensor(name, shape));
  }

  /** A tensor stored in the model. */
  constant(data: ConstantData, shape: readonly number[], name = `constant_${this.initializers.length}`): Value {
    const rawData = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
    this.initializers.push(create(TensorProtoSchema, { name, dims: shape.map(BigInt), dataType: dataTypeOf(data), rawData }));
    return name as Value;
  }

  /** A float32 scalar. */
  scalar(value: number): Value {
    return this.shared(`scalar ${value}`, () => this.constant(new Float32Array([value]), []));
  }

  /** A list of int64, as operators take their shapes and axes. */
  integers(values: readonly number[]): Value {
    return this.shared(`integers ${values.join()}`, () => this.constant(new BigInt64Array(values.map(BigInt)), [values.length]));
  }

  /** The first output of a new node. */
  node(opType: string, inputs: readonly Value[], attributes: Attributes = {}): Value {
    return this.split(opType, inputs, 1, attributes)[0] as Value;
  }

  /** All outputs of a new node that has several. */
  split(opType: string, inputs: readonly Value[], outputs: number, attributes: Attributes = {}): Value[] {
    const name = `${opType}_${this.nodes.length}`;
    const output = Array.from({ length: outputs }, (_, i) => `${name}_${i}`);
    const attribute = Object.entries(attributes).map(([key, value]) => encodeAttribute(key, value));
    this.nodes.push(create(NodeProtoSchema, { opType, name, input: [...inputs], output, attribute }));
    return output as Value[];
  }

  /** The model as the bytes of an ONNX file. */
  encode(name: string, metadata: Readonly<Record<string, string>> = {}): Uint8Array {
    const model = create(ModelProtoSchema, {
      irVersion: 8n,
      producerName: 'Digits Lab',
      opsetImport: [{ domain: '', version: 17n }],
      metadataProps: Object.entries(metadata).map(([key, value]) => ({ key, value })),
      graph: create(GraphProtoSchema, { name, node: this.nodes, initializer: this.initializers, input: this.inputs, output: this.outputs }),
    });
    return toBinary(ModelProtoSchema, model);
  }

  private shared(key: string, make: () => Value): Value {
    const known = this.constants.get(key) ?? make();
    this.constants.set(key, known);
    return known;
  }
}

function floatTensor(name: string, shape: readonly Dimension[]): ValueInfoProto {
  const dim = shape.map(size => ({
    value: typeof size === 'number' ? { case: 'dimValue' as const, value: BigInt(size) } : { case: 'dimParam' as const, value: size },
  }));
  return create(ValueInfoProtoSchema, {
    name,
    type: { value: { case: 'tensorType', value: { elemType: DataType.FLOAT, shape: { dim } } } },
  });
}

function dataTypeOf(data: ConstantData): DataType {
  if (data instanceof Float32Array) return DataType.FLOAT;
  return data instanceof Int32Array ? DataType.INT32 : DataType.INT64;
}

function encodeAttribute(name: string, value: AttributeValue): AttributeProto {
  if (typeof value === 'number') return create(AttributeProtoSchema, { name, type: AttributeType.INT, i: BigInt(value) });
  if (typeof value === 'string')
    return create(AttributeProtoSchema, { name, type: AttributeType.STRING, s: new TextEncoder().encode(value) });
  if ('float' in value) return create(AttributeProtoSchema, { name, type: AttributeType.FLOAT, f: value.float });
  return create(AttributeProtoSchema, { name, type: AttributeType.INTS, ints: value.map(BigInt) });
}
