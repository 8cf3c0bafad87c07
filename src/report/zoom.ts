import type { Range } from './axis';

/** The part of an axis that is shown; null: all of it. */
export type ShownRange = Range | null;

/** Nearer than this, in shares of the whole axis, there is nothing more to be seen: few points are left. */
const LEAST_SHARE = 1 / 500;

/** A range within an axis and no smaller than makes sense; null if it is the whole axis. */
export function within({ from, to }: Range, extent: Range): ShownRange {
  const whole = extent.to - extent.from;
  const length = Math.max(to - from, whole * LEAST_SHARE);
  if (!(length < whole * (1 - 1e-6))) return null;
  const middle = (from + to) / 2;
  const begin = Math.min(Math.max(middle - length / 2, extent.from), extent.to - length);
  return { from: begin, to: begin + length };
}

/** The range after zooming in (a factor below 1) or out, with one place where it was. */
export function zoomed({ from, to }: Range, extent: Range, { around, factor }: { around: number; factor: number }): ShownRange {
  return within({ from: around - (around - from) * factor, to: around + (to - around) * factor }, extent);
}

/** The range moved along the axis by a share of its own length, as far as the axis goes. */
export function panned({ from, to }: Range, extent: Range, share: number): ShownRange {
  const by = share * (to - from);
  return within({ from: from + by, to: to + by }, extent);
}

/** The range moved as little as needed to have a place well inside. */
export function movedTo(range: Range, extent: Range, place: number): ShownRange {
  const margin = 0.1 * (range.to - range.from);
  if (place < range.from) return panned(range, extent, (place - margin - range.from) / (range.to - range.from));
  if (place > range.to) return panned(range, extent, (place + margin - range.to) / (range.to - range.from));
  return within(range, extent);
}
