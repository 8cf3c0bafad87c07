import { nice, ticks as ticksBetween } from 'd3-array';
import { emptyAxis, tickLabel, type Axis, type Range, type Tick, type TickLabel } from './axis';

/** A range whose ends are less than this many times apart has the ticks of a linear axis: powers of ten would leave most of it empty. */
const NARROW = 2;

/** About so many ticks has a narrow range. */
const NARROW_TICKS = 5;

/**
 * A logarithmic axis over the part of a range that is above 0. It ends close to them; its ticks stand at multiples of powers of ten, or
 * where that would be more than a number, at 1, 2 and 5 times them, or at every power, every second, every fifth … one.
 * @param label what a tick says; by default its number, far from 1 as a power of ten
 */
export function logAxis(range: Range | undefined, mostTicks: number, label?: TickLabel): Axis {
  if (!range || range.to <= 0) return emptyAxis;
  const least = range.from > 0 ? range.from : range.to;
  const { from, to, ticks } =
    least < range.to && range.to / least < NARROW ? narrow(least, range.to, label) : wide(least, range.to, { mostTicks, label });
  const first = Math.log10(from);
  const length = Math.log10(to) - first;
  return { scale: 'log', from, to, at: value => (value > 0 && Number.isFinite(value) ? (Math.log10(value) - first) / length : NaN), ticks };
}

interface EndsAndTicks extends Range {
  readonly ticks: readonly Tick[];
}

function narrow(least: number, most: number, label: TickLabel = tickLabel): EndsAndTicks {
  const [from, to] = nice(least, most, NARROW_TICKS);
  const values = ticksBetween(from, to, NARROW_TICKS);
  const step = values.length > 1 ? values[1]! - values[0]! : to - from;
  return { from, to, ticks: values.map(value => ({ value, label: label(value, step) })) };
}

interface WideTicks {
  readonly mostTicks: number;
  readonly label: TickLabel | undefined;
}

function wide(least: number, most: number, { mostTicks, label: chosen }: WideTicks): EndsAndTicks {
  const [from, to] = least === most ? [downTo(least / 2), upTo(least * 2)] : [downTo(least), upTo(most)];
  const values = logTicks({ from, to }, mostTicks);
  const label = chosen ?? (values.every(isPlain) ? tickLabel : powerLabel);
  return { from, to, ticks: values.map(value => ({ value, label: label(value, value) })) };
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

/** Whether a number is read at a glance when it is written out. */
function isPlain(value: number): boolean {
  return value >= 0.9e-4 && value <= 1e5;
}

/** `10⁻⁸`, `2×10¹⁵`; 1 and 10 as they are. */
function powerLabel(value: number): string {
  if (value === 1 || value === 10) return String(value);
  const [digit, exponent] = value.toExponential(0).split('e') as [string, string];
  const power = `10${Array.from(String(Number(exponent)), sign => SUPERSCRIPTS[sign]).join('')}`;
  return digit === '1' ? power : `${digit}×${power}`;
}

const SUPERSCRIPTS: Readonly<Record<string, string>> = {
  ...Object.fromEntries(Array.from('⁰¹²³⁴⁵⁶⁷⁸⁹', (sign, digit) => [String(digit), sign])),
  '-': '⁻',
};

const DIGITS = [1, 2, 3, 4, 5, 6, 7, 8, 9];

/** An axis ends at one of these multiples of a power of ten, so that little of it is empty. */
const ENDS = [1, 1.5, 2, 2.5, ...DIGITS.slice(2), 10];

/** A multiple of a power of ten, not below a value. */
function upTo(value: number): number {
  const exponent = Math.floor(Math.log10(value));
  const multiples = ENDS.map(digit => times(digit, exponent));
  return Math.min(
    Number.MAX_VALUE,
    multiples.find(one => one >= value * (1 - 1e-9))!,
  );
}

/** A multiple of a power of ten, not above a value. */
function downTo(value: number): number {
  const exponent = Math.floor(Math.log10(value));
  return ENDS.map(digit => times(digit, exponent)).findLast(one => one <= value * (1 + 1e-9))!;
}

/** A digit times a power of ten, equal to the last bit to the number that is parsed from its decimal form. */
function times(digit: number, exponent: number): number {
  return Number(`${digit}e${exponent}`);
}
