import { maxOf } from '../util/extremes';
import type { Range } from './axis';
import { pixelX, pixelY, type Box } from './box';
import type { LineChart, Series } from './lineChart';
import type { Point } from './points';
import { textWidth } from './svg';
import { valueAt } from './visiblePart';

/** A label beside the last point of a curve: where it begins, and the middle of its height, in pixels. */
export interface EndLabel extends Point {
  readonly text: string;
}

/** The width of the line in the background's colour around a label, which may lie over the noise of a curve. */
export const LABEL_HALO = 3;
/** Between the last point and its label. */
const GAP = 9;
/** As much as a line of text, and a little more. */
const LINE_HEIGHT = 14;
/** From a point to the middle of a label above or below it. */
const BESIDE = 12;
/** Labels whose points are nearer than this to each other, from left to right, may overlap. */
const NEAR = 60;
/** The same width for all charts of a page, so that they end at the same position. */
const LEAST_MARGIN = 60;

/** The width that the labels need to the right of the axes, in pixels. */
export function endLabelMargin({ series, rightMargin = LEAST_MARGIN }: LineChart): number {
  return maxOf(
    series.flatMap(({ endLabel }) => (endLabel === undefined ? [] : [GAP + textWidth(endLabel)])),
    rightMargin,
  );
}

/**
 * Places the labels of a chart's curves, those of the first series first: none over another one, nor over a curve that goes on beyond it.
 * A curve that ends outside of the axes has none, unless its label names it.
 */
export function placeEndLabels({ xAxis, yAxis, series }: LineChart, box: Box): EndLabel[] {
  const y = (value: number): number => pixelY(box, yAxis.at(value));
  const placed: EndLabel[] = [];
  for (const one of series) {
    const last = endWithin(one, xAxis);
    if (one.endLabel === undefined || !last) continue;
    const end = { x: pixelX(box, xAxis.at(last.x)), y: y(last.y) };
    if (!(end.y >= box.top - 4 && end.y <= box.bottom + 4)) continue;
    // Beside the axes no curve goes on.
    const others = last.x < xAxis.to ? series.filter(other => other !== one).flatMap(other => passing(other, last.x) ?? []) : [];
    const near = placed.filter(label => Math.abs(label.x - GAP - end.x) < NEAR);
    placed.push({
      text: one.endLabel,
      x: end.x + GAP,
      y: freeHeight(end.y, { passing: others.map(y).filter(Number.isFinite), near, room: roomAt(end.x, box) }),
    });
  }
  return placed;
}

/** Where a curve ends; one that is named by its label, and goes on outside, where it leaves the axes. */
function endWithin({ points, name }: Series, { from, to }: Range): Point | undefined {
  const last = points.at(-1);
  if (!last || last.x < from) return undefined;
  if (last.x <= to) return last;
  const y = name === undefined ? undefined : valueAt(points, to);
  return y === undefined ? undefined : { x: to, y };
}

/** The value of a curve at an `x` from which it goes on. What was measured is noise behind its smoothed curve. */
function passing({ points, part }: Series, x: number): number | undefined {
  return part === 'measured' ? undefined : valueAt(points, x);
}

interface Surroundings {
  /** Heights of the curves that go on there. */
  readonly passing: readonly number[];
  readonly near: readonly EndLabel[];
  readonly room: Room;
}

type Room = Pick<Box, 'top' | 'bottom'>;

/** The heights that a label may have: inside of the axes, whose own labels are below; a little more to the right of them. */
function roomAt(x: number, { top, right, bottom }: Box): Room {
  return x > right - 1 ? { top: top - 2, bottom: bottom + 8 } : { top: top + 5, bottom: bottom - 8 };
}

/** The first of some heights for a label at which there is room and no other label; the point's own if none is. */
function freeHeight(y: number, { passing, near, room: { top, bottom } }: Surroundings): number {
  const byDistance = (heights: readonly number[]): number[] => heights.toSorted((a, b) => Math.abs(a - y) - Math.abs(b - y));
  const [nearest] = byDistance(passing);
  // On the side where there is more room: away from the nearest curve.
  const beside = nearest === undefined ? [y] : nearest < y ? [y + BESIDE, y - BESIDE] : [y - BESIDE, y + BESIDE];
  const inside = Math.min(Math.max(y, top), bottom);
  const aroundOthers = byDistance(near.flatMap(label => [label.y - LINE_HEIGHT, label.y + LINE_HEIGHT]));
  const isFree = (height: number): boolean =>
    height >= top && height <= bottom && near.every(label => Math.abs(label.y - height) >= LINE_HEIGHT);
  return [...beside, inside, ...aroundOthers].find(isFree) ?? y;
}
