import assert from 'node:assert/strict';
import { Turns } from '../../../src/tracking/turns';

/** Something that begins and then goes on until it is told to end. */
class Work {
  hasBegun = false;
  end: () => void = () => undefined;
  readonly do = (): Promise<void> => {
    this.hasBegun = true;
    return new Promise(resolve => (this.end = resolve));
  };
}

describe('turns', () => {
  const never = new AbortController().signal;
  const begun = (works: readonly Work[]): boolean[] => works.map(({ hasBegun }) => hasBegun);

  it('are had by so many at a time, in the order in which they came', async () => {
    const turns = new Turns(2);
    const works = [new Work(), new Work(), new Work(), new Work()];
    const ended = works.map(work => turns.take(work.do, never));
    await Promise.resolve();
    assert.deepEqual(begun(works), [true, true, false, false]);
    works[1]!.end();
    await ended[1];
    await Promise.resolve();
    assert.deepEqual(begun(works), [true, true, true, false]);
    works[0]!.end();
    await ended[0];
    await Promise.resolve();
    assert.deepEqual(begun(works), [true, true, true, true]);
    for (const work of works) work.end();
    await Promise.all(ended);
    const next = new Work();
    void turns.take(next.do, never);
    await Promise.resolve();
    assert.ok(next.hasBegun);
    next.end();
  });

  it('go on to the next after one that failed, or was given up before it began', async () => {
    const turns = new Turns(1);
    const [first, third] = [new Work(), new Work()];
    const failing = turns.take(() => first.do().then(() => Promise.reject(new Error('it broke'))), never);
    const aborter = new AbortController();
    const second = turns.take(() => assert.fail('it was given up'), aborter.signal);
    const last = turns.take(third.do, never);
    aborter.abort(new Error('given up'));
    await assert.rejects(second, /given up/);
    await Promise.resolve();
    assert.ok(first.hasBegun && !third.hasBegun);
    first.end();
    await assert.rejects(failing, /it broke/);
    await Promise.resolve();
    assert.ok(third.hasBegun);
    third.end();
    await last;
  });
});
