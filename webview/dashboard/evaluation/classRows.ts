import type { MeanScores, Scores } from '../../../src/contract/scores';
import { mostOftenReadAs } from '../../../src/evaluation/mistakes';
import { minOf } from '../../../src/util/extremes';
import { grouped } from '../../../src/util/format';

/** A row of the table of scores: a class, or a mean over them. */
export interface ClassRow extends MeanScores {
  readonly name: string;
  readonly support: number;
  /** Images of the class that were taken for the one that they were most often taken for; null for a mean. */
  readonly mostOften: number | null;
  /** `4 · 4 of 9 errors`; `never wrong`; empty for a mean. */
  readonly readAs: string;
}

export function classRows(
  { perClass, confusionMatrix }: Pick<Scores, 'perClass' | 'confusionMatrix'>,
  classes: readonly string[],
): ClassRow[] {
  return perClass.map((scores, of) => {
    const most = mostOftenReadAs(confusionMatrix, of);
    const errors = scores.support - confusionMatrix[of]![of]!;
    return {
      ...scores,
      name: classes[of]!,
      mostOften: most?.count ?? 0,
      readAs: most
        ? `${classes[most.predicted]} · ${grouped(most.count)} of ${grouped(errors)} ${errors === 1 ? 'error' : 'errors'}`
        : scores.support > 0
          ? 'never wrong'
          : '',
    };
  });
}

export function meanRows(scores: Scores): (ClassRow & { readonly name: 'macro' | 'weighted' | 'micro' })[] {
  return (['macro', 'weighted', 'micro'] as const).map(name => ({
    ...scores[name],
    name,
    support: scores.count,
    mostOften: null,
    readAs: '',
  }));
}

export type SortKey = Exclude<keyof ClassRow, 'readAs'>;

/** Rows by a column; of equal ones the order stays, and what is not defined comes last either way. */
export function sortRows(rows: readonly ClassRow[], key: SortKey, direction: 'ascending' | 'descending'): ClassRow[] {
  const sign = direction === 'ascending' ? 1 : -1;
  return rows.toSorted((one, other) => {
    const [a, b] = [one[key], other[key]];
    if (a === null || b === null) return Number(a === null) - Number(b === null);
    if (typeof a === 'number' && typeof b === 'number') return sign * (a - b);
    return sign * String(a).localeCompare(String(b), 'en', { numeric: true });
  });
}

/** Where bars begin so that shares close to 1 still differ in length: a round number below all of them. */
export function barsFrom(shares: readonly number[]): number {
  const least = minOf(shares, 1);
  if (least >= 1) return 0;
  const unit = 10 ** Math.floor(Math.log10(1 - least) + 1e-9);
  // Half a unit below, so that the shortest bar can still be seen.
  return Math.max(0, Number((Math.floor(least / unit - 0.5) * unit).toPrecision(6)));
}
