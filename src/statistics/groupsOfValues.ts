/** So many outcomes a group has about. */
const IN_GROUP = 5;
const MOST_GROUPS = 10;

/**
 * Groups of neighbouring values, about equally large, of at least five: ten groups at most. Equal values are in one group; where there are no
 * more different values than groups, each is a group.
 * @returns the group of each value
 */
export function groupsOfValues(values: readonly number[]): number[] {
  const n = values.length;
  const groups = Math.max(2, Math.min(MOST_GROUPS, Math.floor(n / IN_GROUP)));
  const sorted = values.toSorted((a, b) => a - b);
  const different = [...new Set(sorted)];
  if (different.length <= groups) return values.map(value => different.indexOf(value));
  const first = new Map<number, number>();
  for (const [place, value] of sorted.entries()) if (!first.has(value)) first.set(value, place);
  return values.map(value => Math.floor((groups * first.get(value)!) / n));
}
