import type { Operator } from '../operator';

/** Adds a bias `[1, m]` to every row of `[n, m]`. */
export const biasAdd: Operator<2> = {
  name: 'biasAdd',
  shape([rows, [one, m]]) {
    if (one !== 1 || m !== rows[1]) throw new Error(`biasAdd: a bias of ${one}×${m} does not fit rows of ${rows[1]} columns.`);
    return rows;
  },
  forward: (builder, inputs) => ({ output: builder.node('Add', inputs) }),
  gradient: (builder, { outputGradient, needed }) => [
    outputGradient,
    needed[1] ? builder.node('ReduceSum', [outputGradient, builder.integers([0])], { keepdims: 1 }) : undefined,
  ],
};
