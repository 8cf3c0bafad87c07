import type { Operator } from '../operator';

/** Inverted dropout: `[n, m]` times a mask of zeros and 1 / (1 − rate) that is fed in, so that its draws are the caller's. */
export const dropout: Operator<2> = {
  name: 'dropout',
  shape([x, mask]) {
    if (x.join() !== mask.join()) throw new Error(`dropout: a mask of ${mask.join('×')} does not fit ${x.join('×')} elements.`);
    return x;
  },
  forward: (builder, inputs) => ({ output: builder.node('Mul', inputs) }),
  gradient: (builder, { inputs: [, mask], outputGradient }) => [builder.node('Mul', [outputGradient, mask]), undefined],
};
