import { maxOf } from '../util/extremes';
import type { Range } from './axis';
import type { Point } from './points';

/** The part of the unit square that a chart shows. */
export interface ShownSquare {
  readonly x: Range;
  readonly y: Range;
}

const all: Range = { from: 0, to: 1 };
export const wholeSquare: ShownSquare = { x: all, y: all };

/** How long a side of the part may be. Few lengths, so that most classes of a run have the same axes. */
const sides = [0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5];

/** So many times as long as the best point is away from the corner, so that it lies well inside; and as the usual one is, so that it is seen. */
const ROOM = 4;
const LITTLE_ROOM = 1.25;

/** A usual point farther away is not worth the detail that it would cost. */
const FAR = 0.16;

/**
 * The upper left corner of a ROC curve with the point that is farthest above the diagonal (Youden, 1950); all of it where that is no corner.
 * @param usual the point at the usual threshold, which is shown too
 */
export function rocCorner(points: readonly Point[], usual?: Point): ShownSquare {
  const best = bestOf(points, ({ x, y }) => y - x);
  if (!best) return wholeSquare;
  const width = sideFor(Math.max(best.x, nearest(points.map(({ x }) => x))), usual?.x);
  const height = sideFor(Math.max(1 - best.y, nearest(points.map(({ y }) => 1 - y))), usual && 1 - usual.y);
  return width === 1 || height === 1 ? wholeSquare : { x: { from: 0, to: width }, y: { from: 1 - height, to: 1 } };
}

/** The upper right corner of a precision–recall curve with the point of the greatest F1; all of it where that is no corner. */
export function precisionRecallCorner(points: readonly Point[], usual?: Point): ShownSquare {
  const best = bestOf(points, ({ x, y }) => (x + y === 0 ? 0 : (2 * x * y) / (x + y)));
  if (!best) return wholeSquare;
  const side = sideFor(
    Math.max(1 - best.x, 1 - best.y, nearest(points.map(({ x }) => 1 - x))),
    usual && Math.max(1 - usual.x, 1 - usual.y),
  );
  return side === 1 ? wholeSquare : { x: { from: 1 - side, to: 1 }, y: { from: 1 - side, to: 1 } };
}

/** The least distance above 0: with few images, one step of the curve. */
function nearest(distances: readonly number[]): number {
  return distances.reduce((least, one) => (one > 1e-12 && one < least ? one : least), 1) / 2;
}

function sideFor(distance: number, usual = 0): number {
  const least = Math.max(ROOM * distance, usual > FAR ? 0 : LITTLE_ROOM * usual);
  return sides.find(side => side >= least - 1e-12) ?? 1;
}

function bestOf(points: readonly Point[], value: (point: Point) => number): Point | undefined {
  const most = maxOf(points.map(value));
  return points.find(point => value(point) === most);
}
