import assert from 'node:assert/strict';
import { firstKey } from '../../../../../webview/comparison/recorded/firstKey';

describe('the recorded metric that is drawn first', () => {
  it('is one of images that were held back, else the first that was logged', () => {
    assert.equal(firstKey(['epoch', 'loss', 'val/acc']), 'val/acc');
    assert.equal(firstKey(['epoch', 'loss']), 'loss');
    assert.equal(firstKey(['b', 'a']), 'b');
    assert.equal(firstKey([]), undefined);
  });
});
