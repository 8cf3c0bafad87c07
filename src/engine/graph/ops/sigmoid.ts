import { elementwise } from './elementwise';

/** 1 / (1 + e⁻ˣ), whose derivative is y (1 − y). */
export const sigmoid = elementwise({
  name: 'sigmoid',
  forward: (builder, x) => builder.node('Sigmoid', [x]),
  derivative: (builder, _, y) => builder.node('Mul', [y, builder.node('Sub', [builder.scalar(1), y])]),
});
