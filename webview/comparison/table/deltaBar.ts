import type { MetricDifference } from '../../../src/experiment/comparison/difference';
import { svgElement } from '../../shared/dom';
import { BAR } from './gridColumns';

/** Of all differences of a column, 0 among them. */
export interface DeltaRange {
  readonly least: number;
  readonly most: number;
}

/** Which differences a column has. */
export function deltaRange(differences: Iterable<MetricDifference | null | undefined>): DeltaRange {
  let [least, most] = [0, 0];
  for (const difference of differences) {
    least = Math.min(least, difference?.value ?? 0);
    most = Math.max(most, difference?.value ?? 0);
  }
  return { least, most };
}

/** A difference as a bar to one side of the baseline: blue where it is for the better, orange where it is for the worse. */
export function createDeltaBar({ value, better }: MetricDifference, { least, most }: DeltaRange): SVGElement {
  const scale = (BAR - 2) / (most - least || 1);
  const zero = 1 - least * scale;
  const length = Math.abs(value) * scale;
  const tone = better === null ? '' : better ? 'better' : 'worse';
  return svgElement(
    'svg',
    { class: 'deltaBar', width: String(BAR), height: '10', viewBox: `0 0 ${BAR} 10`, 'aria-hidden': 'true' },
    svgElement('rect', { class: 'track', x: '0', y: '2', width: String(BAR), height: '6' }),
    svgElement('rect', { class: tone, x: String(value < 0 ? zero - length : zero), y: '2', width: String(length), height: '6' }),
    svgElement('line', { class: 'zero', x1: String(zero), x2: String(zero), y1: '0', y2: '10' }),
  );
}
