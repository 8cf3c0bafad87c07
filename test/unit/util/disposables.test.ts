import assert from 'node:assert/strict';
import { Disposables } from '../../../src/util/disposables';

describe('Disposables', () => {
  let disposed: string[];
  let disposables: Disposables;
  beforeEach(() => {
    disposed = [];
    disposables = new Disposables();
  });
  const one = (name: string): { dispose: () => void } => ({ dispose: () => void disposed.push(name) });
  const slow = (name: string): { dispose: () => Promise<void> } => ({
    dispose: async () => {
      disposed.push(`${name} begins`);
      await Promise.resolve();
      disposed.push(`${name} ends`);
    },
  });

  it('are disposed of in the reverse order, each once', async () => {
    for (const name of ['a', 'b', 'c']) disposables.add(one(name));
    await Promise.all([disposables.dispose(), disposables.dispose()]);
    assert.deepEqual(disposed, ['c', 'b', 'a']);
  });

  it('gives back what is added', () => {
    const added = one('a');
    assert.equal(disposables.add(added), added);
  });

  it('wait for one that takes time, and are disposed of at once up to that one', async () => {
    disposables.add(one('a'));
    disposables.add(slow('b'));
    disposables.add(one('c'));
    const ending = disposables.dispose();
    assert.deepEqual(disposed, ['c', 'b begins']);
    await ending;
    assert.deepEqual(disposed, ['c', 'b begins', 'b ends', 'a']);
  });

  it('are all disposed of, though some throw, and it is told what those threw', async () => {
    disposables.add(one('a'));
    disposables.add({ dispose: () => Promise.reject(new Error('later')) });
    disposables.add({
      dispose: () => {
        throw new Error('at once');
      },
    });
    await assert.rejects(disposables.dispose(), ({ errors }: AggregateError) => {
      assert.deepEqual(
        errors.map(error => (error as Error).message),
        ['at once', 'later'],
      );
      return true;
    });
    assert.deepEqual(disposed, ['a']);
  });

  it('are disposed of when they are added too late', async () => {
    disposables.add(slow('a'));
    const ending = disposables.dispose();
    disposables.add(one('b'));
    await ending;
    await disposables.dispose();
    disposables.add(one('c'));
    await disposables.dispose();
    assert.deepEqual(disposed, ['a begins', 'a ends', 'b', 'c']);
  });
});
