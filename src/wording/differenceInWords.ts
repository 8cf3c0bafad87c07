import { grouped } from '../util/format';

/** What changed in a cell of a difference matrix: on the diagonal images that are newly right, beside it confusions that were fixed. */
export interface Change {
  readonly won: number;
  readonly lost: number;
}

/** `true 4, read as 9: 3 confusions fixed, 1 caused`; `true 4, read as 4: 5 newly right, 2 no longer right`. @param inShort a number of images */
export function changeInWords(
  { won, lost }: Change,
  [truth, predicted]: readonly [string, string],
  { isDiagonal, inShort = String }: { readonly isDiagonal: boolean; readonly inShort?: (count: number) => string },
): { readonly place: string; readonly what: string } {
  const place = `true ${truth}, read as ${predicted}`;
  if (won === 0 && lost === 0) return { place, what: 'no change' };
  const [good, bad] = isDiagonal ? ['newly right', 'no longer right'] : ['fixed', 'caused'];
  return { place, what: [...(won > 0 ? [`${inShort(won)} ${good}`] : []), ...(lost > 0 ? [`${inShort(lost)} ${bad}`] : [])].join(', ') };
}

export interface WholeChange {
  /** Images that were newly read right, and those that are not any more; of groups in each run on average. */
  readonly newlyRight: number;
  readonly noLongerRight: number;
  /** Confusions that are others now, right or wrong. */
  readonly fixed: number;
  readonly caused: number;
  readonly images: number;
}

/** What a change did in all, in a sentence or two. @param inShort a number of images */
export function wholeChangeInWords(
  { newlyRight, noLongerRight, fixed, caused, images }: WholeChange,
  inShort: (count: number) => string,
): string {
  const of = `Of ${grouped(images)} test images`;
  if (newlyRight + noLongerRight + fixed + caused === 0) return `${of} each is read as before: the matrix is zero.`;
  return `${of} ${inShort(newlyRight)} are newly right and ${inShort(noLongerRight)} no longer right: ${inShort(fixed)} confusions fixed, ${inShort(caused)} caused.`;
}
