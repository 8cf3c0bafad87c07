/**
 * Curves over common axes, for every painter: the one that draws on a canvas and the one that writes an SVG file. Everything in which both
 * must agree (positions, ticks, colours, strokes, marks, labels) is here; a painter only knows pixels.
 */
import { maxOf } from '../util/extremes';
import type { Axis } from './axis';
import { bounded } from './box';
import type { Inset } from './inset';
import { MARKER_RADIUS, type Marker } from './marker';
import type { NamedPoints, PlacedPoint, Point, SeriesRole } from './points';
import { textWidth } from './svg';
import { thinned } from './thinned';
import { across, cut } from './visiblePart';

export interface LineChart {
  readonly title: string;
  readonly xLabel: string;
  readonly yLabel: string;
  /** From end to end what is shown: of a curve that goes on outside, the part inside is drawn. */
  readonly xAxis: Axis;
  readonly yAxis: Axis;
  /** Each is drawn over those before it. */
  readonly series: readonly Series[];
  /** What lies around means, below the curves. */
  readonly bands?: readonly Band[];
  /** What lies beyond this `x` was not reached, or not yet, and is shaded. */
  readonly reached?: number | undefined;
  /** What is written there if there is room: the first of these that fits. */
  readonly reachedLabels?: readonly string[];
  /** Points with a ring around them and a label. */
  readonly highlights?: readonly Highlight[];
  /** The whole of what is shown a part of, small in a corner. */
  readonly inset?: Inset | undefined;
  /** The least room to the right of the axes, in pixels; by default the same for all charts of a page. */
  readonly rightMargin?: number;
  /** What of the horizontal axis is shown. */
  readonly rangeInWords?: string;
  /** What stands in its middle if there is no curve, by default that nothing was recorded yet. */
  readonly empty?: string;
  /** How the curves were changed before they were drawn. A page has a control that says so; a picture has this. */
  readonly note?: string | undefined;
  /** A value of `y` in full. */
  readonly format: (value: number) => string;
}

export interface Series extends NamedPoints {
  readonly style: SeriesStyle;
  /** Of a curve that is smoothed: what was measured, faint and with its marks, or the mean that goes through it. */
  readonly part?: 'measured' | 'smoothed' | undefined;
  /** Which one it is, for a legend with room: the run's name beside `parent`. */
  readonly name?: string;
  /** What stands after its last point. */
  readonly endLabel?: string;
  /** What is drawn otherwise than its style has it. */
  readonly look?: Partial<Stroke>;
}

/** From low to high along a curve, in the colour of its role. */
export interface Band {
  readonly role: SeriesRole;
  /** In the order of `x`. */
  readonly points: readonly { readonly x: number; readonly low: number; readonly high: number }[];
  readonly opacity: number;
}

export interface Highlight extends Point {
  readonly label: string;
  /** On which side of the point its label stands where there is room. */
  readonly side: 'above' | 'below';
  /** By default a ring; `threshold` is a dot in the colour of what is wrong, `outside` a ring in it, at the edge beyond which the point lies. */
  readonly look?: 'ring' | 'threshold' | 'outside';
}

/** `thin` for what is noisy, `markers` with a filled square at each point, `dashed` with a hollow circle. */
export type SeriesStyle = 'line' | 'thin' | 'markers' | 'dashed';

/** How a series is drawn; widths and lengths in pixels. */
export interface Stroke {
  readonly width: number;
  readonly opacity: number;
  readonly dashes: readonly number[];
  readonly marker?: Marker | undefined;
}

const strokes: Readonly<Record<SeriesStyle, Stroke>> = {
  line: { width: 2, opacity: 1, dashes: [] },
  thin: { width: 1, opacity: 1, dashes: [] },
  markers: { width: 1.5, opacity: 1, dashes: [], marker: 'square' },
  dashed: { width: 1.25, opacity: 1, dashes: [4, 3], marker: 'circle' },
};

/** What was measured stands behind its smoothed curve, its marks on what they mark. */
export function strokeOf({ style, part, look }: Pick<Series, 'style' | 'part' | 'look'>): Stroke {
  const stroke = { ...strokes[style], ...look };
  if (part === 'measured') return { ...stroke, width: 1, opacity: 0.32 };
  return part === 'smoothed' ? { ...stroke, marker: undefined } : stroke;
}

/** What surrounds the curves, all of it in the palette's `context` colour, by its opacity. */
export const frame = { grid: 0.22, axis: 0.6, beyond: 0.08, reached: 0.7 } as const;
export const reachedDashes: readonly number[] = [2, 3];

/** The distance in pixels by which a curve may exceed the axes, so that a marker or a line at an end is drawn whole. */
export function overhangOf(series: Series): number {
  return strokeOf(series).marker ? MARKER_RADIUS + 2 : 1;
}

/** More marks than this would hide their line. */
const MOST_MARKS = 30;

/**
 * The positions of the points of a series that can be seen, and where its line enters and leaves the axes; of many points only those that the eye can tell apart. Of
 * many points only every n-th one has a marker, and the last one always.
 */
export function placedPoints(series: Series, { xAxis, yAxis }: LineChart): PlacedPoint[] {
  const { points } = series;
  const [begin, end] = across(points, xAxis);
  const hasMarks = strokeOf(series).marker !== undefined;
  const every = Math.ceil((end - begin) / MOST_MARKS);
  const placed = points.slice(begin, end).map((point, index) => {
    const [x, y] = [xAxis.at(point.x), bounded(yAxis.at(point.y))];
    return { x, y, isMarked: hasMarks && (points.length - 1 - begin - index) % every === 0 && isInside(x, y) };
  });
  return thinned(cut(placed));
}

/** The outline of a band in shares of the axes: along its low side, and back along its high one. Nothing of it is left out. */
export function placedBand({ points }: Band, { xAxis, yAxis }: Pick<LineChart, 'xAxis' | 'yAxis'>): readonly Point[] {
  const place = (x: number, y: number): Point => ({ x: bounded(xAxis.at(x)), y: bounded(yAxis.at(y)) });
  const there = points.filter(({ x, low, high }) => [xAxis.at(x), yAxis.at(low), yAxis.at(high)].every(Number.isFinite));
  return [...there.map(({ x, low }) => place(x, low)), ...there.toReversed().map(({ x, high }) => place(x, high))];
}

/** Whether a place in shares lies between the ends of both axes. */
export function isInside(x: number, y: number): boolean {
  return Math.min(x, y) >= -1e-9 && Math.max(x, y) <= 1 + 1e-9;
}

/** The series that a legend names, context last: of a curve that is smoothed one for both of its parts. */
export function legendOf<S extends Series>(series: readonly S[]): S[] {
  const named = series.filter(({ part }) => part !== 'measured').map(one => ({ ...one, part: undefined }));
  return [...named.filter(({ role }) => role !== 'context'), ...named.filter(({ role }) => role === 'context')];
}

/** `parent: baseline` */
export function fullLabel({ label, name }: Series): string {
  return name === undefined ? label : `${label}: ${name}`;
}

/** What stands in the middle of a chart without a curve; undefined if it has one. */
export function emptyText({ series, xAxis, yAxis, empty = 'Nothing recorded yet' }: LineChart): string | undefined {
  const isDrawn = series.some(({ points }) => points.some(({ x, y }) => Number.isFinite(xAxis.at(x)) && Number.isFinite(yAxis.at(y))));
  return isDrawn ? undefined : empty;
}

/** Room for the labels of the vertical axis, in pixels. */
export function tickLabelWidth({ yAxis }: Pick<LineChart, 'yAxis'>): number {
  return maxOf(
    yAxis.ticks.map(({ label }) => textWidth(label)),
    0,
  );
}
