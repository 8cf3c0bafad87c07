import type { GraphBuilder, Value } from '../graphBuilder';
import type { Operator } from '../operator';

/**
 * Max pooling 2×2 of rows in the order of windows.ts: `[4n, m]`, or `[4n + 1, m]` with a spare row, to `[n, m]`. Row i of each quarter is one of
 * the four positions of window i, so that pooling compares whole blocks of memory. A spare last row is left out, and its gradient is zero.
 */
export const maxPool: Operator<1> = {
  name: 'maxPool',
  shape([[rows, m]]) {
    if (rows % 4 > 1) throw new Error(`maxPool: ${rows} rows are not four quarters, or those and a spare one.`);
    return [Math.floor(rows / 4), m];
  },
  forward(builder, [x], { shapes }) {
    const [rows] = shapes[0];
    const n = Math.floor(rows / 4);
    const sizes = rows % 4 === 0 ? [n, n, n, n] : [n, n, n, n, 1];
    const [a, b, c, d] = builder.split('Split', [x, builder.integers(sizes)], sizes.length, { axis: 0 }) as Quarters;
    return tournament(builder, [a, b, c, d]);
  },
  gradient(builder, { saved, shapes, outputGradient }) {
    const [rows, m] = shapes[0];
    const quarters = shareOut(builder, outputGradient, saved);
    const spare = rows % 4 === 0 ? [] : [builder.constant(new Float32Array(m), [1, m])];
    return [builder.node('Concat', [...quarters, ...spare], { axis: 0 })];
  },
};

/** The same of four blocks `[n, m]` that lie apart, one for each position in the window. */
export const maxPoolOfFour: Operator<4> = {
  name: 'maxPoolOfFour',
  shape(blocks) {
    if (blocks.some(block => block.join() !== blocks[0].join()))
      throw new Error(`maxPoolOfFour: blocks of ${blocks.map(block => block.join('×')).join(', ')} elements do not fit each other.`);
    return blocks[0];
  },
  forward: (builder, blocks) => tournament(builder, blocks),
  gradient: (builder, { saved, outputGradient }) => shareOut(builder, outputGradient, saved),
};

type Quarters = [Value, Value, Value, Value];

/**
 * The maximum is found as in a tournament, and the gradient goes back along it. Where values are equal the earlier position wins both times, so
 * a tie's gradient goes to the first maximum alone, as in TensorFlow.
 */
function tournament(builder: GraphBuilder, [a, b, c, d]: Readonly<Quarters>): { readonly output: Value; readonly saved: readonly Value[] } {
  const top = builder.node('Max', [a, b]);
  const bottom = builder.node('Max', [c, d]);
  return { output: builder.node('Max', [top, bottom]), saved: [a, b, c, d, top, bottom] };
}

function shareOut(builder: GraphBuilder, gradient: Value, saved: readonly Value[]): Quarters {
  const [a, b, c, d, top, bottom] = saved as [Value, Value, Value, Value, Value, Value];
  const [toTop, toBottom] = between(builder, gradient, top, bottom);
  return [...between(builder, toTop, a, b), ...between(builder, toBottom, c, d)];
}

/** The gradient of max(first, second) for each of the two; a tie is the first one's. */
function between(builder: GraphBuilder, gradient: Value, first: Value, second: Value): [Value, Value] {
  const firstWon = builder.node('Cast', [builder.node('GreaterOrEqual', [first, second])], { to: FLOAT });
  const toFirst = builder.node('Mul', [gradient, firstWon]);
  return [toFirst, builder.node('Sub', [gradient, toFirst])];
}

/** ONNX's number for float32. */
const FLOAT = 1;
