import assert from 'node:assert/strict';
import { Unhurried } from '../../../src/util/unhurried';
import { FakeClock } from './fakeClock';

describe('what is done without hurry', () => {
  /** Work that takes so long each time. */
  const of = (workMs: number): { clock: FakeClock; work: Unhurried; done: number[] } => {
    const [clock, done] = [new FakeClock(), [] as number[]];
    const doIt = (): void => {
      done.push(clock.now);
      clock.advance(workMs);
    };
    return { clock, work: new Unhurried(doIt, clock, () => clock.now), done };
  };

  it('is done each time, and at once, where it is short', () => {
    const { work, done } = of(1);
    for (let i = 0; i < 5; i++) work.ask();
    assert.deepEqual(done, [0, 1, 2, 3, 4]);
  });

  it('takes a tenth of the time where it is long, and is done once more after the last request', () => {
    const { clock, work, done } = of(20);
    for (let i = 0; i < 39; i++) {
      work.ask();
      clock.advance(10);
    }
    clock.advance(1000);
    assert.deepEqual(done, [0, 200, 400, 600]);
    assert.equal(clock.pending, 0);
    work.ask();
    assert.equal(done.length, 5);
  });

  it('is done within two seconds, however long it is', () => {
    const { clock, work, done } = of(1000);
    work.ask();
    work.ask();
    clock.advance(2000);
    assert.deepEqual(done, [0, 3000]);
  });

  it('is left undone once it is disposed of', () => {
    const { clock, work, done } = of(20);
    work.ask();
    work.ask();
    work.dispose();
    clock.advance(1000);
    assert.deepEqual([done, clock.pending], [[0], 0]);
  });
});
