import assert from 'node:assert/strict';
import { duration, grouped, loss, percent, short, table } from '../../../src/util/format';

describe('format', () => {
  it('writes shares as per cent', () => {
    assert.deepEqual([0, 0.09871, 0.9912, 1].map(percent), ['0.00 %', '9.87 %', '99.12 %', '100.00 %']);
  });

  it('groups thousands', () => {
    for (const value of [0, 7, 999, 1000, 5432.4, 5432.5, 1_234_567, 4_294_967_295, Number.MAX_SAFE_INTEGER, -1, -999, -1000, -5432.5])
      assert.equal(grouped(value), Math.round(value).toLocaleString('en-US'));
  });

  it('keeps figures of a small loss', () => {
    assert.deepEqual([2.31415, 0.0271, 0.00012345, 0].map(loss), ['2.3142', '0.0271', '0.00012', '0.0000']);
  });

  it('writes durations in two units at most', () => {
    const cases: [number, string][] = [
      [0, '0 ms'],
      [849.6, '850 ms'],
      [4230, '4.2 s'],
      [59_949, '59.9 s'],
      [59_950, '1m00s'],
      [80_000, '1m20s'],
      [3_599_000, '59m59s'],
      [3_599_999, '1h00m'],
      [7_530_000, '2h05m'],
      [360_000_000, '100h00m'],
    ];
    for (const [ms, text] of cases) assert.equal(duration(ms), text, `${ms} ms`);
  });

  it('shortens large figures', () => {
    assert.deepEqual([12, 999, 34_826, 4_963_840, 14.6e9].map(short), ['12', '999', '34.8 k', '4.96 M', '14.6 G']);
  });

  it('aligns the columns of a table', () => {
    assert.deepEqual(
      table([
        ['name', 'n', ''],
        ['a', '1,000', ''],
        ['longer', '2', 'x'],
      ]),
      ['name        n', 'a       1,000', 'longer      2  x'],
    );
  });
});
