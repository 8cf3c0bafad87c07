const words: ReadonlySet<string> = new Set(['NaN', 'Infinity', '-Infinity']);
const token = /-?(?:NaN|Infinity)\b/y;

/**
 * A text of JSON as Python writes it, with a string for each of the words `NaN`, `Infinity` and `-Infinity`, which JSON does not have; what stands in
 * a string stays. It takes a time that is linear in the length, whatever the text is.
 * @param as the string for a word
 */
export function withoutWords(text: string, as: (word: string) => string): string {
  const parts: string[] = [];
  let done = 0;
  for (let at = 0; at < text.length; at++) {
    const letter = text[at];
    if (letter === '"') {
      at = endOfString(text, at);
      continue;
    }
    if (letter !== 'N' && letter !== 'I' && letter !== '-') continue;
    token.lastIndex = at;
    const found = token.exec(text)?.[0];
    if (found === undefined || !words.has(found)) continue;
    parts.push(text.slice(done, at), JSON.stringify(as(found)));
    at += found.length - 1;
    done = at + 1;
  }
  return done === 0 ? text : parts.join('') + text.slice(done);
}

/** Where a string ends that begins there; the end of the text if it does not. */
function endOfString(text: string, begin: number): number {
  for (let at = begin + 1; at < text.length; at++) {
    if (text[at] === '\\') at++;
    else if (text[at] === '"') return at;
  }
  return text.length;
}
