import type { XUnit } from '../contract/dashboard';
import { duration, grouped } from '../util/format';
import { linearAxis, tickLabel, type Axis, type Range } from './axis';
import { timeAxis } from './timeAxis';

/** The title of the horizontal axis. */
export const xLabels: Readonly<Record<XUnit, string>> = { epochs: 'epoch', steps: 'step', time: 'time trained' };

/** About so many ticks has an axis of what is counted. */
const TICKS = 6;

/** The horizontal axis over a range in some unit. */
export function xAxisOf(unit: XUnit, range: Range): Axis {
  if (unit === 'time') return timeAxis(range);
  // Within one epoch there are no whole ones to count.
  const isWhole = range.to - range.from >= 2 || range.from === 0;
  return linearAxis(range, { ends: 'exact', ticks: TICKS, isWhole, label: unit === 'steps' ? stepLabel : tickLabel });
}

function stepLabel(step: number, apart: number): string {
  return Number.isInteger(step) ? grouped(step) : tickLabel(step, apart);
}

/** `epoch 3`, `step 1,266`, `1m20s` */
export function placeInWords(unit: XUnit, x: number): string {
  return unit === 'time' ? duration(x) : `${xLabels[unit]} ${amount(x)}`;
}

/** `epochs 3 to 7.5`, `steps 100 to 900`, `10.0 s to 1m20s` */
export function rangeInWords(unit: XUnit, { from, to }: Range): string {
  return unit === 'time' ? `${duration(from)} to ${duration(to)}` : `${unit} ${amount(from)} to ${amount(to)}`;
}

/** As many digits as a person needs to find the place. */
function amount(value: number): string {
  return value >= 100 ? grouped(value) : String(Number(value.toFixed(2)));
}
