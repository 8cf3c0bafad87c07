import type { GraphBuilder, Value } from '../graphBuilder';

/**
 * Sums rows that were gathered by a table: for each column of `[most, count]` the rows that it names. As a product with ones, which is an order
 * of magnitude faster than ReduceSum over wide rows.
 * @param rows `[any, width]`
 * @returns `[count, width]`
 */
export function sumOfCopies(
  builder: GraphBuilder,
  rows: Value,
  { table, most, width }: { readonly table: Int32Array; readonly most: number; readonly width: number },
): Value {
  const count = table.length / most;
  const gathered = builder.node('Gather', [rows, builder.constant(table, [most, count])], { axis: 0 });
  if (most === 1) return builder.node('Reshape', [gathered, builder.integers([count, width])]);
  const side = builder.node('Reshape', [gathered, builder.integers([most, count * width])]);
  const sum = builder.node('MatMul', [builder.constant(new Float32Array(most).fill(1), [1, most]), side]);
  return builder.node('Reshape', [sum, builder.integers([count, width])]);
}
