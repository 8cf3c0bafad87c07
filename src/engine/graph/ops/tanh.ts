import { elementwise } from './elementwise';

/** tanh x, whose derivative is 1 − y². */
export const tanh = elementwise({
  name: 'tanh',
  forward: (builder, x) => builder.node('Tanh', [x]),
  derivative: (builder, _, y) => builder.node('Sub', [builder.scalar(1), builder.node('Mul', [y, y])]),
});
