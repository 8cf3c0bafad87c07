import { elementwise, isPositive } from './elementwise';

/** The slope below 0 of Keras's activation function `leaky_relu` (its layer LeakyReLU has 0.3). */
const SLOPE = 0.2;

/** x above 0, 0.2 x below. */
export const leakyRelu = elementwise({
  name: 'leakyRelu',
  forward: (builder, x) => builder.node('LeakyRelu', [x], { alpha: { float: SLOPE } }),
  derivative: (builder, _, y) =>
    builder.node('Add', [builder.node('Mul', [isPositive(builder, y), builder.scalar(1 - SLOPE)]), builder.scalar(SLOPE)]),
});
