import { grouped } from './format';
import { oneLine } from './shownText';

/** So many are named, each with so many characters. */
const MOST_NAMED = 5;
const LONGEST_NAME = 60;

/** `a, b, c, d, e and 12 more`: names from elsewhere, as a sentence has them. */
export function namedInShort(names: readonly string[]): string {
  const named = names.slice(0, MOST_NAMED).map(name => oneLine(name, LONGEST_NAME));
  const more = names.length - named.length;
  return more > 0 ? `${named.join(', ')} and ${grouped(more)} more` : named.join(', ');
}
