import { oneLine } from '../util/shownText';
import type { DatasetIdentity } from './run';

/** What is known of a run's classes; of an imported run perhaps nothing. */
export type NamedClasses = Partial<Pick<DatasetIdentity, 'name' | 'classNames' | 'firstLabel'>>;

/**
 * What the classes are called, as it may be shown: by the names that came with the data, else by their labels in the data's files.
 * @param count how many there are
 */
export function classNamesOf(dataset: NamedClasses | undefined, count: number): string[] {
  const { classNames, firstLabel = 0 } = dataset ?? {};
  return Array.from({ length: count }, (_, of) => oneLine(classNames?.[of] ?? String(firstLabel + of)));
}
