import assert from 'node:assert/strict';
import type { PlacedPoint } from '../../../src/report/points';
import { thinned } from '../../../src/report/thinned';
import { across, valueAt, valuesWithin } from '../../../src/report/visiblePart';

const points = [0, 1, 2, 3, 4].map(x => ({ x, y: 10 * x }));

describe('the visible part of a line', () => {
  it('has one point more on either side', () => {
    assert.deepEqual(across(points, { from: 1.5, to: 2.5 }), [1, 4]);
    assert.deepEqual(across(points, { from: 0, to: 4 }), [0, 5]);
    assert.deepEqual(across(points, { from: 1.2, to: 1.4 }), [1, 3]);
    assert.deepEqual(across([], { from: 0, to: 1 }), [0, 0]);
  });

  it('has the values inside and at its edges, also between two points', () => {
    assert.deepEqual(
      valuesWithin(points, { from: 1.5, to: 2.5 }).toSorted((a, b) => a - b),
      [15, 20, 25],
    );
    assert.deepEqual(valuesWithin(points, { from: 1.25, to: 1.5 }), [12.5, 15]);
    assert.deepEqual(valuesWithin(points, { from: 7, to: 9 }), []);
    assert.equal(valueAt(points, 4), undefined);
    assert.equal(valueAt(points, -1), undefined);
  });
});

describe('very many points', () => {
  const many: PlacedPoint[] = Array.from({ length: 100_000 }, (_, i) => ({
    x: i / 100_000,
    y: Math.sin(i) / 2,
    isMarked: i % 30_000 === 0,
  }));

  it('are drawn with as many as can be told apart, in their order, and reach as high and as low', () => {
    const few = thinned(many);
    assert.ok(few.length < 5000, String(few.length));
    assert.deepEqual([few[0], few.at(-1)], [many[0], many.at(-1)]);
    assert.equal(Math.max(...few.map(({ y }) => y)), Math.max(...many.map(({ y }) => y)));
    assert.ok(few.every(({ x }, i) => i === 0 || x > few[i - 1]!.x));
  });

  it('keep their marks and their gaps; few stay as they are', () => {
    const broken = many.map((point, i) => (i === 5005 ? { ...point, y: NaN } : point));
    const few = thinned(broken);
    assert.equal(few.filter(({ isMarked }) => isMarked).length, 4);
    assert.equal(few.filter(({ y }) => Number.isNaN(y)).length, 1);
    assert.equal(thinned(many.slice(0, 2000)).length, 2000);
  });
});
