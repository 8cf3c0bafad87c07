import assert from 'node:assert/strict';
import { isDeepStrictEqual } from 'node:util';
import pLimit from 'p-limit';
import { whenFree } from '../../../src/tracking/whenFree';
import { eachTurn, until } from '../../until';

/** Something that begins and then goes on until it is told to end. */
class Work {
  hasBegun = false;
  end: () => void = () => undefined;
  readonly do = (): Promise<void> => {
    this.hasBegun = true;
    return new Promise(resolve => (this.end = resolve));
  };
}

describe('work that waits until it is free to begin', () => {
  const never = new AbortController().signal;
  const untilBegun = (works: readonly Work[], expected: readonly boolean[]): Promise<void> => {
    const begun = (): boolean[] => works.map(({ hasBegun }) => hasBegun);
    return until({ isSo: () => isDeepStrictEqual(begun(), expected), what: `begun: ${expected.join()}`, seen: begun, on: eachTurn });
  };

  it('begins so many at a time, in the order in which they came', async () => {
    const limit = pLimit(2);
    const works = [new Work(), new Work(), new Work(), new Work()];
    const ended = works.map(work => whenFree(limit, work.do, never));
    await untilBegun(works, [true, true, false, false]);
    works[1]!.end();
    await ended[1];
    await untilBegun(works, [true, true, true, false]);
    works[0]!.end();
    await ended[0];
    await untilBegun(works, [true, true, true, true]);
    for (const work of works) work.end();
    await Promise.all(ended);
    const next = new Work();
    void whenFree(limit, next.do, never);
    await untilBegun([next], [true]);
    next.end();
  });

  it('begins after one that failed, or was given up before it began', async () => {
    const limit = pLimit(1);
    const [first, third] = [new Work(), new Work()];
    const failing = whenFree(limit, () => first.do().then(() => Promise.reject(new Error('it broke'))), never);
    const aborter = new AbortController();
    const second = whenFree(limit, () => assert.fail('it was given up'), aborter.signal);
    const last = whenFree(limit, third.do, never);
    aborter.abort(new Error('given up'));
    await assert.rejects(second, /given up/);
    await untilBegun([first, third], [true, false]);
    first.end();
    await assert.rejects(failing, /it broke/);
    await untilBegun([third], [true]);
    third.end();
    await last;
  });

  it('is waited for to its end once it has begun, whatever its signal says', async () => {
    const work = new Work();
    const aborter = new AbortController();
    const ended = whenFree(pLimit(1), () => work.do().then(() => 'its own end'), aborter.signal);
    await untilBegun([work], [true]);
    aborter.abort(new Error('given up'));
    work.end();
    assert.equal(await ended, 'its own end');
  });
});
