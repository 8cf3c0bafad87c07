import type { Operator } from '../operator';

/** Rows `[n, k]` times weights `[k, m]`: a dense layer, or a convolution of unfolded rows. */
export const matMul: Operator<2> = {
  name: 'matMul',
  shape([[n, k], [weightRows, m]]) {
    if (k !== weightRows) throw new Error(`matMul: rows of ${k} columns do not fit weights of ${weightRows} rows.`);
    return [n, m];
  },
  forward: (builder, inputs) => ({ output: builder.node('MatMul', inputs) }),
  gradient: (builder, { inputs: [rows, weights], outputGradient, needed }) => [
    needed[0] ? builder.node('Gemm', [outputGradient, weights], { transB: 1 }) : undefined,
    needed[1] ? before => builder.node('Gemm', [rows, outputGradient, ...(before ? [before] : [])], { transA: 1 }) : undefined,
  ],
};
