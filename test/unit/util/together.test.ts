import assert from 'node:assert/strict';
import { Emitter } from '../../../src/util/emitter';
import { together, type Changed } from '../../../src/util/together';
import { FakeClock } from './fakeClock';

describe('changes that are passed on together', () => {
  const of = (
    restMs?: () => number,
  ): { clock: FakeClock; changed: Emitter<Changed<string>>; passed: (string[] | undefined)[]; end: () => void } => {
    const [clock, changed, passed] = [new FakeClock(), new Emitter<Changed<string>>(), [] as (string[] | undefined)[]];
    const listening = together(changed.event, { ms: 300, ...(restMs && { restMs }) }, clock)(rows => passed.push(rows));
    return { clock, changed, passed, end: () => listening.dispose() };
  };

  it('come at once after a pause', () => {
    const { clock, changed, passed } = of();
    changed.fire('a');
    assert.deepEqual(passed, [['a']]);
    clock.advance(300);
    changed.fire(['b', 'c']);
    assert.deepEqual(passed, [['a'], ['b', 'c']]);
  });

  it('come in time also while there is no pause, each once', () => {
    const { clock, changed, passed } = of();
    for (let i = 0; i < 10; i++) {
      changed.fire(i % 2 === 0 ? 'a' : 'b');
      clock.advance(100);
    }
    assert.deepEqual(passed, [['a'], ['b', 'a'], ['b', 'a'], ['a', 'b']]);
    clock.advance(1000);
    assert.deepEqual(passed.slice(4), [['b']]);
    assert.equal(clock.pending, 0);
  });

  it('wait as long as what became of the last ones says', () => {
    let rest = 0;
    const { clock, changed, passed } = of(() => rest);
    changed.fire('a');
    rest = 500;
    changed.fire('b');
    clock.advance(300);
    rest = 800;
    clock.advance(499);
    assert.deepEqual(passed, [['a']]);
    rest = 0;
    clock.advance(1);
    assert.deepEqual(passed, [['a'], ['b']]);
    rest = 1000;
    clock.advance(1000);
    changed.fire('c');
    assert.deepEqual(passed.at(-1), ['c']);
    assert.equal(clock.pending, 1);
  });

  it('are everything if one of them is', () => {
    const { clock, changed, passed } = of();
    for (const one of ['a', 'b', undefined, 'c'] as const) changed.fire(one);
    clock.advance(300);
    assert.deepEqual(passed, [['a'], undefined]);
  });

  it('do not come once nobody listens', () => {
    const { clock, changed, passed, end } = of();
    changed.fire('a');
    changed.fire('b');
    end();
    clock.advance(300);
    assert.deepEqual([passed, clock.pending], [[['a']], 0]);
  });
});
