/** How the cells of a confusion matrix are shown: counts, or shares of the row (true class), of the column (predicted class) or of all. */
export const normalisations = ['counts', 'row', 'column', 'all'] as const;
export type Normalisation = (typeof normalisations)[number];

/**
 * A confusion matrix `[classes, classes]` of counts as shares in [0, 1]; `counts` leaves it as it is. A row or column without any image
 * has shares of 0.
 */
export function normalise(matrix: readonly (readonly number[])[], by: Normalisation): number[][] {
  const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
  const rows = matrix.map(sum);
  const columns = matrix.map((_, column) => sum(matrix.map(row => row[column] ?? 0)));
  const all = sum(rows);
  return matrix.map((cells, row) =>
    cells.map((count, column) => {
      if (by === 'counts') return count;
      const of = { row: rows[row], column: columns[column], all }[by] ?? 0;
      return of === 0 ? 0 : count / of;
    }),
  );
}
