import { encodeModel, type AttributeValue, type Dimension, type ModelNode, type ModelTensor, type ModelValue } from './encodeModel';

export type { Dimension } from './encodeModel';

/** A tensor of the graph, by its name. */
export type Value = string & { readonly brand: 'Value' };

type Attributes = Readonly<Record<string, AttributeValue>>;

/** Collects ONNX nodes and encodes them as a model. Operators of opset 17; sizes are fixed unless an input says otherwise. */
export class GraphBuilder {
  private readonly nodes: ModelNode[] = [];
  private readonly initializers: ModelTensor[] = [];
  private readonly inputs: ModelValue[] = [];
  private readonly outputs: ModelValue[] = [];
  private readonly constants = new Map<string, Value>();

  /** A float32 input of the graph. */
  input(name: string, shape: readonly Dimension[]): Value {
    this.inputs.push({ name, shape });
    return name as Value;
  }

  /** Makes `value` a float32 output of the graph under a name. */
  output(name: string, value: Value, shape: readonly Dimension[]): void {
    this.nodes.push({ opType: 'Identity', name, inputs: [value], outputs: [name], attributes: {} });
    this.outputs.push({ name, shape });
  }

  /** A tensor stored in the model. */
  constant(data: ModelTensor['data'], shape: readonly number[], name = `constant_${this.initializers.length}`): Value {
    this.initializers.push({ name, shape, data });
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
    const named = Array.from({ length: outputs }, (_, i) => `${name}_${i}`);
    this.nodes.push({ opType, name, inputs, outputs: named, attributes });
    return named as Value[];
  }

  /** The model as the bytes of an ONNX file. */
  encode(name: string, metadata: Readonly<Record<string, string>> = {}): Uint8Array {
    const { nodes, initializers: constants, inputs, outputs } = this;
    return encodeModel({ name, nodes, constants, inputs, outputs, metadata });
  }

  private shared(key: string, make: () => Value): Value {
    const known = this.constants.get(key) ?? make();
    this.constants.set(key, known);
    return known;
  }
}
