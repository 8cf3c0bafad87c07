import { linePoints, type ParallelChart, type ParallelLine, type ParallelPlaces } from '../../src/report/parallelChart';

/** Nearer than this to a line, in pixels, a pointer is on it. */
const NEAR = 8;

/** The line that runs nearest by a point; undefined if none runs near. */
export function nearestLine(
  chart: ParallelChart,
  lines: readonly ParallelLine[],
  places: ParallelPlaces,
  { x, y }: { readonly x: number; readonly y: number },
): ParallelLine | undefined {
  let [best, distance]: [ParallelLine | undefined, number] = [undefined, NEAR];
  for (const line of lines) {
    const points = linePoints(chart, line, places);
    for (let i = 0; i + 1 < points.length; i++) {
      const [[x1, y1], [x2, y2]] = [points[i]!, points[i + 1]!];
      if (x < x1 || x > x2) continue;
      const off = Math.abs(y1 + ((y2 - y1) * (x - x1)) / (x2 - x1 || 1) - y);
      // Of lines that lie over each other the upper one, which comes last.
      if (off <= distance) [best, distance] = [line, off];
    }
  }
  return best;
}
