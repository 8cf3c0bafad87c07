import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { movedTo, panned, within, zoomed } from '../../../src/report/zoom';
import { property } from '../fuzz/property';

const extent = { from: 0, to: 10 };
const place = fc.double({ min: 0, max: 10, noNaN: true });

describe('a zoomed axis', () => {
  it('is halved around a place, which stays where it was', () => {
    assert.deepEqual(zoomed(extent, extent, { around: 2, factor: 0.5 }), { from: 1, to: 6 });
    assert.deepEqual(zoomed({ from: 1, to: 6 }, extent, { around: 2, factor: 2 }), null);
  });

  it('is moved as far as there is something, and is as long as before', () => {
    assert.deepEqual(panned({ from: 2, to: 4 }, extent, 0.5), { from: 3, to: 5 });
    assert.deepEqual(panned({ from: 2, to: 4 }, extent, -9), { from: 0, to: 2 });
    assert.deepEqual(panned({ from: 2, to: 4 }, extent, 9), { from: 8, to: 10 });
    assert.equal(panned(extent, extent, 0.5), null);
  });

  it('follows what is read, and stays where that is seen already', () => {
    const range = { from: 2, to: 4 };
    assert.deepEqual(movedTo(range, extent, 3), range);
    for (const [to, expected] of [
      [6, [4.2, 6.2]],
      [1, [0.8, 2.8]],
      [10, [8, 10]],
    ] as const) {
      const moved = movedTo(range, extent, to)!;
      assert.ok(Math.abs(moved.from - expected[0]) < 1e-9 && Math.abs(moved.to - expected[1]) < 1e-9, JSON.stringify(moved));
    }
  });

  property(
    'lies within the axis and is never without length, whatever is done to it',
    fc.tuple(place, place, place, fc.double({ min: 1e-9, max: 1e9, noNaN: true }), fc.double({ min: -1e6, max: 1e6, noNaN: true })),
    ([from, to, around, factor, share]) => {
      const begin = within({ from: Math.min(from, to), to: Math.max(from, to) }, extent) ?? extent;
      for (const range of [
        begin,
        zoomed(begin, extent, { around, factor }),
        panned(begin, extent, share),
        movedTo(begin, extent, around),
      ]) {
        if (!range) continue;
        assert.ok(range.from >= -1e-9 && range.to <= 10 + 1e-9 && range.to - range.from >= 0.0199, JSON.stringify(range));
      }
      const reached = movedTo(begin, extent, around) ?? extent;
      assert.ok(around >= reached.from - 1e-9 && around <= reached.to + 1e-9);
    },
    { cases: 1000 },
  );
});
