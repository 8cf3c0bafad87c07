import assert from 'node:assert/strict';
import * as ort from 'onnxruntime-node';
import { describeNetwork } from '../../../src/contract/network';
import { defaultParameters } from '../../../src/contract/parameters';
import { Emission } from '../../../src/engine/graph/differentiate';
import { GraphBuilder } from '../../../src/engine/graph/graphBuilder';
import { apply, leaf } from '../../../src/engine/graph/operator';
import { biasAdd } from '../../../src/engine/graph/ops/biasAdd';
import { matMul } from '../../../src/engine/graph/ops/matMul';
import { reshape } from './reshape';
import { silu } from '../../../src/engine/graph/ops/silu';
import { softmaxCrossEntropy } from '../../../src/engine/graph/ops/softmaxCrossEntropy';
import { networkExpressions } from '../../../src/engine/network';

describe('the gradient of a result that is used twice', () => {
  const x = leaf('x', [1, 3]);
  const shared = apply(silu, [x]);
  // s · sᵀ, the sum of squares of s = silu(x).
  const squares = apply(matMul, [shared, apply(reshape, [shared], { shape: [3, 1] })]);

  it('is the sum of both uses, passed on once', async () => {
    const builder = new GraphBuilder();
    const emission = new Emission(builder, new Map([['x', builder.input('x', [1, 3])]]));
    const [gradient] = emission.gradients(squares, [x]);
    builder.output('gradient', gradient!, [1, 3]);
    const session = await ort.InferenceSession.create(builder.encode('shared'), { logSeverityLevel: 3 });
    const values = [-1.5, 0.25, 2];
    const { gradient: result } = await session.run({ x: new ort.Tensor('float32', values, [1, 3]) });
    for (const [i, value] of values.entries()) {
      const sigmoid = 1 / (1 + Math.exp(-value));
      const expected = 2 * value * sigmoid * (sigmoid + value * sigmoid * (1 - sigmoid));
      assert.ok(Math.abs((result!.data[i] as number) - expected) < 1e-6, `${String(result!.data[i])}, expected ${expected}`);
    }
  });

  it('does not make its nodes twice', () => {
    const builder = new GraphBuilder();
    const emission = new Emission(builder, new Map([['x', builder.input('x', [1, 3])]]));
    assert.equal(emission.value(shared), emission.value(shared));
    assert.notEqual(emission.value(apply(silu, [x])), emission.value(shared));
  });
});

describe('misfits', () => {
  const a = (rows: number, columns: number): ReturnType<typeof leaf> => leaf('a', [rows, columns]);

  it('biasAdd refuses a bias of several rows', () => assert.throws(() => apply(biasAdd, [a(2, 3), a(2, 3)]), /^Error: biasAdd: .* 2×3/));

  it('softmaxCrossEntropy refuses targets of other classes, and weights of several columns', () => {
    assert.throws(() => apply(softmaxCrossEntropy, [a(2, 3), a(2, 4), a(2, 1)]), /^Error: softmaxCrossEntropy: 2×4 targets/);
    assert.throws(() => apply(softmaxCrossEntropy, [a(2, 3), a(2, 3), a(2, 2)]), /^Error: softmaxCrossEntropy: .* 2×2 weights/);
  });

  it('a network that does not begin with a convolution is refused', () => {
    const network = describeNetwork(defaultParameters);
    assert.throws(() => networkExpressions({ ...network, layers: network.layers.slice(1) }, 1, { training: true }), /begins with a conv/);
  });
});
