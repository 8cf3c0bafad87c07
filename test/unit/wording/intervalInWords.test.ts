import assert from 'node:assert/strict';
import { wilsonInterval } from '../../../src/evaluation/wilson';
import { percentInterval, shareInterval } from '../../../src/wording/intervalInWords';

describe('an interval in words', () => {
  it('has both ends, since its middle is not the share', () => {
    const interval = wilsonInterval(9912, 10_000);
    assert.equal(percentInterval(interval), '98.92–99.29 %');
    assert.equal(shareInterval(interval), '0.9892–0.9929');
    assert.equal(shareInterval(interval, 2), '0.99–0.99');
  });
});
