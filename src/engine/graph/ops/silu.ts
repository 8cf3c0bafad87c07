import { elementwise } from './elementwise';

/** x σ(x), also called swish (Ramachandran et al. 2017). The derivative is σ(x) + y (1 − σ(x)). */
export const silu = elementwise({
  name: 'silu',
  forward: (builder, x) => builder.node('Mul', [x, builder.node('Sigmoid', [x])]),
  derivative(builder, x, y) {
    const sigmoid = builder.node('Sigmoid', [x]);
    return builder.node('Add', [sigmoid, builder.node('Mul', [y, builder.node('Sub', [builder.scalar(1), sigmoid])])]);
  },
});
