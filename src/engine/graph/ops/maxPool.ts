import type { GraphBuilder, Value } from '../graphBuilder';
import type { Operator } from '../operator';

/**
 * Max pooling 2×2 of rows in window-major order (see unfold.ts): `[4n + 1, m]` to `[n, m]`. Row i of each quarter is one of the four
 * positions of window i, so that pooling compares whole blocks of memory. The spare last row is left out, and its gradient is zero.
 *
 * The maximum is found as in a tournament, and the gradient goes back along it. Where values are equal the earlier position wins both
 * times, so a tie's gradient goes to the first maximum alone, as in TensorFlow.
 */
export const maxPool: Operator<1> = {
  name: 'maxPool',
  shape([[rows, m]]) {
    if (rows % 4 !== 1) throw new Error(`maxPool: ${rows} rows are not four quarters and a spare one.`);
    return [(rows - 1) / 4, m];
  },
  forward(builder, [x], { shapes }) {
    const n = (shapes[0][0] - 1) / 4;
    const [a, b, c, d] = builder.split('Split', [x, builder.integers([n, n, n, n, 1])], 5, { axis: 0 }) as [Value, Value, Value, Value];
    const top = builder.node('Max', [a, b]);
    const bottom = builder.node('Max', [c, d]);
    return { output: builder.node('Max', [top, bottom]), saved: [a, b, c, d, top, bottom] };
  },
  gradient(builder, { saved, shapes, outputGradient }) {
    const [a, b, c, d, top, bottom] = saved as [Value, Value, Value, Value, Value, Value];
    const [toTop, toBottom] = shareOut(builder, outputGradient, top, bottom);
    const spare = builder.constant(new Float32Array(shapes[0][1]), [1, shapes[0][1]]);
    const quarters = [...shareOut(builder, toTop, a, b), ...shareOut(builder, toBottom, c, d)];
    return [builder.node('Concat', [...quarters, spare], { axis: 0 })];
  },
};

/** The gradient of max(first, second) for each of the two; a tie is the first one's. */
function shareOut(builder: GraphBuilder, gradient: Value, first: Value, second: Value): [Value, Value] {
  const firstWon = builder.node('Cast', [builder.node('GreaterOrEqual', [first, second])], { to: FLOAT });
  const toFirst = builder.node('Mul', [gradient, firstWon]);
  return [toFirst, builder.node('Sub', [gradient, toFirst])];
}

/** ONNX's number for float32. */
const FLOAT = 1;
