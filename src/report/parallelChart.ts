import type { ShownSetting } from '../contract/sweepPage';
import { findParameter, parameterTable, type ParameterName } from '../contract/parameters';
import { valueInWords } from '../experiment/runLabel';
import { percent } from '../util/format';
import { pixelX, pixelY, type Box } from './box';
import { linearAxis, rangeOf, type Tick } from './axis';
import { logAxis } from './logAxis';
import { metricFormats } from './metricChart';

/** The name of the axis of what came out. */
export const OUTCOME = 'validation accuracy';

/** An axis that stands upright. */
export interface ParallelAxis {
  readonly name: string;
  /** The different values along it, upwards, as they are shown. */
  readonly values: readonly string[];
  /** Where each of them lies, from 0 at the foot to 1 at the head. */
  readonly places: readonly number[];
  readonly ticks: readonly (Tick & { readonly at: number })[];
}

/** A setting: of each axis the place of its value among `values`; null of an outcome that is not there. */
export interface ParallelLine {
  readonly setting: ShownSetting;
  readonly at: readonly (number | null)[];
}

export interface ParallelChart {
  readonly axes: readonly ParallelAxis[];
  /** The best last, so that it lies over the others. */
  readonly lines: readonly ParallelLine[];
}

/** A line for each setting over an axis for each parameter that varies, and one for what came out. */
export function parallelChart(names: readonly string[], settings: readonly ShownSetting[]): ParallelChart {
  const swept = parameterTable.map(({ name }) => name).filter(name => names.includes(name));
  const parts = [...swept.map(name => parameterAxis(name, settings)), outcomeAxis(settings)];
  return {
    axes: parts.map(({ axis }) => axis),
    lines: settings.map((setting, i) => ({ setting, at: parts.map(({ at }) => at[i] ?? null) })).toReversed(),
  };
}

interface Part {
  readonly axis: ParallelAxis;
  /** Of each setting. */
  readonly at: readonly (number | null)[];
}

function parameterAxis(name: ParameterName, settings: readonly ShownSetting[]): Part {
  const parameter = findParameter(name)!;
  const values = settings.map(({ values: of }) => of[name] ?? null);
  if (parameter.kind === 'choice' || parameter.kind === 'dataset') {
    const words = [...new Set(values.filter(value => value !== null))].map(String);
    // In the order of the table; a data set in that of the plan.
    const ordered = parameter.kind === 'choice' ? parameter.choices.filter(choice => words.includes(choice)) : words;
    const places = ordered.map((_, i) => (ordered.length === 1 ? 0.5 : i / (ordered.length - 1)));
    const ticks = ordered.map((label, value) => ({ value, label: lastName(label), at: places[value]! }));
    return {
      axis: { name, values: ordered, places, ticks },
      at: placesOf(
        ordered,
        values.map(value => (value === null ? null : String(value))),
      ),
    };
  }
  const numbers = ascending(values.map(value => (value === null ? null : Number(value))));
  const isLog = parameter.scale === 'log' && (numbers[0] ?? 0) > 0;
  const range = rangeOf(numbers);
  const scale = isLog
    ? logAxis(range, MOST_TICKS)
    : linearAxis(range, { ends: 'nice', ticks: MOST_TICKS, isWhole: parameter.kind === 'integer' });
  const shown = numbers.map(value => valueInWords(name, { [name]: value }));
  // Few values are written out, where they are.
  const ticks = numbers.length <= MOST_TICKS ? numbers.map((value, i) => ({ value, label: shown[i]! })) : scale.ticks;
  return {
    axis: { name, values: shown, places: numbers.map(scale.at), ticks: ticks.map(tick => ({ ...tick, at: scale.at(tick.value) })) },
    at: placesOf(
      numbers,
      values.map(value => (value === null ? null : Number(value))),
    ),
  };
}

const MOST_TICKS = 6;

function outcomeAxis(settings: readonly ShownSetting[]): Part {
  const means = settings.map(({ mean }) => mean);
  const numbers = ascending(means);
  const scale = linearAxis(rangeOf(numbers), { ends: 'nice', ticks: MOST_TICKS, label: metricFormats.share.tick });
  return {
    axis: {
      name: OUTCOME,
      values: numbers.map(percent),
      places: numbers.map(scale.at),
      ticks: scale.ticks.map(tick => ({ ...tick, at: scale.at(tick.value) })),
    },
    at: placesOf(numbers, means),
  };
}

function ascending(values: readonly (number | null)[]): number[] {
  return [...new Set(values.filter(value => value !== null))].toSorted((a, b) => a - b);
}

/** Of each value its place among those of the axis. */
function placesOf<T>(values: readonly T[], of: readonly (T | null)[]): (number | null)[] {
  const places = new Map(values.map((value, place) => [value, place]));
  return of.map(value => (value === null ? null : (places.get(value) ?? null)));
}

function lastName(path: string): string {
  return path.split(/[\\/]/).findLast(Boolean) ?? path;
}

/** A part of an axis, both ends in it, by the places of its values. */
export interface AxisRange {
  readonly axis: string;
  readonly from: number;
  readonly to: number;
}

/** Whether a line goes through all parts of axes that were chosen. One without an outcome goes through no part of that axis. */
export function isWithin({ axes }: Pick<ParallelChart, 'axes'>, { at }: ParallelLine, ranges: readonly AxisRange[]): boolean {
  return ranges.every(({ axis, from, to }) => {
    const index = axes.findIndex(({ name }) => name === axis);
    const place = at[index] ?? null;
    return index < 0 || (place !== null && place >= from && place <= to);
  });
}

/** Where a line runs, along all axes that it has a value of, in pixels. */
export function linePoints({ axes }: ParallelChart, { at }: ParallelLine, { xOf, yOf }: ParallelPlaces): (readonly [number, number])[] {
  return at.flatMap((place, i) => (place === null ? [] : [[xOf(i), yOf(axes[i]!.places[place]!)] as const]));
}

export interface ParallelPlaces {
  /** Of an axis, by its place. */
  readonly xOf: (axis: number) => number;
  /** Of a share of the height. */
  readonly yOf: (share: number) => number;
}

/** @param box what the axes enclose, in pixels */
export function parallelPlaces({ axes }: Pick<ParallelChart, 'axes'>, box: Box): ParallelPlaces {
  const last = Math.max(1, axes.length - 1);
  return { xOf: axis => pixelX(box, axis / last), yOf: share => pixelY(box, share) };
}
