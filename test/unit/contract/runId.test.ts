import assert from 'node:assert/strict';
import { isRunId, newRunId } from '../../../src/contract/runId';

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

  for (const text of ['', 'x', '20261124-090807', '20261124-090807-AAAA', '../20261124-090807-aaaa', '20261124-090807-aaa1']) {
    it(`"${text}" is none`, () => assert.ok(!isRunId(text)));
  }
});
