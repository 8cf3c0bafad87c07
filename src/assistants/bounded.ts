/** No text of a result has more characters: a name that somebody gave may be of any length. */
const LONGEST_TEXT = 2_000;
/** The name of a member. */
const LONGEST_NAME = 200;
/** No list of a result has more members, and no object. */
const MOST_MEMBERS = 400;
/** All of a result: lists in lists would still be of any length. */
const MOST_CHARACTERS = 400_000;
/** A number, or what stands around a member. */
const CHARACTERS_OF_MEMBER = 10;

type Members = Readonly<Record<string, unknown>>;

/**
 * The same value with long texts cut and long lists shortened, each saying by how much: an assistant reads all that it is given. How it is to be
 * read comes first, so that it is never what is left out.
 */
export function bounded({ howToRead, ...members }: Members): Members {
  const room = { left: MOST_CHARACTERS };
  const first = howToRead === undefined ? {} : { howToRead: within(howToRead, room) };
  return { ...first, ...(within(members, room) as Members) };
}

function within(value: unknown, room: { left: number }): unknown {
  room.left -= CHARACTERS_OF_MEMBER;
  if (typeof value === 'string') {
    const text = cut(value, LONGEST_TEXT);
    room.left -= text.length;
    return text;
  }
  if (Array.isArray(value)) {
    const kept = some(value, room, one => within(one, room));
    return kept.length === value.length ? kept : [...kept, `… ${value.length - kept.length} more`];
  }
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    some(Object.entries(value), room, ([name, of]) => {
      const shown = cut(name, LONGEST_NAME);
      room.left -= shown.length;
      return [shown, within(of, room)] as const;
    }),
  );
}

/** The first members, as many as there is room for. */
function some<T, U>(members: readonly T[], room: { readonly left: number }, use: (member: T) => U): U[] {
  const kept: U[] = [];
  for (const member of members.slice(0, MOST_MEMBERS)) {
    if (room.left <= 0) break;
    kept.push(use(member));
  }
  return kept;
}

/** The beginning of a text, and how long it was. */
export function cut(text: string, most: number): string {
  if (text.length <= most) return text;
  // Half of a surrogate pair would be no character.
  return `${text.slice(0, most).replace(/[\ud800-\udbff]$/, '')}… (${text.length} characters in all)`;
}
