import assert from 'node:assert/strict';
import { isRunId, newRunId } from '../../../src/contract/runId';

describe('run ids', () => {
  it('sort by time', () => {
    const times = ['2025-12-31T23:59:59.999Z', '2026-01-01T00:00:00.000Z', '2026-01-01T00:00:01.000Z', '2026-10-02T00:00:00.000Z'];
    const ids = times.map(time => newRunId(new Date(time)));
    assert.deepEqual(ids.toReversed().toSorted(), ids);
  });

  for (const text of ['20261124-090807-aaaab', 'x20261124-090807-aaaa', '20261124-090807-aaaa\n', '20261124-090807-aaaa/..']) {
    it(`${JSON.stringify(text)} is none`, () => assert.ok(!isRunId(text)));
  }
});
