import { pixelX, pixelY, type Box } from './box';
import { LABEL_HALO, type EndLabel } from './endLabels';
import { isInside, type Highlight, type LineChart } from './lineChart';
import type { Palette } from './palette';
import type { Point } from './points';
import { FONT_SIZE, textWidth } from './svg';

/** A ring around a point of a curve and the middle of its label, in pixels. */
export interface PlacedHighlight {
  readonly ring: Point;
  readonly text: string;
  readonly label: Point;
  readonly look: NonNullable<Highlight['look']>;
}

export const RING_RADIUS = 6;
export const RING_WIDTH = 1.5;

/** How the mark of a highlight is drawn: a dot has a line around it in the colour of what is behind it. */
export function ringColors(look: PlacedHighlight['look'], palette: Palette): { readonly fill: string; readonly stroke: string } {
  if (look === 'ring') return { fill: 'none', stroke: palette.foreground };
  if (look === 'outside') return { fill: palette.background, stroke: palette.validation };
  return { fill: palette.validation, stroke: palette.background };
}

/** From a point to the middle of its label. */
const DISTANCE = RING_RADIUS + 4 + FONT_SIZE / 2;

/** Places the rings and labels of a chart's highlights, no label over that of a curve's end if there is room elsewhere. */
export function placeHighlights({ highlights = [], xAxis, yAxis }: LineChart, box: Box, endLabels: readonly EndLabel[]): PlacedHighlight[] {
  return highlights.flatMap(one => {
    const [x, y] = [xAxis.at(one.x), yAxis.at(one.y)];
    if (!isInside(x, y)) return [];
    const ring = { x: pixelX(box, x), y: pixelY(box, y) };
    return [{ ring, text: one.label, label: placeLabel(one, ring, { box, endLabels }), look: one.look ?? 'ring' }];
  });
}

interface Surroundings {
  readonly box: Box;
  readonly endLabels: readonly EndLabel[];
}

/** Above or below the ring, where there is room; at the end of a curve that is to the left of the curve's own label. */
function placeLabel({ label, side }: Highlight, { x, y }: Point, { box, endLabels }: Surroundings): Point {
  const half = textWidth(label) / 2;
  const middle = Math.max(box.left + half, Math.min(x, box.right - half));
  const heights = side === 'above' ? [y - DISTANCE, y + DISTANCE] : [y + DISTANCE, y - DISTANCE];
  const places = heights
    .filter(height => height >= box.top + FONT_SIZE / 2 && height <= box.bottom - FONT_SIZE / 2)
    .map(height => ({ x: leftOf(endLabels, { middle, half, height }), y: height }));
  return places.find(place => place.x === middle) ?? places.find(place => place.x >= box.left + half) ?? { x: middle, y: heights[0]! };
}

/** The middle of a label that is as wide as twice `half`, moved to the left of what stands at its height. */
function leftOf(endLabels: readonly EndLabel[], { middle, half, height }: { middle: number; half: number; height: number }): number {
  const beside = endLabels.filter(other => Math.abs(other.y - height) <= FONT_SIZE + LABEL_HALO);
  return beside.reduce((left, other) => Math.min(left, other.x - LABEL_HALO - half), middle);
}
