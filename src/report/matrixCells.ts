import { normalise, type Normalisation } from '../contract/normalisation';
import { maxOf } from '../util/extremes';
import { grouped } from '../util/format';

/** A cell of a confusion matrix as it is drawn. */
export interface MatrixCell {
  /** `none`: no image of that class was read as the other, and the cell is left blank. */
  readonly kind: 'right' | 'wrong' | 'none';
  /**
   * In [0, 1]: how strongly it is coloured. What is right and what is wrong have a scale each, up to the largest of its kind. Errors are
   * few, so theirs goes by the square root.
   */
  readonly strength: number;
  /** A count, or per cent without the sign; empty for 0. */
  readonly text: string;
}

/** The cells of `matrix[truth][predicted]`, in counts, in a normalisation. */
export function matrixCells(matrix: readonly (readonly number[])[], by: Normalisation): MatrixCell[][] {
  const values = normalise(matrix, by);
  const most = (isRight: boolean): number =>
    maxOf(
      values.flatMap((row, truth) => row.filter((_, predicted) => (truth === predicted) === isRight)),
      0,
    );
  const [mostRight, mostWrong] = [most(true), most(false)];
  return values.map((row, truth) =>
    row.map((value, predicted) => {
      if (value === 0) return { kind: 'none', strength: 0, text: '' };
      const text = by === 'counts' ? grouped(value) : shareText(value);
      if (truth === predicted) return { kind: 'right', strength: value / mostRight, text };
      return { kind: 'wrong', strength: Math.sqrt(value / mostWrong), text };
    }),
  );
}

/** What the numbers in the cells are. */
export const cellUnits: Readonly<Record<Normalisation, string>> = {
  counts: 'images',
  row: '% of the true class',
  column: '% of the predicted class',
  all: '% of all images',
};

function shareText(share: number): string {
  const text = (100 * share).toFixed(2);
  return text === '0.00' ? '<0.01' : text === '100.00' && share === 1 ? '100' : text;
}
