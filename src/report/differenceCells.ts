import type { DifferenceMatrix } from '../evaluation/differenceMatrix';
import { maxOf } from '../util/extremes';
import { grouped } from '../util/format';

/** A cell of a difference matrix as it is drawn. */
export interface DifferenceCell {
  /** `right`: the change did more good than harm there; `even`: as much; `none`: nothing changed. */
  readonly kind: 'right' | 'wrong' | 'even' | 'none';
  /** In [0, 1], by the square root of the largest: most changes are small. */
  readonly strength: number;
  /** What was won, with its sign, `±` and how many where as much was lost; empty where nothing changed. */
  readonly text: string;
  /** What was won less what was lost, in images. */
  readonly gain: number;
  /** Confusions fixed, or on the diagonal images newly right. */
  readonly won: number;
  /** Confusions caused, or on the diagonal images no longer right. */
  readonly lost: number;
}

/** The cells of a difference, `[truth][predicted]`. Beside the diagonal fewer images are better, on it more. */
export function differenceCells({ fewer, more }: DifferenceMatrix): DifferenceCell[][] {
  const figures = fewer.map((row, truth) =>
    row.map((less, predicted) => {
      const [won, lost] = truth === predicted ? [more[truth]![predicted]!, less] : [less, more[truth]![predicted]!];
      return { won, lost, gain: won - lost };
    }),
  );
  // The diagonal sums up its row and would drown the rest.
  const most = (isDiagonal: boolean): number =>
    maxOf(
      figures.flatMap((row, truth) => row.flatMap(({ gain }, predicted) => ((truth === predicted) === isDiagonal ? Math.abs(gain) : []))),
      0,
    );
  const [mostOn, mostBeside] = [most(true), most(false)];
  return figures.map((row, truth) =>
    row.map((figure, predicted): DifferenceCell => {
      const { gain, won, lost } = figure;
      if (won === 0 && lost === 0) return { ...figure, kind: 'none', strength: 0, text: '' };
      if (gain === 0) return { ...figure, kind: 'even', strength: 0, text: `±${imagesInShort(won)}` };
      const strength = Math.sqrt(Math.abs(gain) / (truth === predicted ? mostOn : mostBeside));
      return { ...figure, kind: gain > 0 ? 'right' : 'wrong', strength, text: signedImages(gain) };
    }),
  );
}

/** `+3`, `−2.4`; `0` for none */
export function signedImages(count: number): string {
  return `${count > 0 ? '+' : count < 0 ? '−' : ''}${imagesInShort(Math.abs(count))}`;
}

/** A number of images; of a mean over runs one decimal. */
export function imagesInShort(count: number): string {
  return Number.isInteger(count) ? grouped(count) : count < 0.05 ? '<0.1' : count.toFixed(1);
}
