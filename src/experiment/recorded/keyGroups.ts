import type { RecordedKey } from '../../contract/recorded';
import { headingOf } from '../../contract/recording';

export interface KeyGroup {
  /** What is before the first `/` of its keys. */
  readonly heading: string;
  readonly keys: readonly RecordedKey[];
}

/** More charts than these are not open at first. */
const OPEN_AT_FIRST = 60;

/**
 * The keys that have every word that is searched, in any case, under their headings: those without one first, the others in the order of
 * the alphabet, the keys of each as they came.
 */
export function keyGroups(keys: readonly RecordedKey[], search: string): readonly KeyGroup[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  const found = keys.filter(({ key }) => words.every(word => key.toLowerCase().includes(word)));
  const groups = new Map<string, RecordedKey[]>();
  for (const one of found) {
    const heading = headingOf(one.key);
    const group = groups.get(heading);
    if (group) group.push(one);
    else groups.set(heading, [one]);
  }
  const rank = (heading: string): number => Number(heading !== WITHOUT_HEADING);
  return [...groups]
    .map(([heading, members]) => ({ heading, keys: members }))
    .sort((a, b) => rank(a.heading) - rank(b.heading) || compare(a.heading, b.heading));
}

const WITHOUT_HEADING = headingOf('');

function compare(a: string, b: string): number {
  return a.localeCompare(b, 'en', { numeric: true, sensitivity: 'base' });
}

/** The headings that are open before a person says otherwise: the first ones, up to some number of charts, and always one. */
export function openAtFirst(groups: readonly KeyGroup[]): ReadonlySet<string> {
  const open = new Set<string>();
  let charts = 0;
  for (const { heading, keys } of groups) {
    charts += keys.length;
    if (open.size > 0 && charts > OPEN_AT_FIRST) break;
    open.add(heading);
  }
  return open;
}
