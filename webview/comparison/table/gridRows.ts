import type { ComparisonCell, ComparisonTable, GroupRow, RunRow } from '../../../src/experiment/comparison/table';

/** A line of the grid. */
export interface GridRow {
  readonly key: string;
  readonly row: RunRow | GroupRow;
  readonly cells: ReadonlyMap<string, ComparisonCell>;
  /** It stands below a group. */
  readonly isInside: boolean;
}

/** The lines of a table: its rows, and those of the groups that are open. */
export function gridRows({ rows }: ComparisonTable, isOpen: (group: string) => boolean): GridRow[] {
  return rows.flatMap(row => {
    const line = lineOf(row, false);
    return row.kind === 'group' && isOpen(row.key) ? [line, ...row.rows.map(one => lineOf(one, true))] : [line];
  });
}

const made = new WeakMap<RunRow | GroupRow, GridRow>();

/** The same object for the same row. */
function lineOf(row: RunRow | GroupRow, isInside: boolean): GridRow {
  const known = made.get(row);
  if (known) return known;
  const key = row.kind === 'group' ? groupLineKey(row.key) : row.run.id;
  const line = { key, row, cells: new Map(row.cells.map(cell => [cell.column, cell])), isInside };
  made.set(row, line);
  return line;
}

/** The key of the line, and of the curve, of a group. */
export function groupLineKey(group: string): string {
  return `group ${group}`;
}
