import assert from 'node:assert/strict';
import { oneAtATime } from '../../../src/util/oneAtATime';

describe('oneAtATime', () => {
  it('does one thing after the other, also after one that failed, and settles as each of them does', async () => {
    const inTurn = oneAtATime();
    const seen: string[] = [];
    const work = (name: string, fails: boolean) => async (): Promise<string> => {
      seen.push(`${name} begins`);
      await Promise.resolve();
      seen.push(`${name} ends`);
      if (fails) throw new Error(name);
      return name;
    };
    const settled = await Promise.allSettled([inTurn(work('a', false)), inTurn(work('b', true)), inTurn(work('c', false))]);
    assert.deepEqual(seen, ['a begins', 'a ends', 'b begins', 'b ends', 'c begins', 'c ends']);
    assert.deepEqual(
      settled.map(one => (one.status === 'fulfilled' ? one.value : (one.reason as Error).message)),
      ['a', 'b', 'c'],
    );
  });
});
