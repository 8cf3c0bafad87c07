import { epochMetrics } from '../contract/metrics';
import type { ChartedRun } from './comparedChart';
import { toCsv } from './csv';

/** Every epoch of some runs, a row each, with all its metrics in full. */
export function comparedCurvesCsv(runs: readonly Pick<ChartedRun, 'id' | 'label' | 'epochs'>[]): string {
  return toCsv(
    ['run', 'name', 'epoch', ...epochMetrics.map(({ name }) => name)],
    runs.flatMap(({ id, label, epochs }) =>
      epochs.map(one => [id, label, one.epoch, ...epochMetrics.map(({ epoch }) => epoch.value(one))]),
    ),
  );
}
