import type { Curve } from './curve';
import type { ThresholdCounts } from './thresholdCounts';

/** Distances below this share of the picture are not told apart, however far it is zoomed in. */
const FINEST = 1e-4;
/** What rounding makes of nothing. */
const NOTHING = 1e-12;

/**
 * At most so many steps, to draw a ROC and a precision–recall curve from: the first and the last stay, and each step that is left has its
 * threshold and counts. Nothing of the shape is lost if the points at which the curves turn are no more than that. Otherwise what is lost
 * is small in proportion to its distance from the corner of a perfect classifier, so that the picture is as good zoomed in.
 *
 * What is computed (areas, operating points) is computed from all steps.
 * @param most at least 2
 */
export function thinSteps(counts: ThresholdCounts, most: number): ThresholdCounts {
  const { thresholds, truePositives, falsePositives, positives, negatives } = counts;
  if (thresholds.length <= most) return counts;
  const rate = (count: Int32Array, all: number): Float64Array => Float64Array.from(count, value => (all === 0 ? 0 : value / all));
  const recall = rate(truePositives, positives);
  const precision = Float64Array.from(truePositives, (tp, i) => tp / (tp + falsePositives[i]!));
  const kept = keptPoints(
    [
      { x: rate(falsePositives, negatives), y: recall },
      { x: recall, y: precision },
    ],
    most,
  );
  return {
    thresholds: Float64Array.from(kept, i => thresholds[i]!),
    truePositives: kept.map(i => truePositives[i]!),
    falsePositives: kept.map(i => falsePositives[i]!),
    positives,
    negatives,
  };
}

/** The same for a curve over rates. */
export function thinCurve(curve: Curve, most: number): Curve {
  if (curve.x.length <= most) return curve;
  const kept = keptPoints([curve], most);
  return { x: Float64Array.from(kept, i => curve.x[i]!), y: Float64Array.from(kept, i => curve.y[i]!) };
}

/** Points of a line that are left out, and the one of them that is farthest from the straight line between its ends. */
interface Gap {
  readonly begin: number;
  readonly end: number;
  readonly farthest: number;
  readonly error: number;
}

/**
 * Which points of lines through the same points to keep, rising: after Ramer (1972) and Douglas and Peucker (1973), always that next one
 * which is farthest off, until none is or `most` are kept.
 */
function keptPoints(lines: readonly Curve[], most: number): Int32Array {
  const last = lines[0]!.x.length - 1;
  const kept = [0, last];
  const gaps = new LargestFirst();
  gaps.add(gapOf(lines, 0, last));
  while (kept.length < most) {
    const gap = gaps.take();
    if (!gap || gap.error < NOTHING) break;
    kept.push(gap.farthest);
    gaps.add(gapOf(lines, gap.begin, gap.farthest));
    gaps.add(gapOf(lines, gap.farthest, gap.end));
  }
  return Int32Array.from(kept).toSorted();
}

function gapOf(lines: readonly Curve[], begin: number, end: number): Gap {
  let [farthest, error] = [begin, 0];
  for (const line of lines) {
    for (let i = begin + 1; i < end; i++) {
      const off = distance(line, i, begin, end) / (fromCorner(line.x[i]!, line.y[i]!) + FINEST);
      if (off > error) [farthest, error] = [i, off];
    }
  }
  return { begin, end, farthest, error };
}

/** How far a point is from the straight line between two others, their ends included. */
function distance({ x, y }: Curve, i: number, begin: number, end: number): number {
  const [dx, dy] = [x[end]! - x[begin]!, y[end]! - y[begin]!];
  const [px, py] = [x[i]! - x[begin]!, y[i]! - y[begin]!];
  const length = dx * dx + dy * dy;
  const along = length === 0 ? 0 : Math.max(0, Math.min((px * dx + py * dy) / length, 1));
  // Math.hypot takes several times as long.
  return Math.sqrt((px - along * dx) ** 2 + (py - along * dy) ** 2);
}

/** How far a point is from where a perfect classifier's curve turns: (0, 1) of a ROC curve, (1, 1) of a precision–recall curve. */
function fromCorner(x: number, y: number): number {
  return Math.sqrt(Math.min(x, 1 - x) ** 2 + (1 - y) ** 2);
}

/** A binary heap. */
class LargestFirst {
  private readonly gaps: Gap[] = [];

  add(gap: Gap): void {
    let at = this.gaps.push(gap) - 1;
    while (at > 0) {
      const parent = (at - 1) >>> 1;
      if (this.gaps[parent]!.error >= gap.error) break;
      this.gaps[at] = this.gaps[parent]!;
      at = parent;
    }
    this.gaps[at] = gap;
  }

  take(): Gap | undefined {
    const first = this.gaps[0];
    const moved = this.gaps.pop();
    if (!moved || this.gaps.length === 0) return first;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= this.gaps.length) break;
      if (child + 1 < this.gaps.length && this.gaps[child + 1]!.error > this.gaps[child]!.error) child++;
      if (this.gaps[child]!.error <= moved.error) break;
      this.gaps[at] = this.gaps[child]!;
      at = child;
    }
    this.gaps[at] = moved;
    return first;
  }
}
