import { bisectLeft, bisectRight } from 'd3-array';
import type { ScalarPoints } from '../../experiment/recorded/scalarPoints';
import type { Range } from '../axis';

/** Stretches of an axis of which each is no wider than a few pixels. */
const STRETCHES = 200;

/** Of each stretch at most so many points are kept. */
const OF_EACH = 5;

/**
 * Of the points within a range, and the next one on either side, those that a picture needs: all if there are few; else of each stretch
 * the first and the last, the lowest and the highest, so that no spike is lost, and one where the line breaks.
 * @returns at most 1,002 points, in their order
 */
export function thinnedPoints({ steps, values }: ScalarPoints, { from, to }: Range): ScalarPoints {
  const begin = Math.max(0, bisectLeft(steps, from) - 1);
  const end = Math.min(steps.length, bisectRight(steps, to) + 1);
  if (end - begin <= STRETCHES * OF_EACH) return { steps: steps.slice(begin, end), values: values.slice(begin, end) };
  const width = (to - from) / STRETCHES;
  const stretchOf = (i: number): number =>
    steps[i]! < from ? -1 : steps[i]! > to ? STRETCHES : Math.min(STRETCHES - 1, width > 0 ? Math.floor((steps[i]! - from) / width) : 0);
  const kept: number[] = [];
  for (let first = begin; first < end;) {
    let after = first + 1;
    while (after < end && stretchOf(after) === stretchOf(first)) after++;
    for (const i of outlineOf(values, first, after)) kept.push(i);
    first = after;
  }
  return { steps: Float64Array.from(kept, i => steps[i]!), values: Float64Array.from(kept, i => values[i]!) };
}

/** The places of the values of a stretch that are kept, from the first and without the last. */
function outlineOf(values: Float64Array, begin: number, end: number): number[] {
  let [lowest, highest, broken] = [-1, -1, -1];
  for (let i = begin; i < end; i++) {
    const value = values[i]!;
    if (!Number.isFinite(value)) {
      if (broken < 0) broken = i;
      continue;
    }
    if (lowest < 0 || value < values[lowest]!) lowest = i;
    if (highest < 0 || value > values[highest]!) highest = i;
  }
  const found = [begin, lowest, highest, broken, end - 1].filter(i => i >= 0);
  return [...new Set(found)].sort((a, b) => a - b);
}
