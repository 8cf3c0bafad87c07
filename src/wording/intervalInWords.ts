import type { Interval } from '../evaluation/interval';

/** `98.92–99.29 %` */
export function percentInterval({ low, high }: Interval): string {
  return `${(100 * low).toFixed(2)}–${(100 * high).toFixed(2)} %`;
}

/** `0.9892–0.9929` */
export function shareInterval({ low, high }: Interval, decimals = 4): string {
  return `${low.toFixed(decimals)}–${high.toFixed(decimals)}`;
}
