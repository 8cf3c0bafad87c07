import assert from 'node:assert/strict';
import { smooth } from '../../../src/report/smooth';

const line = (ys: readonly number[], apart = 1) => ys.map((y, i) => ({ x: i * apart, y }));

describe('smoothing', () => {
  it('leaves a straight line level and single points as they are', () => {
    for (const { y } of smooth(line([5, 5, 5, 5]), 0.9, 3)) assert.ok(Math.abs(y - 5) < 1e-12);
    assert.deepEqual(smooth([{ x: 3, y: 2 }], 0.9, 10), [{ x: 3, y: 2 }]);
    assert.deepEqual(smooth([], 0.9, 10), []);
  });

  it("is TensorBoard's debiased average where the points are a thousandth of the axis apart", () => {
    const values = [2.3, 1.7, 1.9, 0.8, 1.1, 0.3, 0.5];
    // Weights & Biases takes the root of the number that is set.
    const weight = Math.sqrt(0.8);
    let last = 0;
    const expected = values.map((value, i) => {
      last = last * weight + (1 - weight) * value;
      return last / (1 - weight ** (i + 1));
    });
    smooth(line(values), 0.8, 1000).forEach(({ y }, i) => assert.ok(Math.abs(y - expected[i]!) < 1e-12, `${y} instead of ${expected[i]}`));
  });

  it('weighs a point less the further back it is, and not by how many lie between', () => {
    const [sparse] = smooth([{ x: 0, y: 1 }, { x: 40, y: 0 }], 0.9, 1000).slice(-1); // prettier-ignore
    const dense = smooth(Array.from({ length: 41 }, (_, x) => ({ x, y: x === 0 ? 1 : NaN })).concat({ x: 40, y: 0 }), 0.9, 1000).at(-1);
    assert.equal(sparse!.y, dense!.y);
    assert.ok(sparse!.y > 0 && sparse!.y < 0.2);
  });

  it('keeps what is not finite, and does not overflow', () => {
    const ys = smooth(line([1, NaN, 3]), 0.5, 2).map(({ y }) => y);
    assert.ok(Number.isNaN(ys[1]) && ys[2]! > 1 && ys[2]! <= 3);
    const huge = smooth(line(Array.from({ length: 1000 }, () => 1.7e308)), 0.99, 1000);
    assert.ok(huge.every(({ y }) => y <= 1.7e308 && y > 1.6e308));
  });
});
