import { FilterError } from './filterError';

/** A value or word, and how much of the text it takes. */
export interface Typed {
  readonly value: string;
  readonly length: number;
}

/**
 * The text in quotes that a text begins with; a quote in it is doubled. Undefined if it begins otherwise.
 * @throws {FilterError} if the quotes are not closed
 */
export function parseQuoted(text: string): Typed | undefined {
  if (!text.startsWith('"')) return undefined;
  const [whole, inside] = /^"((?:[^"]|"")*)"(?!")/.exec(text) ?? [];
  if (whole === undefined || inside === undefined) throw new FilterError(text, 'expected a quote at its end, too.');
  return { value: inside.replaceAll('""', '"'), length: whole.length };
}

/** All up to the first space. */
export function firstWord(text: string): Typed {
  const value = /^\S*/.exec(text)![0];
  return { value, length: value.length };
}

/** The longest of several texts that a text begins with, ignoring case. */
export function choiceIn(text: string, choices: readonly string[]): Typed | undefined {
  const fitting = choices.filter(
    choice => isSame(text.slice(0, choice.length), choice) && /^(?:\s|$)/.test(text.slice(choice.length, choice.length + 1)),
  );
  const value = fitting.toSorted((a, b) => b.length - a.length)[0];
  return value === undefined ? undefined : { value, length: value.length };
}

/** The same text, but for its case. */
export function isSame(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}
