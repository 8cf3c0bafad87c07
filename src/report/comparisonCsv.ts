import type { ComparisonCell, ComparisonTable, GroupRow, RunRow } from '../experiment/comparison/table';
import type { Scatter } from '../experiment/comparison/scatter';
import { toCsv } from './csv';

type Field = string | number | null;

/**
 * The table of a comparison as it is shown: its columns and rows in their order, numbers in full. Behind a metric stands its difference
 * from the baseline, if there is one. Of groups there is a row each, with the mean, the standard deviation and N of every metric.
 */
export function comparisonCsv({ columns, rows, baseline }: ComparisonTable): string {
  const isGrouped = rows.some(({ kind }) => kind === 'group');
  const heads = columns.flatMap(({ name, content }) =>
    content.kind === 'metric'
      ? [name, ...(isGrouped ? [`${name}_sd`, `${name}_n`] : []), ...(baseline ? [`${name}_difference`] : [])]
      : [name],
  );
  const fields = (cells: readonly ComparisonCell[]): Field[] =>
    cells.flatMap((cell, i) => {
      const { value, text, spread, difference } = cell;
      if (columns[i]!.content.kind !== 'metric') return [value ?? (text === '' ? null : text)];
      return [
        value,
        ...(isGrouped ? [spread?.deviation ?? null, spread?.count ?? null] : []),
        ...(baseline ? [difference?.value ?? null] : []),
      ];
    });
  const ids = (row: RunRow | GroupRow): string => (row.kind === 'run' ? row.run.id : row.rows.map(({ run }) => run.id).join(' '));
  return toCsv(
    ['run', isGrouped ? 'ids' : 'id', ...(baseline ? ['baseline'] : []), ...heads.map(head => (head === 'id' ? 'run_id' : head))],
    rows.map(row => [row.label, ids(row), ...(baseline ? [row.isBaseline ? 'yes' : 'no'] : []), ...fields(row.cells)]),
  );
}

/** A parameter against a metric: a row for each run. */
export function scatterCsv(
  { scale, points }: Scatter,
  names: { readonly parameter: string; readonly metric: string; readonly labels: ReadonlyMap<string, string> },
): string {
  return toCsv(
    ['run', 'id', names.parameter, names.metric],
    points.map(({ id, x, y }) => [names.labels.get(id) ?? id, id, scale.kind === 'categories' ? (scale.categories[x] ?? null) : x, y]),
  );
}
