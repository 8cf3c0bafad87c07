import assert from 'node:assert/strict';
import { optimizerNames, type OptimizerName } from '../../../src/contract/parameters';
import { createOptimizer } from '../../../src/engine/optimizers';
import { random } from '../../../src/util/random';
import { relativeError } from './shard';

const LENGTH = 500;
const STEPS = 20;
const RATE = 0.01;

/** One weight's update in float64, as Keras 3 documents it; `m` and `v` are its memory. */
const formulas: Record<OptimizerName, (w: number, g: number, memory: { m: number; v: number }, t: number) => number> = {
  sgd: (w, g) => w - RATE * g,
  momentum(w, g, memory) {
    memory.m = 0.9 * memory.m - RATE * g;
    return w + memory.m;
  },
  rmsprop(w, g, memory) {
    memory.v = 0.9 * memory.v + 0.1 * g ** 2;
    return w - (RATE * g) / Math.sqrt(memory.v + 1e-7);
  },
  adam: adamStep,
  adamw: adamStep,
};

function adamStep(w: number, g: number, memory: { m: number; v: number }, t: number): number {
  memory.m = 0.9 * memory.m + 0.1 * g;
  memory.v = 0.999 * memory.v + 0.001 * g ** 2;
  return w - (RATE * Math.sqrt(1 - 0.999 ** t) * memory.m) / ((1 - 0.9 ** t) * (Math.sqrt(memory.v) + 1e-7));
}

describe('optimizers against float64 formulas', () => {
  for (const optimizer of optimizerNames) {
    for (const decay of [0, 0.05]) {
      it(`${optimizer}, weight_decay ${decay}, ${STEPS} steps`, () => {
        const generator = random(optimizer, decay);
        const draws = (scale: number): Float32Array => Float32Array.from({ length: LENGTH }, () => scale * (2 * generator.uniform() - 1));
        const weights = draws(1);
        const expected = Float64Array.from(weights);
        const memories = Array.from(weights, () => ({ m: 0, v: 0 }));
        const state = { first: new Float32Array(LENGTH), second: new Float32Array(LENGTH) };
        const optimize = createOptimizer({ optimizer, learning_rate: RATE, weight_decay: decay });
        for (let step = 1; step <= STEPS; step++) {
          const gradient = draws(10 ** -generator.below(6));
          // In two parts, as two threads do it.
          optimize(weights, gradient, state, { from: 0, to: 123, step });
          optimize(weights, gradient, state, { from: 123, to: LENGTH, step });
          for (const [i, memory] of memories.entries()) {
            const decayed = expected[i]! - expected[i]! * decay * RATE;
            expected[i] = formulas[optimizer](decayed, gradient[i]!, memory, step);
          }
        }
        assert.ok(relativeError(weights, expected) <= 1e-5, `differs by ${relativeError(weights, expected)}`);
      });
    }

    it(`${optimizer} leaves what is outside its range alone`, () => {
      const weights = new Float32Array(10).fill(1);
      const state = { first: new Float32Array(10), second: new Float32Array(10) };
      const optimize = createOptimizer({ optimizer, learning_rate: RATE, weight_decay: 0.1 });
      optimize(weights, new Float32Array(10).fill(1), state, { from: 3, to: 5, step: 1 });
      assert.deepEqual(
        weights.map(w => Number(w !== 1)),
        Float32Array.of(0, 0, 0, 1, 1, 0, 0, 0, 0, 0),
      );
    });
  }

  it('keeps no subnormal numbers, on which every step would be slow', () => {
    const weights = new Float32Array(1).fill(1);
    const state = { first: Float32Array.of(1e-36), second: Float32Array.of(1e-37) };
    const optimize = createOptimizer({ optimizer: 'adam', learning_rate: RATE, weight_decay: 0 });
    for (let step = 1; step < 5000; step++) optimize(weights, new Float32Array(1), state, { from: 0, to: 1, step });
    assert.deepEqual([state.first[0], state.second[0]], [0, 0]);
  });
});
