import type { Column, ColumnValue } from './runColumns';

/** The order of two values of a column: numbers by size, texts as a person counts, `run 9` before `run 10`. */
export function compareValues({ content }: Pick<Column, 'content'>, a: string | number, b: string | number): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  if (content.kind === 'word' || content.kind === 'time') return a < b ? -1 : a > b ? 1 : 0;
  return compareTexts(String(a), String(b));
}

/** As a person counts: `run 9` before `run 10`. */
export function compareTexts(a: string, b: string): number {
  return collator().compare(a, b);
}

/** In the order of a column, or the other way round; what has no value comes last either way, and what is alike stays as it was. */
export function sortedByColumn<T>(
  items: readonly T[],
  column: Pick<Column, 'content'>,
  { valueOf, descending }: { readonly valueOf: (item: T) => ColumnValue; readonly descending: boolean },
): T[] {
  return items
    .map(item => ({ item, value: valueOf(item) }))
    .toSorted((one, other) => {
      const [a, b] = [one.value, other.value];
      if (a === null || b === null) return Number(a === null) - Number(b === null);
      return compareValues(column, a, b) * (descending ? -1 : 1);
    })
    .map(({ item }) => item);
}

/** Made when it is needed, and once: it takes time. */
let made: Intl.Collator | undefined;
const collator = (): Intl.Collator => (made ??= new Intl.Collator('en', { numeric: true }));
