import type { RunLabels } from '../contract/labels';

/** The tags of these runs, the commonest first, and those that are equally common in their order. */
export function tagsInUse(runs: readonly { readonly labels: Partial<Pick<RunLabels, 'tags'>> }[]): string[] {
  const counts = new Map<string, number>();
  for (const { labels } of runs) for (const tag of new Set(labels.tags)) counts.set(tag, (counts.get(tag) ?? 0) + 1);
  return [...counts].toSorted(([a, n], [b, m]) => m - n || (a < b ? -1 : 1)).map(([tag]) => tag);
}

/** The tags in a line in which they are separated by commas. */
export function tagsIn(text: string): string[] {
  const tags = text.split(',').map(tag => tag.trim());
  return [...new Set(tags.filter(Boolean))];
}
