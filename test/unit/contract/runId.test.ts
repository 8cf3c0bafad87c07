import assert from 'node:assert/strict';
import { isRunId, newRunId, newRunIds } from '../../../src/contract/runId';

describe('run ids', () => {
  it('are the time in UTC and four letters', () => {
    const id = newRunId(new Date('2026-11-24T09:08:07.654Z'));
    assert.match(id, /^20261124-090807-[a-z2-7]{4}$/);
    assert.ok(isRunId(id));
  });

  it('of one process rise, however many are made in a second', () => {
    for (const now of [new Date(), new Date('2026-11-24T09:08:07.000Z'), new Date('2026-11-24T09:08:07.999Z')]) {
      const ids = Array.from({ length: 10 }, () => [newRunId(now), ...newRunIds(now, 9)]).flat();
      assert.deepEqual(ids, [...new Set(ids)].toSorted());
    }
  });

  it('rise with the time within a second, whichever process makes them', () => {
    const endingAt = (milliseconds: number, year: number): string =>
      newRunId(new Date(Date.UTC(year, 0, 1, 0, 0, 0, milliseconds))).slice(-4);
    const endings = [0, 1, 12, 13, 500, 998, 999].map((milliseconds, i) => endingAt(milliseconds, 2000 + i));
    assert.deepEqual(endings, endings.toSorted());
  });

  it('follow a clock that was set back', () => {
    assert.match(newRunId(new Date('2031-01-01T00:00:00.000Z')), /^20310101-000000-/);
    assert.match(newRunId(new Date('2030-01-01T00:00:00.000Z')), /^20300101-000000-/);
  });

  it('of one plan are all different, and in ascending order', () => {
    const ids = newRunIds(new Date('2026-11-25T09:08:07.654Z'), 10_000);
    assert.equal(new Set(ids).size, 10_000);
    assert.deepEqual(ids, ids.toSorted());
    assert.ok(ids.every(id => isRunId(id) && id.startsWith('20261125-090807-')));
    assert.throws(() => newRunIds(new Date(), 100_001), RangeError);
  });

  for (const text of ['', 'x', '20261124-090807', '20261124-090807-AAAA', '../20261124-090807-aaaa', '20261124-090807-aaa1']) {
    it(`"${text}" is none`, () => assert.ok(!isRunId(text)));
  }
});
