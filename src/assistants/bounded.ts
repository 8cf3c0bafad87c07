/** No text of a result has more characters: a name that somebody gave may be of any length. */
const LONGEST_TEXT = 2_000;
/** No list of a result has more members, and no object. */
const MOST_MEMBERS = 400;

/** The same value with long texts cut and long lists shortened, each saying by how much: an assistant reads all that it is given. */
export function bounded(value: unknown): unknown {
  if (typeof value === 'string') return cut(value, LONGEST_TEXT);
  if (Array.isArray(value)) {
    const kept = value.slice(0, MOST_MEMBERS).map(bounded);
    return kept.length === value.length ? kept : [...kept, `… ${value.length - kept.length} more`];
  }
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .slice(0, MOST_MEMBERS)
      .map(([key, of]) => [key, bounded(of)]),
  );
}

/** The beginning of a text, and how long it was. */
export function cut(text: string, most: number): string {
  if (text.length <= most) return text;
  // Half of a surrogate pair would be no character.
  return `${text.slice(0, most).replace(/[\ud800-\udbff]$/, '')}… (${text.length} characters in all)`;
}
