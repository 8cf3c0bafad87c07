import { percent } from '../util/format';
import { recordedValue } from './recordedValue';

/** A figure by its key: `97.31 %` of an accuracy, which every script gives as a share, else `val_loss 0.0312`. */
export function recordedMetricInWords({ key, value }: { readonly key: string; readonly value: number }): string {
  return isAccuracy(key, value) ? percent(value) : `${key} ${recordedValue(value)}`;
}

/** The same with its key in any case. */
export function namedMetricInWords(metric: { readonly key: string; readonly value: number }): string {
  return isAccuracy(metric.key, metric.value) ? `${metric.key} ${percent(metric.value)}` : recordedMetricInWords(metric);
}

function isAccuracy(key: string, value: number): boolean {
  return /(?:^|[_/.])acc(?:uracy)?$/.test(key) && value >= 0 && value <= 1;
}
