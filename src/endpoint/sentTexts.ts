/** Texts as long as a person reads them: of a run whose files had far longer ones nothing could be read again. */

/** A name, or what else is a line. */
const LONGEST_LINE = 1_000;
/** Notes and descriptions. */
const LONGEST_TEXT = 100_000;

export function asLine(text: string): string {
  return cut(text, LONGEST_LINE);
}

export function asText(text: string): string {
  return cut(text, LONGEST_TEXT);
}

function cut(text: string, most: number): string {
  return text.length > most ? `${text.slice(0, most - 1)}…` : text;
}
