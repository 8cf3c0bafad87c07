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

/** Nothing can be drawn along it. */
export const emptyAxis: Axis = { scale: 'linear', from: NaN, to: NaN, at: () => NaN, ticks: [] };

/** A domain with one value in its middle. */
function around(value: number): [number, number] {
  const half = value === 0 ? 1 : Math.abs(value) / 2;
  return [value - half, value + half];
}
