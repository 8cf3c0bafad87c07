import type { GraphBuilder, Value } from './graphBuilder';

/**
 * One kind of layer arithmetic: how large its result is, the ONNX nodes that compute it, and those that carry a gradient back.
 * Every tensor here is a matrix; each operator says what its rows stand for.
 */
export interface Operator<Arity extends 1 | 2 | 3 | 4, Attributes = undefined> {
  readonly name: string;
  /** Of the output. Throws if the inputs do not fit. */
  shape(inputs: Tuple<Shape, Arity>, attributes: Attributes): Shape;
  forward(builder: GraphBuilder, inputs: Tuple<Value, Arity>, context: ForwardContext<Arity, Attributes>): Forward;
  /** For each input the gradient with respect to it; undefined where none flows or none is needed. */
  gradient(builder: GraphBuilder, context: GradientContext<Arity, Attributes>): Tuple<Gradient | undefined, Arity>;
}

export type Shape = readonly [rows: number, columns: number];

/** As many values as an operator has inputs. */
export type Tuple<T, Arity> = Arity extends 1
  ? readonly [T]
  : Arity extends 2
    ? readonly [T, T]
    : Arity extends 3
      ? readonly [T, T, T]
      : readonly [T, T, T, T];

/**
 * A gradient: its nodes, or what emits them when all others are there. Those of weights come last, since nothing waits for them, and what comes
 * before them is still in the cache for what follows it. Given what was found of the same gradient before, it adds to that.
 */
export type Gradient = Value | ((before: Value | undefined) => Value);

export interface ForwardContext<Arity, Attributes> {
  readonly shapes: Tuple<Shape, Arity>;
  readonly attributes: Attributes;
}

export interface Forward {
  readonly output: Value;
  /** What the gradient wants to use again. */
  readonly saved?: readonly Value[];
}

export interface GradientContext<Arity, Attributes> extends ForwardContext<Arity, Attributes> {
  readonly inputs: Tuple<Value, Arity>;
  readonly output: Value;
  readonly saved: readonly Value[];
  readonly outputGradient: Value;
  /** Which inputs lead to something that is differentiated. */
  readonly needed: Tuple<boolean, Arity>;
}

/** An operator applied to expressions, or a leaf that the graph is fed with. */
export type Expression = Leaf | Application;

export interface Leaf {
  readonly leaf: string;
  readonly shape: Shape;
}

export interface Application {
  readonly operator: Operator<4, unknown>;
  readonly attributes: unknown;
  readonly inputs: readonly Expression[];
  readonly shape: Shape;
}

/** What the graph is fed with under a name: images, weights, masks. */
export function leaf(name: string, shape: Shape): Leaf {
  return { leaf: name, shape };
}

/** An operator applied to its inputs. Throws if their shapes do not fit. */
export function apply<Arity extends 1 | 2 | 3 | 4>(operator: Operator<Arity>, inputs: Tuple<Expression, Arity>): Application;
export function apply<Arity extends 1 | 2 | 3 | 4, Attributes>(
  operator: Operator<Arity, Attributes>,
  inputs: Tuple<Expression, Arity>,
  attributes: Attributes,
): Application;
export function apply(operator: unknown, inputs: readonly Expression[], attributes?: unknown): Application {
  // Sound because they are never taken apart again: an operator is only ever called with its own inputs and attributes.
  const erased = operator as Operator<4, unknown>;
  const shapes = inputs.map(input => input.shape) as unknown as Tuple<Shape, 4>;
  return { operator: erased, attributes, inputs, shape: erased.shape(shapes, attributes) };
}
