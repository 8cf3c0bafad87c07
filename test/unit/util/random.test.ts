import assert from 'node:assert/strict';
import { random, shuffle, shuffleIndices } from '../../../src/util/random';

describe('random', () => {
  it('gives the same numbers for the same key, now and in every later version', () => {
    const generator = random(0, 'weights', 'conv_1/kernel');
    assert.deepEqual([generator.uint32(), generator.uint32(), generator.uint32()], KNOWN);
  });

  it('gives each purpose its own numbers', () => {
    const first = [
      random(0, 'shuffle', 1),
      random(0, 'shuffle', 2),
      random(1, 'shuffle', 1),
      random(0, 'shuffle', 11),
      random(0, 'shuff', 'le1'),
    ];
    assert.equal(new Set(first.map(generator => generator.uint32())).size, first.length);
  });

  it('draws every value below a bound equally often', () => {
    const generator = random('uniform');
    const counts = Array.from({ length: 7 }, () => 0);
    for (let i = 0; i < 70_000; i++) counts[generator.below(7)]!++;
    const chiSquare = counts.reduce((sum, count) => sum + (count - 10_000) ** 2 / 10_000, 0);
    // The 99.9 % quantile with 6 degrees of freedom.
    assert.ok(chiSquare < 22.46, `χ² = ${chiSquare}`);
  });

  it('shuffles indices as it shuffles any list', () => {
    for (const length of [0, 1, 2, 3, 1000, 60_000]) {
      const indices = Int32Array.from({ length }, (_, i) => 3 * i);
      assert.deepEqual(shuffleIndices(indices.slice(), 7, 'shuffle', length), shuffle(indices.slice(), random(7, 'shuffle', length)));
    }
  });

  it('shuffles to a permutation', () => {
    const shuffled = shuffle(
      Int32Array.from({ length: 1000 }, (_, i) => i),
      random('shuffle'),
    );
    assert.notDeepEqual(shuffled, shuffled.toSorted());
    assert.deepEqual(
      shuffled.toSorted(),
      Int32Array.from({ length: 1000 }, (_, i) => i),
    );
  });
});

const KNOWN = [107063864, 1228913653, 361851240];
