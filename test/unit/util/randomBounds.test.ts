import assert from 'node:assert/strict';
import { random, shuffle } from '../../../src/util/random';

describe('random draws', () => {
  it('below a bound that does not divide 2³² favour nobody', () => {
    // Without rejection the values below 2³⁰ would come twice as often as the others.
    const generator = random('large bound');
    const thirds = [0, 0, 0];
    for (let i = 0; i < 30_000; i++) thirds[Math.floor(generator.below(3 * 2 ** 30) / 2 ** 30)]!++;
    // Six standard deviations of a binomial.
    for (const count of thirds) assert.ok(Math.abs(count - 10_000) < 6 * Math.sqrt(30_000 * (1 / 3) * (2 / 3)), thirds.join(', '));
  });

  it('below the least and the greatest bound', () => {
    const generator = random('bounds');
    for (let i = 0; i < 100; i++) assert.equal(generator.below(1), 0);
    const [drawn, raw] = [random('same'), random('same')];
    for (let i = 0; i < 100; i++) assert.equal(drawn.below(2 ** 32), raw.uint32());
  });

  it('uniform are the 32 bits as a fraction', () => {
    const [uniform, raw] = [random('same'), random('same')];
    for (let i = 0; i < 100; i++) assert.equal(uniform.uniform() * 2 ** 32, raw.uint32());
  });

  it('shuffle to every order equally often', () => {
    const generator = random('orders');
    const counts = new Map<string, number>();
    for (let i = 0; i < 24_000; i++) {
      const order = shuffle([0, 1, 2, 3], generator).join('');
      counts.set(order, (counts.get(order) ?? 0) + 1);
    }
    assert.equal(counts.size, 24);
    const chiSquare = [...counts.values()].reduce((sum, count) => sum + (count - 1000) ** 2 / 1000, 0);
    // The 99.9 % quantile with 23 degrees of freedom.
    assert.ok(chiSquare < 49.73, `χ² = ${chiSquare}`);
  });

  it('shuffle nothing and one thing', () => {
    assert.deepEqual(shuffle([], random('none')), []);
    assert.deepEqual(shuffle([7], random('one')), [7]);
  });
});
