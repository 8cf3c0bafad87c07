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
 * the alphabet; of each the loss and the accuracy first, and beside a metric what it is on other data. The order does not follow how the keys
 * came: a client may send those of one row in any order.
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
    .map(([heading, members]) => ({ heading, keys: members.toSorted((a, b) => compareKeys(a.key, b.key)) }))
    .sort((a, b) => rank(a.heading) - rank(b.heading) || compare(a.heading, b.heading));
}

const WITHOUT_HEADING = headingOf('');

/** On which data a metric is, by how its name begins. */
const DATA = /^(?:(train(?:ing)?|val(?:id(?:ation)?)?|test)[_-])/i;

/** What is looked at first. */
const FIRST: readonly string[] = ['loss', 'accuracy', 'acc'];

function compareKeys(a: string, b: string): number {
  const [one, other] = [metricOf(a), metricOf(b)];
  return placeOf(one) - placeOf(other) || compare(one, other) || compare(a, b);
}

/** `val_loss` is `loss` on other data. */
function metricOf(key: string): string {
  return key.slice(key.indexOf('/') + 1).replace(DATA, '');
}

function placeOf(metric: string): number {
  const place = FIRST.indexOf(metric.toLowerCase());
  return place === -1 ? FIRST.length : place;
}

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
