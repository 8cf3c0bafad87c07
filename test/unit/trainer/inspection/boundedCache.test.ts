import assert from 'node:assert/strict';
import { BoundedCache } from '../../../../src/trainer/inspection/boundedCache';

describe('what is kept of files', () => {
  const cacheOf = (
    most: number,
  ): { get: (key: string, stamp?: string) => Promise<string>; loads: string[]; cache: BoundedCache<string> } => {
    const loads: string[] = [];
    const cache = new BoundedCache<string>(most, ({ length }) => length);
    const get = (key: string, stamp = ''): Promise<string> =>
      cache.get(key, stamp, async () => {
        loads.push(key + stamp);
        return key;
      });
    return { get, loads, cache };
  };

  it('is loaded once, also when it is asked for twice at once, and anew with another stamp', async () => {
    const { get, loads } = cacheOf(100);
    await Promise.all([get('a'), get('a')]);
    await get('a');
    await get('a', '2');
    assert.deepEqual(loads, ['a', 'a2']);
  });

  it('is never more than it may be, and what was asked for last stays', async () => {
    const { get, loads, cache } = cacheOf(6);
    for (const key of ['aaa', 'bbb', 'aaa', 'ccc']) await get(key);
    assert.equal(cache.bytes, 6);
    await get('aaa');
    await get('bbb');
    assert.deepEqual(loads, ['aaa', 'bbb', 'ccc', 'bbb']);
    await get('longer than it may be');
    assert.equal(cache.bytes, 21);
    await get('c');
    assert.equal(cache.bytes, 1);
  });

  it('is not what could not be loaded', async () => {
    const cache = new BoundedCache<string>(10, () => 1);
    await assert.rejects(
      cache.get('a', '', () => Promise.reject(new Error('not there'))),
      /not there/,
    );
    assert.equal(await cache.get('a', '', async () => 'there'), 'there');
  });
});
