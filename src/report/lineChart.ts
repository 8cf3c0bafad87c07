/**
 * Curves over common axes, for every painter: the one that draws on a canvas and the one that writes an SVG file. Everything in which both
 * must agree (positions, ticks, colours, strokes, marks, labels) is here; a painter only knows pixels.
 */
import { maxOf } from '../util/extremes';
import type { Axis } from './axis';
import { textWidth } from './svg';

export interface LineChart {
  readonly title: string;
  readonly xLabel: string;
  readonly yLabel: string;
  readonly xAxis: Axis;
  readonly yAxis: Axis;
  /** Each is drawn over those before it. */
  readonly series: readonly Series[];
  /** What lies beyond this `x` is still to come, and is shaded. */
  readonly reached?: number | undefined;
  /** A value of `y` in full. */
  readonly format: (value: number) => string;
}

export interface Series extends NamedPoints {
  readonly style: SeriesStyle;
  /** Which one it is, for a legend with room: the run's name beside `parent`. */
  readonly name?: string;
  /** What stands after its last point. */
  readonly endLabel?: string;
}

export interface NamedPoints {
  readonly label: string;
  /** In the order of `x`; the line is broken at a point that an axis cannot have. */
  readonly points: readonly Point[];
  /** Its colour in the palette. */
  readonly role: SeriesRole;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

export type SeriesRole = 'training' | 'validation' | 'context';

/** `thin` for what is noisy and stands behind another curve, `markers` with a filled square at each point, `dashed` with a hollow circle. */
export type SeriesStyle = 'line' | 'thin' | 'markers' | 'dashed';

/** How a series is drawn; widths and lengths in pixels. */
export interface Stroke {
  readonly width: number;
  readonly opacity: number;
  readonly dashes: readonly number[];
  readonly marker?: 'square' | 'circle';
}

export const strokes: Readonly<Record<SeriesStyle, Stroke>> = {
  line: { width: 2, opacity: 1, dashes: [] },
  thin: { width: 1, opacity: 0.32, dashes: [] },
  markers: { width: 1.5, opacity: 1, dashes: [], marker: 'square' },
  dashed: { width: 1.25, opacity: 1, dashes: [4, 3], marker: 'circle' },
};

/** Half of a marker's width, in pixels. */
export const MARKER_RADIUS = 3;

/** What surrounds the curves, all of it in the palette's `context` colour, by its opacity. */
export const frame = { grid: 0.22, axis: 0.6, beyond: 0.08, reached: 0.7 } as const;
export const reachedDashes: readonly number[] = [2, 3];

/** The distance in pixels by which a curve may exceed the axes, so that a marker or a line at an end is drawn whole. */
export function overhangOf({ style }: Series): number {
  return strokes[style].marker ? MARKER_RADIUS + 2 : 1;
}

/** More marks than this would hide their line. */
const MOST_MARKS = 30;

/** A point as shares of the axes' lengths; `y` is NaN where the line is broken. */
export interface PlacedPoint extends Point {
  readonly isMarked: boolean;
}

/** The positions of the points of a series; of many points only every n-th one has a marker, and the last one always. */
export function placedPoints({ points, style }: Series, { xAxis, yAxis }: LineChart): PlacedPoint[] {
  const hasMarks = strokes[style].marker !== undefined;
  const every = Math.ceil(points.length / MOST_MARKS);
  return points.map(({ x, y }, index) => {
    return { x: xAxis.at(x), y: yAxis.at(y), isMarked: hasMarks && (points.length - 1 - index) % every === 0 };
  });
}

/** The series that a legend names, context last. What is noise behind a curve goes by the curve's name. */
export function legendOf({ series }: LineChart): Series[] {
  const named = series.filter(({ style }) => style !== 'thin');
  return [...named.filter(({ role }) => role !== 'context'), ...named.filter(({ role }) => role === 'context')];
}

/** `parent: baseline` */
export function fullLabel({ label, name }: Series): string {
  return name === undefined ? label : `${label}: ${name}`;
}

/** What stands in the middle of a chart that has no curve yet. */
export const NOTHING_YET = 'Nothing recorded yet';

export function isEmpty({ series, xAxis, yAxis }: LineChart): boolean {
  return !series.some(({ points }) => points.some(({ x, y }) => Number.isFinite(xAxis.at(x)) && Number.isFinite(yAxis.at(y))));
}

/** Room for the labels of the vertical axis, in pixels. */
export function tickLabelWidth({ yAxis }: LineChart): number {
  return maxOf(
    yAxis.ticks.map(({ label }) => textWidth(label)),
    0,
  );
}
