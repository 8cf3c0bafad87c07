import assert from 'node:assert/strict';
import { keepLatest } from '../../../../webview/shared/keepLatest';

describe('what is kept of the latest call', () => {
  it('is made anew only for other inputs', () => {
    const made: string[] = [];
    const keep = keepLatest((text: string) => {
      made.push(text);
      return { text };
    });
    const list: number[] = [];
    const first = keep([list, 1], 'a');
    assert.equal(keep([list, 1], 'b'), first);
    assert.deepEqual(keep([list, 2], 'c'), { text: 'c' });
    assert.deepEqual(keep([[], 2], 'd'), { text: 'd' });
    assert.deepEqual(keep([list, 2], 'e'), { text: 'e' });
    assert.deepEqual(made, ['a', 'c', 'd', 'e']);
  });
});
