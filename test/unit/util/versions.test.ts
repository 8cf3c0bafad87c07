import assert from 'node:assert/strict';
import { Versions } from '../../../src/util/versions';

describe('Versions', () => {
  it('tell what began earlier that something newer has begun', () => {
    const versions = new Versions();
    const isFirstNewest = versions.mark();
    assert.equal(isFirstNewest(), true);
    versions.begin();
    const isSecondNewest = versions.mark();
    assert.deepEqual([isFirstNewest(), isSecondNewest()], [false, true]);
    versions.begin();
    assert.deepEqual([isFirstNewest(), isSecondNewest()], [false, false]);
  });
});
