import { epochMetrics } from '../contract/metrics';
import { epochsHead } from '../contract/ownTables';
import type { ChartedRun } from './comparedChart';
import { toCsv, type Field } from './csv';

type CurvesOfRun = Pick<ChartedRun, 'id' | 'label' | 'epochs'>;

/** Every epoch of some runs, a row each, with all its metrics in full. */
export function comparedCurvesCsv(runs: readonly CurvesOfRun[]): string {
  return toCsv(curveColumns, runs.flatMap(curveRows));
}

/** The head of that table. */
export const curveColumns: readonly string[] = [...epochsHead, ...epochMetrics.map(({ name }) => name)];

/** Its rows that are of one run. */
export function curveRows({ id, label, epochs }: CurvesOfRun): Field[][] {
  return epochs.map(one => [id, label, one.epoch, ...epochMetrics.map(({ epoch }) => epoch.value(one))]);
}
