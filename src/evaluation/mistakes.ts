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

/** Images of a class that were read as another one. */
export interface Mistake {
  readonly truth: number;
  readonly predicted: number;
  readonly count: number;
  /** Of all images of the class. */
  readonly share: number;
}

/** The mistakes of `matrix[truth][predicted]` that were made most often, so many at most; of equal ones those of the smaller classes first. */
export function frequentMistakes(matrix: Matrix, most: number): Mistake[] {
  return matrix
    .flatMap((row, truth) => {
      const all = row.reduce((sum, count) => sum + count, 0);
      const mistakes = row.map((count, predicted) => ({ truth, predicted, count, share: all === 0 ? 0 : count / all }));
      return mistakes.filter(({ count, predicted }) => count > 0 && predicted !== truth);
    })
    .toSorted((a, b) => b.count - a.count || b.share - a.share)
    .slice(0, most);
}
