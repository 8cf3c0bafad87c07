import type { PlacedPoint } from './points';

/** Stretches of an axis of which each is about a pixel wide. */
const STRETCHES = 800;

/** Fewer points than this are drawn at once: at most four are left of each stretch. */
const MANY = 4 * STRETCHES;

/**
 * Of very many points those that a picture needs: of each stretch of the axis the first and the last, the lowest and the highest, and those
 * that are marked or break the line. Drawn, they look the same.
 */
export function thinned(points: PlacedPoint[]): PlacedPoint[] {
  if (points.length <= MANY) return points;
  const kept: PlacedPoint[] = [];
  let begin = 0;
  while (begin < points.length) {
    const stretch = stretchOf(points[begin]!);
    let [end, lowest, highest] = [begin + 1, begin, begin];
    for (; end < points.length && stretchOf(points[end]!) === stretch; end++) {
      if (points[end]!.y < points[lowest]!.y) lowest = end;
      if (points[end]!.y > points[highest]!.y) highest = end;
    }
    for (let i = begin; i < end; i++) {
      const isOutline = i === begin || i === end - 1 || i === lowest || i === highest;
      if (isOutline || points[i]!.isMarked || !Number.isFinite(points[i]!.y)) kept.push(points[i]!);
    }
    begin = end;
  }
  return kept;
}

function stretchOf({ x }: PlacedPoint): number {
  return Math.floor(x * STRETCHES);
}
