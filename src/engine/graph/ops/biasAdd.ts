import type { Operator } from '../operator';

/** Elements of a row that the bias is repeated to: adding it over short rows is slow. */
const ROW = 1024;

/** Adds a bias `[1, m]` to every row of `[n, m]`. */
export const biasAdd: Operator<2> = {
  name: 'biasAdd',
  shape([rows, [one, m]]) {
    if (one !== 1 || m !== rows[1]) throw new Error(`biasAdd: a bias of ${one}×${m} does not fit rows of ${rows[1]} columns.`);
    return rows;
  },
  forward(builder, [rows, bias], { shapes }) {
    const [n, m] = shapes[0];
    const times = [32, 16, 8, 4, 2].find(count => n % count === 0 && count * m <= ROW);
    if (times === undefined) return { output: builder.node('Add', [rows, bias]) };
    const wide = builder.node('Reshape', [rows, builder.integers([n / times, times * m])]);
    const sum = builder.node('Add', [wide, builder.node('Tile', [bias, builder.integers([1, times])])]);
    return { output: builder.node('Reshape', [sum, builder.integers([n, m])]) };
  },
  gradient: (builder, { outputGradient, needed }) => [
    outputGradient,
    needed[1] ? builder.node('ReduceSum', [outputGradient, builder.integers([0])], { keepdims: 1 }) : undefined,
  ],
};
