import { grouped } from './format';
import { oneLine } from './shownText';

/** Each has so many characters at most. */
const LONGEST_NAME = 60;

/** `a, b, c, d, e and 12 more`: names from elsewhere, as a sentence has them. @param most so many are named */
export function namedInShort(names: readonly string[], most = 5): string {
  const named = names.slice(0, most).map(name => oneLine(name, LONGEST_NAME));
  const more = names.length - named.length;
  return more > 0 ? `${named.join(', ')} and ${grouped(more)} more` : named.join(', ');
}
