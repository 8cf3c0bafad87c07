import assert from 'node:assert/strict';
import { isRunId, newRunId, newRunIds } from '../../../src/contract/runId';

describe('run ids', () => {
  it('are the time in UTC and four letters', () => {
    const id = newRunId(new Date('2026-11-24T09:08:07.654Z'));
    assert.match(id, /^20261124-090807-[a-z2-7]{4}$/);
    assert.ok(isRunId(id));
  });

  it('differ within a second', () => {
    const now = new Date();
    assert.ok(new Set(Array.from({ length: 100 }, () => newRunId(now))).size > 95);
  });

  it('of one plan are all different, and in ascending order', () => {
    const ids = newRunIds(new Date('2026-11-24T09:08:07.654Z'), 10_000);
    assert.equal(new Set(ids).size, 10_000);
    assert.deepEqual(ids, ids.toSorted());
    assert.ok(ids.every(id => isRunId(id) && id.startsWith('20261124-090807-')));
    assert.throws(() => newRunIds(new Date(), 100_001), RangeError);
  });

  for (const text of ['', 'x', '20261124-090807', '20261124-090807-AAAA', '../20261124-090807-aaaa', '20261124-090807-aaa1']) {
    it(`"${text}" is none`, () => assert.ok(!isRunId(text)));
  }
});
