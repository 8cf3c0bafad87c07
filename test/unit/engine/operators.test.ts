import assert from 'node:assert/strict';
import * as ort from 'onnxruntime-node';
import { Emission } from '../../../src/engine/graph/differentiate';
import { GraphBuilder } from '../../../src/engine/graph/graphBuilder';
import { apply, leaf, type Application, type Expression, type Leaf, type Shape } from '../../../src/engine/graph/operator';
import { biasAdd } from '../../../src/engine/graph/ops/biasAdd';
import { dropout } from '../../../src/engine/graph/ops/dropout';
import { matMul } from '../../../src/engine/graph/ops/matMul';
import { flatten } from '../../../src/engine/graph/ops/flatten';
import { maxPool, maxPoolOfFour } from '../../../src/engine/graph/ops/maxPool';
import { relu } from '../../../src/engine/graph/ops/relu';
import { reshape } from './reshape';
import { softmaxCrossEntropy } from '../../../src/engine/graph/ops/softmaxCrossEntropy';
import { unfold } from '../../../src/engine/graph/ops/unfold';
import { winograd } from '../../../src/engine/graph/ops/winograd';

describe('operators', () => {
  it('give a tie in a pooling window to the first maximum alone', async () => {
    // Four windows, a column each; rows are the positions top left, top right, bottom left, bottom right, and the spare one.
    const x = leaf('x', [5, 4]);
    const values = [
      [1, 0, 0, 0],
      [1, 2, 0, 1],
      [1, 2, 3, 0],
      [1, 2, 3, 1],
      [9, 9, 9, 9],
    ];
    const gradient = await gradientOf(sum(apply(maxPool, [x])), x, { x: values.flat() });
    assert.deepEqual(gradient, [1, 0, 0, 0, 0, 1, 0, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
  });

  it('give it in four blocks that lie apart too', async () => {
    const blocks = [[1, 0], [1, 2], [1, 2], [0, 2]] as const; // prettier-ignore
    const x = leaf('x', [1, 2]);
    const others = blocks.slice(1).map((_, i) => leaf(`other${i}`, [1, 2]));
    const pooled = apply(maxPoolOfFour, [x, others[0]!, others[1]!, others[2]!]);
    const builder = new GraphBuilder();
    const inputs = new Map([x, ...others].map(({ leaf: name, shape }) => [name, builder.input(name, shape)]));
    inputs.set('ones', builder.constant(new Float32Array([1, 1]), [2, 1]));
    const leaves = [x, ...others];
    const gradients = new Emission(builder, inputs).gradients(sum(pooled), leaves);
    for (const [i, gradient] of gradients.entries()) builder.output(`gradient${i}`, gradient, [1, 2]);
    const session = await ort.InferenceSession.create(builder.encode('gradients'), { logSeverityLevel: 3 });
    const feeds = Object.fromEntries(leaves.map((one, i) => [one.leaf, new ort.Tensor('float32', [...blocks[i]!], [1, 2])]));
    const results = await session.run(feeds);
    const found = leaves.map((_, i) => [...(results[`gradient${i}`]!.data as Float32Array)]);
    assert.deepEqual(found, [[1, 0], [0, 1], [0, 0], [0, 0]]); // prettier-ignore
  });

  it('sum the gradients of a value that is used twice', async () => {
    const x = leaf('x', [1, 3]);
    // relu(x) · xᵀ, for positive x the sum of squares.
    const twice = apply(matMul, [apply(relu, [x]), apply(reshape, [x], { shape: [3, 1] })]);
    assert.deepEqual(await gradientOf(twice, x, { x: [1, 2, 3] }), [2, 4, 6]);
  });

  it('are refused where there is nothing to differentiate', () => {
    const builder = new GraphBuilder();
    const [x, y] = [leaf('x', [1, 3]), leaf('y', [1, 3])];
    const emission = new Emission(
      builder,
      new Map([
        ['x', builder.input('x', [1, 3])],
        ['y', builder.input('y', [1, 3])],
      ]),
    );
    assert.throws(() => emission.gradients(apply(relu, [x]), [y]), /does not depend on "y"/);
  });

  it('are refused when a leaf is not fed', () => {
    const emission = new Emission(new GraphBuilder(), new Map());
    assert.throws(() => emission.value(leaf('x', [1, 1])), /no input "x"/);
  });

  const a = (...shape: [number, number]): Leaf => leaf('a', shape);
  const pad = { top: 0, bottom: 0, left: 0, right: 0 };
  const misfits: readonly [string, () => unknown][] = [
    ['matMul', () => apply(matMul, [a(2, 3), a(4, 5)])],
    ['biasAdd', () => apply(biasAdd, [a(2, 3), a(1, 4)])],
    ['dropout', () => apply(dropout, [a(2, 3), a(2, 4)])],
    ['maxPool', () => apply(maxPool, [a(10, 3)])],
    ['maxPoolOfFour', () => apply(maxPoolOfFour, [a(2, 3), a(2, 3), a(2, 3), a(3, 3)])],
    ['flatten', () => apply(flatten, [a(7, 3)], { images: 2 })],
    ['reshape', () => apply(reshape, [a(2, 3)], { shape: [4, 2] })],
    [
      'unfold',
      () => apply(unfold, [a(10, 1)], { images: 1, height: 4, width: 4, kernelSize: 3, padding: pad, windowRows: 1, windowColumns: 1 }),
    ],
    [
      'winograd',
      () =>
        apply(winograd, [a(16, 1), a(8, 2)], {
          images: 1,
          height: 4,
          width: 4,
          kernelSize: 3,
          padding: pad,
          windowRows: 1,
          windowColumns: 1,
        }),
    ],
    ['softmaxCrossEntropy', () => apply(softmaxCrossEntropy, [a(2, 3), a(2, 3), a(3, 1)])],
  ];
  for (const [name, misfit] of misfits)
    it(`${name} refuses inputs that do not fit`, () => assert.throws(misfit, new RegExp(`^Error: ${name}: `)));
});

/** `[1, 1]` */
function sum(x: Expression): Application {
  const elements = x.shape[0] * x.shape[1];
  return apply(matMul, [apply(reshape, [x], { shape: [1, elements] }), leaf('ones', [elements, 1])]);
}

async function gradientOf(loss: Application, x: Leaf, feeds: Readonly<Record<string, readonly number[]>>): Promise<number[]> {
  const builder = new GraphBuilder();
  const ones = x.shape[0] * x.shape[1];
  const shapes: Record<string, Shape> = { [x.leaf]: x.shape };
  const inputs = new Map(Object.entries(shapes).map(([name, shape]) => [name, builder.input(name, shape)]));
  inputs.set('ones', builder.constant(new Float32Array(loss.inputs[1]?.shape[0] ?? ones).fill(1), [loss.inputs[1]?.shape[0] ?? ones, 1]));
  const [gradient] = new Emission(builder, inputs).gradients(loss, [x]);
  builder.output('gradient', gradient!, x.shape);
  const session = await ort.InferenceSession.create(builder.encode('gradient'), { logSeverityLevel: 3 });
  const tensors = Object.entries(feeds).map(([name, values]) => [name, new ort.Tensor('float32', values, [...shapes[name]!])]);
  const { gradient: result } = await session.run(Object.fromEntries(tensors) as Record<string, ort.Tensor>);
  return [...(result!.data as Float32Array)];
}
