import type { Range } from './axis';
import { wholeSquare, type ShownSquare } from './goodCorner';
import type { Point } from './points';
import { movedTo, panned, within, zoomed, type ShownRange } from './zoom';

/** The part of the unit square after zooming in (a factor below 1) or out, with one point where it was. */
export function zoomedSquare({ x, y }: ShownSquare, { around, factor }: { around: Point; factor: number }): ShownSquare {
  return squareOf(zoomed(x, all, { around: around.x, factor }), zoomed(y, all, { around: around.y, factor }));
}

/** The part moved by shares of its own sides, as far as the unit square goes. */
export function pannedSquare({ x, y }: ShownSquare, by: Point): ShownSquare {
  return squareOf(panned(x, all, by.x), panned(y, all, by.y));
}

/** A part as it was drawn, within the unit square and no smaller than makes sense. */
export function squareWithin({ x, y }: ShownSquare): ShownSquare {
  return squareOf(within(x, all), within(y, all));
}

/** The part moved as little as needed to have a point well inside. */
export function squareWith({ x, y }: ShownSquare, point: Point): ShownSquare {
  return squareOf(movedTo(x, all, point.x), movedTo(y, all, point.y));
}

export function isWhole({ x, y }: ShownSquare): boolean {
  return [x, y].every(({ from, to }) => from <= 0 && to >= 1);
}

const all: Range = wholeSquare.x;

function squareOf(x: ShownRange, y: ShownRange): ShownSquare {
  return { x: x ?? all, y: y ?? all };
}
