import type { Range } from './axis';
import { pixelX, pixelY, type Box } from './box';
import type { Point } from './points';
import { textWidth } from './svg';

/** A curve within the unit square, of which a chart shows a part. */
export interface Inset {
  readonly points: readonly Point[];
  /** The part that the chart shows. */
  readonly x: Range;
  readonly y: Range;
  readonly label: string;
}

/** Where it is drawn, in pixels. */
export interface PlacedInset {
  readonly frame: Box;
  readonly shown: Box;
  readonly line: readonly Point[];
  /** The middle of its label. */
  readonly label: Point & { readonly text: string };
}

/** From the corner of the axes. */
const DISTANCE = 12;
/** A part that is shown is no smaller than this, so that it is seen. */
const LEAST_SHOWN = 6;
const [LEAST, MOST] = [60, 96];
/** Of the size, from above and from the left: beside the curve and what is shown of it. */
const LABEL_AT = 0.68;

/** Places an inset into the lower right corner of a chart; undefined where there is none or no room for it. */
export function placeInset(inset: Inset | undefined, box: Box): PlacedInset | undefined {
  const room = Math.min(0.3 * (box.right - box.left), 0.5 * (box.bottom - box.top));
  if (!inset || room < LEAST || room < textWidth(inset.label)) return undefined;
  const size = Math.round(Math.min(room, MOST));
  const [right, bottom] = [Math.round(box.right - DISTANCE), Math.round(box.bottom - DISTANCE)];
  const frame = { left: right - size, top: bottom - size, right, bottom };
  const [left, top] = [pixelX(frame, inset.x.from), pixelY(frame, inset.y.to)];
  return {
    frame,
    shown: {
      left,
      top,
      right: Math.max(pixelX(frame, inset.x.to), left + LEAST_SHOWN),
      bottom: Math.max(pixelY(frame, inset.y.from), top + LEAST_SHOWN),
    },
    line: apart(inset.points.map(({ x, y }) => ({ x: pixelX(frame, x), y: pixelY(frame, y) }))),
    label: { x: frame.left + LABEL_AT * size, y: frame.top + LABEL_AT * size, text: inset.label },
  };
}

/** Points at least half a pixel apart: more cannot be seen. */
function apart(points: readonly Point[]): Point[] {
  const kept: Point[] = [];
  for (const [index, point] of points.entries()) {
    const last = kept.at(-1);
    const isFar = !last || Math.abs(point.x - last.x) + Math.abs(point.y - last.y) >= 0.5;
    if (isFar || index === points.length - 1) kept.push(point);
  }
  return kept;
}
