import { singleQuoted } from '../../util/shellWord';
import { invalid } from './slurmError';

/** Controls, and what some programs take for the end of a line. */
const BREAKS = /[\p{Cc}\u2028\u2029]/u;

/**
 * A word for sh that stands for the text itself, whatever it is.
 * @param what it is, for the error
 * @throws {SlurmError} for a text with a line break or another control character, or with none at all
 */
export function quoted(what: string, text: string): string {
  if (text === '' || BREAKS.test(text)) throw invalid(what, text, 'a text of one line, without control characters');
  return singleQuoted(text);
}

/** The same for a text that a program would take for an option if it began with a hyphen. @throws {SlurmError} then, too */
export function quotedOperand(what: string, text: string): string {
  if (text.startsWith('-')) throw invalid(what, text, 'a text that begins with another character than -');
  return quoted(what, text);
}

/** A path in a line of a script that `sbatch` reads: in its quotes, in which a backslash keeps the character after it from ending them. */
export function quotedForSbatch(path: string): string {
  return `"${path.replaceAll(/["\\]/g, String.raw`\$&`)}"`;
}
