import { formatMetric, type Metric } from '../../contract/metrics';
import type { ListedRun } from '../listedRun';
import { settingOf } from './grouping';

/** A metric over several runs. */
export interface RunsMean {
  /** N: of how many values. */
  readonly count: number;
  readonly mean: number;
  /** Of the sample, with `count - 1`; null of one value. */
  readonly deviation: number | null;
}

/**
 * The mean of a metric over runs. A run that failed has no model and does not count, nor does one without the metric. Runs of the very same
 * parameters and seed, such as a reproduction, are one value, their mean: they say nothing of how other seeds would do.
 * @returns null if no run has a value, or if the metric was measured on images of different data sets, which do not compare
 */
export function meanOfRuns(runs: readonly ListedRun[], metric: Pick<Metric, 'ofRun' | 'kind'>): RunsMean | null {
  const measured = runs.flatMap(run => {
    const value = run.summary && run.status !== 'failed' ? metric.ofRun(run.summary) : null;
    return value === null ? [] : [{ run, value }];
  });
  if (
    !isOnSameData(
      measured.map(({ run }) => run),
      metric,
    )
  )
    return null;
  const bySetting = new Map<string, number[]>();
  for (const { run, value } of measured) {
    const setting = settingOf(run);
    bySetting.set(setting, [...(bySetting.get(setting) ?? []), value]);
  }
  return sampleMean([...bySetting.values()].map(values => sum(values) / values.length));
}

/** Mean and standard deviation of a sample; null of an empty one. */
export function sampleMean(values: readonly number[]): RunsMean | null {
  const count = values.length;
  if (count === 0) return null;
  const mean = sum(values) / count;
  const squares = sum(values.map(value => (value - mean) ** 2));
  return { count, mean, deviation: count > 1 ? Math.sqrt(squares / (count - 1)) : null };
}

/** Whether values of a metric of these runs can be compared: accuracies and losses only of one data set. */
export function isOnSameData(runs: readonly Pick<ListedRun, 'parameters'>[], { kind }: Pick<Metric, 'kind'>): boolean {
  if (kind === 'rate' || kind === 'duration') return true;
  return new Set(runs.flatMap(({ parameters }) => parameters.dataset ?? [])).size <= 1;
}

/** `99.08 ± 0.12 % (N 5)`; `99.08 % (N 1)` */
export function runsMeanInWords(metric: Pick<Metric, 'kind'>, { mean, deviation, count }: RunsMean): string {
  const [mid, spread] = [mean, deviation].map(value => (value === null ? '' : formatMetric(metric, value)));
  // The unit stands once where it is a sign behind the number.
  const both = spread ? `${metric.kind === 'share' ? mid!.replace(/ %$/, '') : mid} ± ${spread}` : mid;
  return `${both} (N ${count})`;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
