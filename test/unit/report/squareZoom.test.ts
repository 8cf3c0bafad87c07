import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { wholeSquare, type ShownSquare } from '../../../src/report/goodCorner';
import { isWhole, pannedSquare, squareWith, squareWithin, zoomedSquare } from '../../../src/report/squareZoom';
import { property } from '../fuzz/property';

const square = (x1: number, x2: number, y1: number, y2: number): ShownSquare => ({ x: { from: x1, to: x2 }, y: { from: y1, to: y2 } });
const near = (a: ShownSquare, b: ShownSquare): void => {
  for (const axis of ['x', 'y'] as const)
    for (const end of ['from', 'to'] as const) assert.ok(Math.abs(a[axis][end] - b[axis][end]) < 1e-12, JSON.stringify([a, b]));
};

describe('a zoomed part of the unit square', () => {
  it('is halved along both axes around a point, and whole again', () => {
    const half = zoomedSquare(wholeSquare, { around: { x: 0, y: 1 }, factor: 0.5 });
    near(half, square(0, 0.5, 0.5, 1));
    assert.ok(!isWhole(half) && isWhole(zoomedSquare(half, { around: { x: 0, y: 1 }, factor: 2 })));
  });

  it('is moved along each axis as far as there is something', () => {
    near(pannedSquare(square(0, 0.5, 0.5, 1), { x: 0.5, y: 9 }), square(0.25, 0.75, 0.5, 1));
    near(pannedSquare(square(0, 0.5, 0.5, 1), { x: 0, y: -0.5 }), square(0, 0.5, 0.25, 0.75));
  });

  it('follows a point, and stays where that is seen already', () => {
    near(squareWith(square(0, 0.5, 0.5, 1), { x: 0.1, y: 0.6 }), square(0, 0.5, 0.5, 1));
    near(squareWith(square(0, 0.5, 0.5, 1), { x: 0.6, y: 0.6 }), square(0.15, 0.65, 0.5, 1));
  });

  property(
    'lies within the unit square and is no point, whatever was drawn',
    fc.tuple(fc.double({ noNaN: true, min: -1, max: 2 }), fc.double({ noNaN: true, min: -1, max: 2 })),
    ([a, b]) => {
      const { x, y } = squareWithin(square(Math.min(a, b), Math.max(a, b), 0.3, 0.3));
      for (const { from, to } of [x, y]) assert.ok(from >= -1e-12 && to <= 1 + 1e-12 && to - from > 1e-3, JSON.stringify({ x, y }));
    },
    { cases: 500 },
  );
});
