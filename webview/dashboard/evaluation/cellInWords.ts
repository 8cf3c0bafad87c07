import { mistakesOf } from '../../../src/evaluation/mistakes';
import { grouped, percent } from '../../../src/util/format';

/** A cell of a confusion matrix for those who cannot see where it stands. */
export interface CellInWords {
  /** `true 4, predicted 9` */
  readonly place: string;
  /** `9 images, 0.92 % of all 4s`; `9 images, 0.92 % of all “Ankle boot”` */
  readonly size: string;
  /** `0.89 % of what was read as 9` */
  readonly ofColumn: string;
}

/** Says the cells of a matrix, `[truth, predicted]`; the sums are made once. */
export function cellsInWords(
  matrix: readonly (readonly number[])[],
  classes: readonly string[],
): (cell: readonly [number, number]) => CellInWords {
  const wrong = mistakesOf(matrix);
  return ([truth, predicted]) => {
    const count = matrix[truth]![predicted]!;
    const ofRow = wrong.ofRow[truth]! + matrix[truth]![truth]!;
    const ofColumn = wrong.ofColumn[predicted]! + matrix[predicted]![predicted]!;
    const share = (all: number): string => percent(all === 0 ? 0 : count / all);
    return {
      place: `true ${classes[truth]}, predicted ${classes[predicted]}`,
      size:
        count === 0
          ? 'no images'
          : `${grouped(count)} ${count === 1 ? 'image' : 'images'}, ${share(ofRow)} of all ${pluralOf(classes[truth]!)}`,
      ofColumn: count === 0 ? '' : `${share(ofColumn)} of what was read as ${classes[predicted]}`,
    };
  };
}

/** `4s`, `“Ankle boot”` */
export function pluralOf(name: string): string {
  return /^\d+$/.test(name) ? `${name}s` : `“${name}”`;
}
