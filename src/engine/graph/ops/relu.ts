import { elementwise, isPositive } from './elementwise';

/** max(x, 0). */
export const relu = elementwise({
  name: 'relu',
  forward: (builder, x) => builder.node('Relu', [x]),
  derivative: (builder, _, y) => isPositive(builder, y),
});
