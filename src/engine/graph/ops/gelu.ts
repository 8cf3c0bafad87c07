import type { GraphBuilder, Value } from '../graphBuilder';
import { elementwise } from './elementwise';

/** x Φ(x) with the normal distribution function Φ by erf: the exact form, not the tanh approximation (Hendrycks & Gimpel 2016). */
export const gelu = elementwise({
  name: 'gelu',
  forward: (builder, x) => builder.node('Mul', [x, distribution(builder, x)]),
  /** Φ(x) + x φ(x). */
  derivative(builder, x) {
    const exponent = builder.node('Mul', [builder.node('Mul', [x, x]), builder.scalar(-0.5)]);
    const density = builder.node('Mul', [builder.node('Exp', [exponent]), builder.scalar(1 / Math.sqrt(2 * Math.PI))]);
    return builder.node('Add', [distribution(builder, x), builder.node('Mul', [x, density])]);
  },
});

function distribution(builder: GraphBuilder, x: Value): Value {
  const erf = builder.node('Erf', [builder.node('Mul', [x, builder.scalar(Math.SQRT1_2)])]);
  return builder.node('Mul', [builder.node('Add', [erf, builder.scalar(1)]), builder.scalar(0.5)]);
}
