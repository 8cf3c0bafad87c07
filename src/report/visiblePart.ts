import { bisector } from 'd3-array';
import type { Range } from './axis';
import type { PlacedPoint, Point } from './points';

const byX = bisector((point: Point) => point.x);

/** Which points a line needs to be drawn across a range, from the first and without the last: those inside, and one on either side. */
export function across(points: readonly Point[], { from, to }: Range): readonly [number, number] {
  return [Math.max(0, byX.left(points, from) - 1), Math.min(points.length, byX.right(points, to) + 1)];
}

/** The values that a line has within a range, with those at which it enters and leaves it. */
export function valuesWithin(points: readonly Point[], range: Range): number[] {
  const inside = points.slice(byX.left(points, range.from), byX.right(points, range.to)).map(({ y }) => y);
  return [...inside, ...[range.from, range.to].flatMap(x => valueAt(points, x) ?? [])];
}

/** The value that a line has where it goes on; undefined where it has ended or not begun. */
export function valueAt(points: readonly Point[], x: number): number | undefined {
  const after = byX.right(points, x);
  const [before, next] = [points[after - 1], points[after]];
  if (!before || !next) return undefined;
  return before.y + ((x - before.x) / (next.x - before.x)) * (next.y - before.y);
}

/** A line in shares of an axis, which begins and ends at most one point outside of it, cut off at the axis's ends. */
export function cut(points: readonly PlacedPoint[]): PlacedPoint[] {
  const [first, second, last, beforeLast] = [points[0], points[1], points.at(-1), points.at(-2)];
  const begin = first && first.x < 0 ? [endOf(first, second, 0)] : [];
  const end = last && last.x > 1 ? [endOf(last, beforeLast, 1)] : [];
  return [...begin, ...points.slice(begin.length, points.length - end.length), ...end].filter(point => point !== undefined);
}

/** Where the line from a point outside to the next one inside crosses the end of the axis; undefined if the next one lies there. */
function endOf({ x, y }: PlacedPoint, next: PlacedPoint | undefined, end: 0 | 1): PlacedPoint | undefined {
  if (!next || next.x === end) return undefined;
  return { x: end, y: y + ((end - x) / (next.x - x)) * (next.y - y), isMarked: false };
}
