import { elementwise } from './elementwise';

/** log(1 + eˣ), whose derivative is σ(x). */
export const softplus = elementwise({
  name: 'softplus',
  forward: (builder, x) => builder.node('Softplus', [x]),
  derivative: (builder, x) => builder.node('Sigmoid', [x]),
});
