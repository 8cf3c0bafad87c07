import { elementwise, isPositive } from './elementwise';

/** Klambauer et al. 2017, Self-Normalizing Neural Networks; the constants as in Keras. */
const ALPHA = 1.6732632423543772;
const SCALE = 1.0507009873554805;

/** scale · x above 0, scale · α (eˣ − 1) below. The derivative is scale above, y + scale · α below. */
export const selu = elementwise({
  name: 'selu',
  forward: (builder, x) => builder.node('Selu', [x], { alpha: { float: ALPHA }, gamma: { float: SCALE } }),
  derivative(builder, _, y) {
    const below = builder.node('Add', [builder.node('Min', [y, builder.scalar(0)]), builder.scalar(SCALE * ALPHA)]);
    return builder.node('Add', [below, builder.node('Mul', [isPositive(builder, y), builder.scalar(SCALE - SCALE * ALPHA)])]);
  },
});
