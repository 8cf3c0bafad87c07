import { formatMetric, type Metric } from '../../contract/metrics';

/** How far a value of a metric is from that of the baseline. */
export interface MetricDifference {
  /** The value less the baseline's. */
  readonly value: number;
  /** By the metric's better direction; null where nothing differs. */
  readonly better: boolean | null;
  /** `+0.26` points, `−0.0031`, `+12.0 s`, `0.00`. */
  readonly text: string;
}

export function differenceOf(metric: Pick<Metric, 'kind' | 'better'>, value: number, baseline: number): MetricDifference {
  const difference = value - baseline;
  return {
    value: difference,
    better: difference === 0 ? null : difference > 0 === (metric.better === 'higher'),
    text: `${difference > 0 ? '+' : difference < 0 ? '−' : ''}${size(metric, Math.abs(difference))}`,
  };
}

/** Percentage points stand without their unit: a difference of 0.26 % could be taken for a share of a share. */
function size(metric: Pick<Metric, 'kind'>, value: number): string {
  return metric.kind === 'share' ? (100 * value).toFixed(2) : formatMetric(metric, value);
}
