import type { GraphBuilder, Value } from '../graphBuilder';
import type { Operator } from '../operator';

interface Elementwise {
  readonly name: string;
  readonly forward: (builder: GraphBuilder, x: Value) => Value;
  /** The derivative at each element, from the input or the output, whichever is cheaper. */
  readonly derivative: (builder: GraphBuilder, x: Value, y: Value) => Value;
}

/** An operator that maps every element by itself. */
export function elementwise({ name, forward, derivative }: Elementwise): Operator<1> {
  return {
    name,
    shape: ([x]) => x,
    forward: (builder, [x]) => ({ output: forward(builder, x) }),
    gradient: (builder, { inputs: [x], output, outputGradient }) => [builder.node('Mul', [outputGradient, derivative(builder, x, output)])],
  };
}

/** 1 where the element is above 0, else 0. */
export function isPositive(builder: GraphBuilder, x: Value): Value {
  return builder.node('Cast', [builder.node('Greater', [x, builder.scalar(0)])], { to: FLOAT });
}

/** ONNX's number for float32. */
const FLOAT = 1;
