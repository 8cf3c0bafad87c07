import { nice, ticks as ticksBetween } from 'd3-array';
import { maxOf, minOf } from '../util/extremes';

export interface Range {
  readonly from: number;
  readonly to: number;
}

/** An axis: where a value lies along it, as a share of its length, and the values that are written at it. */
export interface Axis extends Range {
  readonly scale: 'linear' | 'log';
  /** In [0, 1] between the ends; NaN for what cannot be drawn: what is not finite, and on a logarithmic axis what is not above 0. */
  readonly at: (value: number) => number;
  readonly ticks: readonly Tick[];
}

export interface Tick {
  readonly value: number;
  readonly label: string;
}

export interface LinearAxisOptions {
  /** `nice` ends at ticks, `exact` at the ends of the range. */
  readonly ends: 'nice' | 'exact';
  /** About so many ticks. */
  readonly ticks: number;
  /** For what is counted: no tick between whole numbers. */
  readonly isWhole?: boolean;
  /** The label of a tick, by default `tickLabel`. */
  readonly label?: TickLabel;
}

/** @param step the distance to the next tick, which says how many decimals matter */
export type TickLabel = (value: number, step: number) => string;

/** A linear axis, ticks at multiples of 1, 2 or 5 times a power of ten. Without a range there are no ticks, and nothing can be drawn. */
export function linearAxis(range: Range | undefined, { ends, ticks, isWhole = false, label = tickLabel }: LinearAxisOptions): Axis {
  if (!range) return emptyAxis;
  const [least, most] = range.from === range.to ? around(range.from) : [range.from, range.to];
  const [from, to] = ends === 'nice' ? nice(least, most, ticks) : [least, most];
  const values = ticksBetween(from, to, ticks).filter(value => !isWhole || Number.isInteger(value));
  const step = values.length > 1 ? values[1]! - values[0]! : to - from;
  return {
    scale: 'linear',
    from,
    to,
    at: value => (Number.isFinite(value) ? (value - from) / (to - from) : NaN),
    ticks: values.map(value => ({ value, label: label(value, step) })),
  };
}

/**
 * A logarithmic axis over the part of a range that is above 0. It ends at multiples of powers of ten; its ticks stand at such multiples, or where that would be more than a number, at 1, 2 and 5 times them, or at every power, every second, every fifth … one.
 */
export function logAxis(range: Range | undefined, mostTicks: number): Axis {
  if (!range || range.to <= 0) return emptyAxis;
  const least = range.from > 0 ? range.from : range.to;
  const [from, to] = least === range.to ? [downTo(least / 2), upTo(least * 2)] : [downTo(least), upTo(range.to)];
  const length = Math.log10(to) - Math.log10(from);
  return {
    scale: 'log',
    from,
    to,
    at: value => (value > 0 && Number.isFinite(value) ? (Math.log10(value) - Math.log10(from)) / length : NaN),
    ticks: logTicks({ from, to }, mostTicks).map(value => ({ value, label: tickLabel(value, value) })),
  };
}

function logTicks({ from, to }: Range, most: number): number[] {
  const [first, last] = [Math.log10(from), Math.log10(to)];
  if (last - first < most) {
    const exponents = Array.from({ length: Math.ceil(last) - Math.floor(first) + 1 }, (_, i) => Math.floor(first) + i);
    const multiples = [DIGITS, [1, 2, 5], [1]].map(digits =>
      exponents.flatMap(exponent => digits.map(digit => times(digit, exponent))).filter(value => value >= from && value <= to),
    );
    const fitting = multiples.find(({ length }) => length <= most);
    if (fitting) return fitting;
  }
  // d3 takes the number as a hint, and makes up to half as many more.
  return ticksBetween(first, last, most / 1.5).map(exponent => times(1, exponent));
}

/** The least and the greatest of those values that can be drawn; undefined if none can. */
export function rangeOf(values: readonly number[]): Range | undefined {
  const finite = values.filter(Number.isFinite);
  return finite.length === 0 ? undefined : { from: minOf(finite), to: maxOf(finite) };
}

/** The value of a tick with as many decimals as distinguish it from its neighbours: `0.05`, `250`, `1.5e+18`; at most nine characters. */
export function tickLabel(value: number, step: number): string {
  if (value === 0) return '0';
  const decimals = Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
  const isPlain = Math.abs(value) < 1e6 && decimals <= 6;
  const forms = [...(isPlain ? [value.toFixed(decimals)] : []), Number(value.toPrecision(12)).toExponential()];
  return forms.find(({ length }) => length <= 9) ?? value.toExponential(2);
}

const emptyAxis: Axis = { scale: 'linear', from: NaN, to: NaN, at: () => NaN, ticks: [] };

/** A domain with one value in its middle. */
function around(value: number): [number, number] {
  const half = value === 0 ? 1 : Math.abs(value) / 2;
  return [value - half, value + half];
}

const DIGITS = [1, 2, 3, 4, 5, 6, 7, 8, 9];

/** A multiple of a power of ten, not below a value. */
function upTo(value: number): number {
  const exponent = Math.floor(Math.log10(value));
  const multiples = [...DIGITS, 10].map(digit => times(digit, exponent));
  return Math.min(
    Number.MAX_VALUE,
    multiples.find(one => one >= value * (1 - 1e-9))!,
  );
}

/** A multiple of a power of ten, not above a value. */
function downTo(value: number): number {
  const exponent = Math.floor(Math.log10(value));
  return [...DIGITS, 10].map(digit => times(digit, exponent)).findLast(one => one <= value * (1 + 1e-9))!;
}

/** A digit times a power of ten, equal to the last bit to the number that is parsed from its decimal form. */
function times(digit: number, exponent: number): number {
  return Number(`${digit}e${exponent}`);
}
