import type { MatrixCell } from '../../../src/report/matrixCells';

/** So many colours of a kind are explained. */
const SHOWN = 3;

/** Cells of a kind whose numbers explain its colours: the faintest, the strongest, and what lies evenly between, each number once. */
export function keyCells(cells: readonly (readonly MatrixCell[])[], kind: 'right' | 'wrong'): MatrixCell[] {
  const byText = new Map(
    cells
      .flat()
      .filter(cell => cell.kind === kind)
      .map(cell => [cell.text, cell]),
  );
  const sorted = [...byText.values()].toSorted((a, b) => a.strength - b.strength);
  const [faintest, strongest] = [sorted[0], sorted.at(-1)];
  if (!faintest || !strongest) return [];
  const wanted = Array.from({ length: SHOWN }, (_, i) => faintest.strength + (i / (SHOWN - 1)) * (strongest.strength - faintest.strength));
  const nearest = (strength: number): MatrixCell =>
    sorted.reduce((best, cell) => (Math.abs(cell.strength - strength) < Math.abs(best.strength - strength) ? cell : best));
  return [...new Set(wanted.map(nearest))];
}
