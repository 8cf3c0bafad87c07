import { maxOf } from '../util/extremes';

type Matrix = readonly (readonly number[])[];

/** How many images were predicted as another class. */
export interface Mistakes {
  /** By true class: images that were missed. */
  readonly ofRow: readonly number[];
  /** By predicted class: images that are something else. */
  readonly ofColumn: readonly number[];
  readonly all: number;
}

/** The sums beside the diagonal of `matrix[truth][predicted]`. */
export function mistakesOf(matrix: Matrix): Mistakes {
  const ofRow = matrix.map((row, truth) => row.reduce((sum, count, predicted) => sum + (truth === predicted ? 0 : count), 0));
  const ofColumn = matrix.map((_, predicted) => matrix.reduce((sum, row, truth) => sum + (truth === predicted ? 0 : row[predicted]!), 0));
  return { ofRow, ofColumn, all: ofRow.reduce((sum, count) => sum + count, 0) };
}

/** How many images a matrix counts. */
export function imagesOf(matrix: Matrix): number {
  return matrix.reduce((sum, row) => row.reduce((ofRow, count) => ofRow + count, sum), 0);
}

/** The class that images of a class were most often mistaken for, of equal ones the first; undefined if they were always recognised. */
export function mostOftenReadAs(matrix: Matrix, truth: number): { readonly predicted: number; readonly count: number } | undefined {
  const row = matrix[truth] ?? [];
  const wrong = row.map((count, predicted) => (predicted === truth ? 0 : count));
  const count = maxOf(wrong, 0);
  return count === 0 ? undefined : { predicted: wrong.indexOf(count), count };
}
