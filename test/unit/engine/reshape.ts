import type { Operator } from '../../../src/engine/graph/operator';

/** The same elements in rows of another length. */
export const reshape: Operator<1, { readonly shape: readonly [rows: number, columns: number] }> = {
  name: 'reshape',
  shape([[n, m]], { shape }) {
    if (n * m !== shape[0] * shape[1]) throw new Error(`reshape: ${n}×${m} elements cannot be ${shape[0]}×${shape[1]}.`);
    return shape;
  },
  forward: (builder, [x], { attributes }) => ({ output: builder.node('Reshape', [x, builder.integers(attributes.shape)]) }),
  gradient: (builder, { outputGradient, shapes }) => [builder.node('Reshape', [outputGradient, builder.integers(shapes[0])])],
};
