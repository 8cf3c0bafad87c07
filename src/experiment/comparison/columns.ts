import type { MetricName } from '../../contract/metrics';
import { varyingParameters } from '../differences';
import type { ListedRun } from '../listedRun';
import { findColumn, runColumns, type Column } from '../runColumns';

/** What was reached, first on the validation images, by which runs are chosen, then on the test images, and how long it took. */
const results: readonly MetricName[] = ['val_accuracy', 'val_loss', 'test_accuracy', 'test_loss', 'duration'];

/** Everything that a comparison may show beside the names of its runs. */
export const choosableColumns: readonly Column[] = runColumns.filter(({ name }) => name !== 'name');

/** The columns that a comparison has by itself: the parameters that vary among its runs, then what the runs reached. */
export function comparisonColumns(runs: readonly ListedRun[]): readonly Column[] {
  const varying = varyingParameters(runs.map(({ parameters }) => parameters));
  return [...varying, ...results].flatMap(name => findColumn(name) ?? []);
}
