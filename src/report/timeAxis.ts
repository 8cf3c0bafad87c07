import type { Axis, Range } from './axis';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Between two ticks, as clocks are divided. */
const STEPS = [
  { unit: 1, counts: [1, 2, 5, 10, 20, 50, 100, 200, 500] },
  { unit: SECOND, counts: [1, 2, 5, 10, 15, 30] },
  { unit: MINUTE, counts: [1, 2, 5, 10, 15, 30] },
  { unit: HOUR, counts: [1, 2, 3, 6, 12] },
  { unit: DAY, counts: [1, 2, 5, 10, 20, 50, 100] },
].flatMap(({ unit, counts }) => counts.map(count => count * unit));

/** It has no more ticks than these between its ends. */
const MOST_TICKS = 6;

/** A linear axis over milliseconds, which ends where the range ends. */
export function timeAxis({ from, to }: Range): Axis {
  const step = stepOf(to - from);
  const first = Math.ceil(from / step);
  const count = Math.max(0, Math.floor(to / step) - first + 1);
  return {
    scale: 'linear',
    from,
    to,
    at: value => (Number.isFinite(value) ? (value - from) / (to - from) : NaN),
    ticks: Array.from({ length: count }, (_, i) => (first + i) * step).map(value => ({ value, label: clockLabel(value, step) })),
  };
}

/** The first tick that is not before a time: an axis that ends there changes seldom while an estimate goes up and down. */
export function upToTick(ms: number): number {
  const step = stepOf(ms);
  return Math.max(1, Math.ceil(ms / step)) * step;
}

function stepOf(length: number): number {
  return STEPS.find(step => length / step <= MOST_TICKS) ?? STEPS.at(-1)! * Math.ceil(length / STEPS.at(-1)! / MOST_TICKS);
}

/** `0`, `0.5 s`, `15 s`, `1m30s`, `5m`, `1h30m`, `2h`, `3d` */
function clockLabel(ms: number, step: number): string {
  if (ms === 0) return '0';
  if (step < SECOND) return `${(ms / SECOND).toFixed(step < 10 ? 3 : step < 100 ? 2 : 1)} s`;
  if (step >= DAY) return `${Math.round(ms / DAY)}d`;
  const [hours, minutes, seconds] = [Math.floor(ms / HOUR), Math.floor(ms / MINUTE) % 60, Math.round(ms / SECOND) % 60];
  if (ms < MINUTE) return `${seconds} s`;
  const two = (count: number): string => String(count).padStart(2, '0');
  const ofSeconds = step < MINUTE ? `${two(seconds)}s` : '';
  if (ms < HOUR) return `${minutes}m${ofSeconds}`;
  return step < HOUR ? `${hours}h${two(minutes)}m${ofSeconds}` : `${hours}h`;
}
