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

export function cellInWords(
  matrix: readonly (readonly number[])[],
  classes: readonly string[],
  [truth, predicted]: readonly [number, number],
): CellInWords {
  const count = matrix[truth]![predicted]!;
  const ofRow = matrix[truth]!.reduce((sum, one) => sum + one, 0);
  const ofColumn = matrix.reduce((sum, row) => sum + row[predicted]!, 0);
  const name = classes[truth]!;
  const ofClass = /^\d+$/.test(name) ? `${name}s` : `“${name}”`;
  const share = (all: number): string => percent(all === 0 ? 0 : count / all);
  return {
    place: `true ${classes[truth]}, predicted ${classes[predicted]}`,
    size: count === 0 ? 'no images' : `${grouped(count)} ${count === 1 ? 'image' : 'images'}, ${share(ofRow)} of all ${ofClass}`,
    ofColumn: count === 0 ? '' : `${share(ofColumn)} of what was read as ${classes[predicted]}`,
  };
}
