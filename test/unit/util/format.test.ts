import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { compact, duration, grouped, loss, percent, short, table } from '../../../src/util/format';
import { property } from '../fuzz/property';

describe('format', () => {
  it('writes shares as per cent', () => {
    assert.deepEqual([0, 0.09871, 0.9912, 1].map(percent), ['0.00 %', '9.87 %', '99.12 %', '100.00 %']);
  });

  it('groups thousands', () => {
    for (const value of [0, 7, 999, 1000, 5432.4, 5432.5, 1_234_567, 4_294_967_295, Number.MAX_SAFE_INTEGER, -1, -999, -1000, -5432.5])
      assert.equal(grouped(value), Math.round(value).toLocaleString('en-US'));
    assert.deepEqual([2 ** 53, 1e30, NaN, Infinity].map(grouped), ['9.01e+15', '1.00e+30', 'NaN', 'inf']);
  });

  it('keeps figures of a small loss', () => {
    assert.deepEqual([2.31415, 0.0271, 0.00012345, 0].map(loss), ['2.3142', '0.0271', '0.00012', '0.0000']);
  });

  it('keeps a number of any size short', () => {
    const cases: [number, string, string][] = [
      [0, '0.0000', '0.000'],
      [-0, '0.0000', '0.000'],
      [0.00012345, '0.00012', '0.00012'],
      [0.0000123, '0.000012', '1.2e-5'],
      [1.23e-7, '1.2e-7', '1.2e-7'],
      [5e-324, '4.9e-324', '5e-324'],
      [0.0271, '0.0271', '0.027'],
      [2.31415, '2.3142', '2.314'],
      [999.99994, '999.9999', '1000.0'],
      [999.99996, '1000.00', '1000.0'],
      [1234.5678, '1234.57', '1234.6'],
      [123_456.7, '123457', '123457'],
      [999_999.9, '1.00e+6', '1.00e+6'],
      [2.31e18, '2.31e+18', '2.3e+18'],
      [9.996e9, '1.00e+10', '1.0e+10'],
      [1e30, '1.00e+30', '1.0e+30'],
      [1.7976931348623157e308, '1.8e+308', '2e+308'],
      [-2.31415, '-2.314', '-2.31'],
      [-2.31e18, '-2.3e+18', '-2e+18'],
      [NaN, 'NaN', 'NaN'],
      [Infinity, 'inf', 'inf'],
      [-Infinity, '-inf', '-inf'],
    ];
    for (const [value, eight, seven] of cases) assert.deepEqual([loss(value), compact(value, 7)], [eight, seven], String(value));
  });

  const widths = fc.integer({ min: 7, max: 12 });
  property(
    'writes no number longer than there is room, and none that is read back as another one',
    fc.tuple(fc.double(), widths),
    ([value, width]) => {
      const text = compact(value, width);
      assert.ok(text.length <= width, `${value}: ${text}`);
      if (!Number.isFinite(value)) return;
      // Half a unit of the last decimal, or of the last of one to three digits before an exponent.
      const error = Math.abs(Number(text) - value);
      const digits = text.includes('e') ? text.replace('-', '').indexOf('e') : 2;
      const decimals = width - 4 - (value < 0 ? 1 : 0);
      const isNear = error <= Math.max(0.5 * 10 ** -decimals, Math.abs(value) * 0.5 * 10 ** (digits > 1 ? 2 - digits : 0)) * (1 + 1e-9);
      assert.ok(isNear || Math.abs(Number(text)) === Infinity, `${value}: ${text}`);
    },
    { cases: 2000 },
  );

  property(
    'writes a greater number as no lesser one',
    fc.tuple(fc.double({ noNaN: true }), fc.double({ noNaN: true, min: -3, max: 3 }), widths),
    ([value, ratio, width]) => {
      const read = (one: number): number => Number(compact(one, width).replace('inf', 'Infinity'));
      const [least, most] = [value, value * ratio].toSorted((a, b) => a - b) as [number, number];
      assert.ok(read(least) <= read(most), `${least} and ${most}: ${compact(least, width)}, ${compact(most, width)}`);
    },
    { cases: 2000 },
  );

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
