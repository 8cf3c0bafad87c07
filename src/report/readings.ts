import type { XUnit } from '../contract/dashboard';
import type { NamedPoints, Point } from './points';
import { placeInWords } from './xAxis';

/** The values of a chart at one place: for a pointer, the arrow keys, or a row of its table. */
export interface Reading {
  readonly x: number;
  /** Of each series in their order; undefined where it has no point. */
  readonly values: readonly (number | undefined)[];
  /** `epoch 3`, `step 1,266 · epoch 3` */
  readonly place: string;
}

/** One for each place at which any of some series has a point. */
export function readingsOf(series: readonly NamedPoints[], unit: XUnit): Reading[] {
  return readingsAlong(series, (x, points) => nameOf(x, points, { series, unit }));
}

/** The same along an axis of whatever: its places are called as they are told. */
export function readingsAlong(
  series: readonly NamedPoints[],
  placeOf: (x: number, points: readonly (Point | undefined)[]) => string,
): Reading[] {
  const byPlace = series.map(({ points }) => new Map(points.map(point => [point.x, point])));
  const places = [...new Set(byPlace.flatMap(points => [...points.keys()]))].toSorted((a, b) => a - b);
  return places.map(x => {
    const points = byPlace.map(of => of.get(x));
    return { x, values: points.map(point => point?.y), place: placeOf(x, points) };
  });
}

/** One for each epoch, whenever it was. */
export function readingsByEpoch(series: readonly NamedPoints[]): Reading[] {
  const byEpoch = series.map(one => ({ ...one, points: one.points.map(({ x, y, epoch = x }) => ({ x: epoch, y, epoch })) }));
  return readingsOf(byEpoch, 'epochs');
}

interface Placed {
  readonly series: readonly NamedPoints[];
  readonly unit: XUnit;
}

function nameOf(x: number, points: readonly (Point | undefined)[], { series, unit }: Placed): string {
  const place = placeInWords(unit, x);
  if (unit === 'epochs') return place;
  const own = points.find((point, index) => point && series[index]!.role !== 'context');
  const epoch = own?.epoch ?? points.find(point => point)?.epoch;
  return epoch === undefined ? place : `${place} · ${own ? '' : 'parent’s '}epoch ${epoch}`;
}
