/** An axis: where a value lies along it, as a share of its length, and the values that are written at it. */
export interface Axis {
  /** In [0, 1] within the domain; NaN for what cannot be drawn: what is not finite, and on a logarithmic axis what is not above 0. */
  readonly at: (value: number) => number;
  readonly ticks: readonly Tick[];
}

export interface Tick {
  readonly value: number;
  readonly label: string;
}

export interface LinearAxisOptions {
  /** `nice` ends at ticks, `exact` at the data. */
  readonly ends: 'nice' | 'exact';
  /** About so many ticks fit. */
  readonly ticks: number;
}

/** A linear axis over values, ticks at multiples of 1, 2 or 5 times a power of ten. Without values there are no ticks. */
export function linearAxis(values: readonly number[], { ends, ticks }: LinearAxisOptions): Axis {
  const found = extent(values.filter(Number.isFinite));
  if (!found) return { at: () => NaN, ticks: [] };
  const [least, most] = found[0] === found[1] ? around(found[0]) : found;
  const step = upTo((most - least) / Math.max(1, ticks));
  // What lies a rounding error beside a tick lies on it.
  const inSteps = (value: number, round: (steps: number) => number): number => round(Number((value / step).toPrecision(12)));
  const [low, high] = ends === 'nice' ? [inSteps(least, Math.floor) * step, inSteps(most, Math.ceil) * step] : [least, most];
  const first = inSteps(low, Math.ceil);
  const count = inSteps(high, Math.floor) - first + 1;
  const decimals = Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
  return {
    at: value => (Number.isFinite(value) ? (value - low) / (high - low) : NaN),
    ticks: Array.from({ length: count }, (_, i) => tick((first + i) * step, decimals)),
  };
}

/**
 * A logarithmic axis over the values above 0. It ends at 1, 2 or 5 times a power of ten; its ticks stand at these, or where that would be
 * more than a number, at the powers of ten or at every second, third … of them.
 */
export function logAxis(values: readonly number[], mostTicks: number): Axis {
  const found = extent(values.filter(value => value > 0 && Number.isFinite(value)));
  if (!found) return { at: () => NaN, ticks: [] };
  const [least, most] = found[0] === found[1] ? [found[0] / 2, found[0] * 2] : found;
  const [low, high] = [downTo(least), upTo(most)];
  const position = (value: number): number => Math.log10(value / low) / Math.log10(high / low);
  const inside = (value: number): boolean => position(value) > -1e-9 && position(value) < 1 + 1e-9;
  const first = Math.floor(Math.log10(low));
  const exponents = Array.from({ length: Math.ceil(Math.log10(high)) - first + 1 }, (_, i) => first + i);
  const fine = exponents.flatMap(exponent => NICE.map(digit => digit * 10 ** exponent)).filter(inside);
  const powers = exponents.filter(exponent => inside(10 ** exponent));
  const every = Math.ceil(powers.length / mostTicks);
  const coarse = powers.filter(exponent => exponent % every === 0).map(exponent => 10 ** exponent);
  // The ends always fit, and one tick alone would not tell the scale.
  const shown = fine.length <= mostTicks ? fine : coarse.length > 1 ? coarse : [low, high];
  return {
    at: value => (value > 0 && Number.isFinite(value) ? position(value) : NaN),
    ticks: shown.map(value => tick(value, Math.max(0, -Math.floor(Math.log10(value) + 1e-9)))),
  };
}

function tick(value: number, decimals: number): Tick {
  const size = Math.abs(value);
  const isLong = size >= 1e6 || decimals > 6;
  const label = size === 0 ? '0' : isLong ? value.toExponential().replace('e+', 'e') : value.toFixed(decimals);
  // Many decimals are an error of rounding.
  return { value, label: isLong && label.length > 8 ? value.toExponential(2).replace('e+', 'e') : label };
}

function extent(values: readonly number[]): readonly [number, number] | undefined {
  if (values.length === 0) return undefined;
  let [least, most] = [Infinity, -Infinity];
  for (const value of values) {
    if (value < least) least = value;
    if (value > most) most = value;
  }
  return [least, most];
}

/** A domain with one value in its middle. */
function around(value: number): readonly [number, number] {
  const half = value === 0 ? 1 : Math.abs(value) / 2;
  return [value - half, value + half];
}

const NICE = [1, 2, 5];

/** 1, 2 or 5 times a power of ten, not below a value. */
function upTo(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  const digit = NICE.find(one => one * power >= value * (1 - 1e-9));
  return digit === undefined ? 10 * power : digit * power;
}

/** 1, 2 or 5 times a power of ten, not above a value. */
function downTo(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  return NICE.findLast(one => one * power <= value * (1 + 1e-9))! * power;
}
