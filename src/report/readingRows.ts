import type { NamedPoints, SeriesRole } from './points';
import type { Reading } from './readings';

/** What one curve says at a place. */
export interface ReadingRow {
  readonly label: string;
  readonly value: string;
  readonly role: SeriesRole;
  /** It is of the curve that is looked at. */
  readonly standsOut: boolean;
}

/** More curves than these hide what they are drawn over, and take minutes to be read out. */
const MOST_ROWS = 12;

/**
 * What the curves of a chart say at a place: first the one that is looked at, then the others in their order.
 * @returns also how many were left out
 */
export function readingRows(
  { values }: Pick<Reading, 'values'>,
  series: readonly NamedPoints[],
  format: (value: number) => string,
): { readonly rows: readonly ReadingRow[]; readonly left: number } {
  const all = series.flatMap(({ label, role, standsOut = false }, i): ReadingRow[] => {
    const value = values[i];
    return value === undefined ? [] : [{ label, role, standsOut, value: format(value) }];
  });
  const inOrder = [...all.filter(({ standsOut }) => standsOut), ...all.filter(({ standsOut }) => !standsOut)];
  return { rows: inOrder.slice(0, MOST_ROWS), left: Math.max(0, all.length - MOST_ROWS) };
}
