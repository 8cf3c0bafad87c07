import type { WholeChange } from '../wording/differenceInWords';
import type { DifferenceCell } from './differenceCells';

/** What a change did in all. */
export function wholeChange(cells: readonly (readonly DifferenceCell[])[], images: number): WholeChange {
  const sum = (isDiagonal: boolean, of: 'won' | 'lost'): number =>
    cells.reduce(
      (all, row, truth) => all + row.reduce((some, cell, predicted) => some + ((truth === predicted) === isDiagonal ? cell[of] : 0), 0),
      0,
    );
  return { newlyRight: sum(true, 'won'), noLongerRight: sum(true, 'lost'), fixed: sum(false, 'won'), caused: sum(false, 'lost'), images };
}

/** A confusion that happens more or less often than before. */
export interface ChangedConfusion {
  readonly truth: number;
  readonly predicted: number;
  readonly won: number;
  readonly lost: number;
  readonly gain: number;
}

/** Those whose number changed most, so many at most; of equal ones those that more images took part in first. */
export function largestChanges(cells: readonly (readonly DifferenceCell[])[], most: number): ChangedConfusion[] {
  return cells
    .flatMap((row, truth) => row.map(({ won, lost, gain }, predicted) => ({ truth, predicted, won, lost, gain })))
    .filter(({ truth, predicted, won, lost }) => truth !== predicted && won + lost > 0)
    .toSorted((a, b) => Math.abs(b.gain) - Math.abs(a.gain) || b.won + b.lost - (a.won + a.lost))
    .slice(0, most);
}
