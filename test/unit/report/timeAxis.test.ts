import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { timeAxis, upToTick } from '../../../src/report/timeAxis';
import { property } from '../fuzz/property';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

describe('an axis of time', () => {
  it('is divided as clocks are', () => {
    const cases: [number, number, string[]][] = [
      [0, 400, ['0', '0.1 s', '0.2 s', '0.3 s', '0.4 s']],
      [0, 55 * SECOND, ['0', '10 s', '20 s', '30 s', '40 s', '50 s']],
      [0, 3 * MINUTE, ['0', '30 s', '1m00s', '1m30s', '2m00s', '2m30s', '3m00s']],
      [0, 50 * MINUTE, ['0', '10m', '20m', '30m', '40m', '50m']],
      [0, 3 * HOUR, ['0', '30m', '1h00m', '1h30m', '2h00m', '2h30m', '3h00m']],
      [0, 30 * HOUR, ['0', '6h', '12h', '18h', '24h', '30h']],
      [0, 200 * HOUR, ['0', '2d', '4d', '6d', '8d']],
      [HOUR, HOUR + 2 * MINUTE, ['1h00m00s', '1h00m30s', '1h01m00s', '1h01m30s', '1h02m00s']],
    ];
    for (const [from, to, expected] of cases)
      assert.deepEqual(
        timeAxis({ from, to }).ticks.map(({ label }) => label),
        expected,
      );
  });

  it('can end at a tick, so that it stays while an estimate changes a little', () => {
    assert.deepEqual([upToTick(171_000), upToTick(179_000), upToTick(180_000)], [180_000, 180_000, 180_000]);
  });

  property(
    'has few ticks between its ends, in order, each of another name',
    fc.tuple(fc.double({ min: 0, max: 1e9, noNaN: true }), fc.double({ min: 10, max: 1e10, noNaN: true })),
    ([from, length]) => {
      const axis = timeAxis({ from, to: from + length });
      const values = axis.ticks.map(({ value }) => value);
      assert.ok(values.length >= 1 && values.length <= 7, String(values));
      assert.ok(values.every(value => axis.at(value) >= -1e-9 && axis.at(value) <= 1 + 1e-9));
      assert.equal(new Set(axis.ticks.map(({ label }) => label)).size, values.length);
    },
    { cases: 1000 },
  );
});
