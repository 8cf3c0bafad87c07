import { closest, distance } from 'fastest-levenshtein';
import * as v from 'valibot';

/**
 * An object that a person writes: a field that means nothing is an error, since passing it over would not do what was meant.
 * @param what it is, in words
 * @param notes what to do about a name that one might expect here
 */
export function strict<E extends v.ObjectEntries>(
  entries: E,
  what: string,
  notes: Readonly<Record<string, string>> = {},
): v.StrictObjectSchema<E, v.ErrorMessage<v.StrictObjectIssue>> {
  const names = Object.keys(entries);
  return v.strictObject(entries, ({ expected, input }) => {
    if (expected !== 'never') return what;
    const name = String(input);
    if (Object.hasOwn(notes, name)) return notes[name]!;
    const meant = closest(name.slice(0, 100), names);
    // Half of the letters right is no coincidence.
    const hint = distance(name.slice(0, 100), meant) <= meant.length / 2 ? ` (did you mean ${meant}?)` : '';
    return `only ${names.join(', ')}${hint}`;
  });
}

/** Of a list: no element twice. */
export function distinct<T>(expected: string): v.CheckAction<T[], string> {
  return v.check(values => new Set(values).size === values.length, expected);
}
