import { classNamesOf } from '../../contract/classNames';
import type { Difference, DifferenceCell } from '../../contract/inspection';
import { differenceImages, differenceMatrix } from '../../evaluation/differenceMatrix';
import { sameTestSet } from './sameTestSet';

interface Groups {
  /** Folders of the runs before the change, and of those after it. */
  readonly a: readonly string[];
  readonly b: readonly string[];
}

/** Which confusions a change fixed and which it caused, from one run or group of runs to another. @throws {RunFolderError} */
export async function difference({ a, b }: Groups): Promise<Difference> {
  const same = await sameTestSet([...a, ...b]);
  if ('reason' in same) return { outcome: 'refused', reason: same.reason };
  const { first, predicted } = same;
  const { fewer, more } = differenceMatrix(first.truth, predicted.slice(0, a.length), predicted.slice(a.length), first.classes);
  return { outcome: 'compared', classes: classNamesOf(first.config.dataset, first.classes), images: first.truth.length, fewer, more };
}

/** The images behind a cell of it. @throws {RunFolderError} */
export async function imagesOfDifference({
  a,
  b,
  ...cell
}: Groups & { readonly truth: number; readonly predicted: number }): Promise<DifferenceCell> {
  const same = await sameTestSet([...a, ...b]);
  if ('reason' in same) return { outcome: 'refused', reason: same.reason };
  const groups = [same.predicted.slice(0, a.length), same.predicted.slice(a.length)] as const;
  return { outcome: 'found', ...differenceImages(same.first.truth, groups, cell) };
}
