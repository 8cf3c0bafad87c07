import assert from 'node:assert/strict';
import { optimizerNames, type OptimizerName } from '../../../src/contract/parameters';
import { createOptimizer, stateArrays, type OptimizerState } from '../../../src/engine/optimizers';
import { random } from '../../../src/util/random';
import { relativeError } from './shard';

const LENGTH = 200;
const STEPS = 20;
const RATE = 0.003;

/** What Keras 3 remembers of each weight after a gradient, in float64. */
const memories: Record<OptimizerName, { first?: (m: number, g: number) => number; second?: (v: number, g: number) => number }> = {
  sgd: {},
  momentum: { first: (m, g) => 0.9 * m - RATE * g },
  rmsprop: { second: (v, g) => 0.9 * v + 0.1 * g * g },
  adam: { first: (m, g) => 0.9 * m + 0.1 * g, second: (v, g) => 0.999 * v + 0.001 * g * g },
  adamw: { first: (m, g) => 0.9 * m + 0.1 * g, second: (v, g) => 0.999 * v + 0.001 * g * g },
};

function draws(generator: ReturnType<typeof random>): Float32Array {
  return Float32Array.from({ length: LENGTH }, () => 2 * generator.uniform() - 1);
}

/** Weights after some steps, in a state of the given arrays. */
function trained(
  optimizer: OptimizerName,
  state: OptimizerState,
  onGradient: (gradient: Float32Array) => void = () => undefined,
): Float32Array {
  const generator = random('optimizer state');
  const weights = draws(generator);
  const optimize = createOptimizer({ optimizer, learning_rate: RATE, weight_decay: 0.01 });
  for (let step = 1; step <= STEPS; step++) {
    const gradient = draws(generator);
    const untouched = gradient.slice();
    optimize(weights, gradient, state, { from: 0, to: LENGTH, step });
    assert.deepEqual(gradient, untouched);
    onGradient(gradient);
  }
  return weights;
}

describe('what optimizers remember', () => {
  for (const optimizer of optimizerNames) {
    const { first, second } = memories[optimizer];

    it(`${optimizer}: as float64 formulas have it after ${STEPS} steps; nothing in the arrays it does not use`, () => {
      const state = { first: new Float32Array(LENGTH), second: new Float32Array(LENGTH) };
      const expected = { first: new Float64Array(LENGTH), second: new Float64Array(LENGTH) };
      trained(optimizer, state, gradient => {
        for (const [i, g] of gradient.entries()) {
          if (first) expected.first[i] = first(expected.first[i]!, g);
          if (second) expected.second[i] = second(expected.second[i]!, g);
        }
      });
      for (const array of ['first', 'second'] as const) {
        const error = relativeError(state[array], expected[array]);
        assert.ok(error <= (memories[optimizer][array] ? 1e-6 : 0), `${array} differs by ${error}`);
      }
    });

    it(`${optimizer}: stateArrays() names just the arrays it uses`, () => {
      assert.deepEqual(stateArrays(optimizer), { first: first !== undefined, second: second !== undefined });
      const needed = { first: new Float32Array(first ? LENGTH : 0), second: new Float32Array(second ? LENGTH : 0) };
      const all = { first: new Float32Array(LENGTH), second: new Float32Array(LENGTH) };
      assert.deepEqual(trained(optimizer, needed), trained(optimizer, all));
    });

    it(`${optimizer}: nothing outside of its range`, () => {
      const state = { first: new Float32Array(9).fill(0.5), second: new Float32Array(9).fill(0.5) };
      const optimize = createOptimizer({ optimizer, learning_rate: RATE, weight_decay: 0.01 });
      optimize(new Float32Array(9).fill(1), new Float32Array(9).fill(3), state, { from: 2, to: 4, step: 1 });
      const changed = (array: Float32Array): number[] => [...array].flatMap((value, i) => (value === 0.5 ? [] : [i]));
      assert.deepEqual([changed(state.first), changed(state.second)], [first ? [2, 3] : [], second ? [2, 3] : []]);
    });
  }
});
