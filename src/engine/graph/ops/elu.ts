import { elementwise } from './elementwise';

/** x above 0, eˣ − 1 below; α = 1 as in Keras. The derivative is min(y, 0) + 1. */
export const elu = elementwise({
  name: 'elu',
  forward: (builder, x) => builder.node('Elu', [x], { alpha: { float: 1 } }),
  derivative: (builder, _, y) => builder.node('Add', [builder.node('Min', [y, builder.scalar(0)]), builder.scalar(1)]),
});
