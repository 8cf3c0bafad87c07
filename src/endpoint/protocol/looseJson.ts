const words: Readonly<Record<string, number>> = { NaN, Infinity, '-Infinity': -Infinity };
const mark = '\u0000number:';
const token = /-?(?:NaN|Infinity)\b/y;
/** No client nests values so deep, and what walks through them does so by calling itself. */
const DEEPEST = 64;

/**
 * Parses JSON in which NaN, Infinity and -Infinity may stand for numbers, as Python writes them.
 * @throws SyntaxError if it is none, or one value is in more than 64 others
 */
export function parseLooseJson(text: string): unknown {
  const value = parse(text);
  if (isDeeper(value, DEEPEST)) throw new SyntaxError(`a value in more than ${DEEPEST} others`);
  return value;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    const marked = withMarks(text);
    if (marked === text) throw error;
    return JSON.parse(marked, (_, value: unknown) =>
      typeof value === 'string' && value.startsWith(mark) ? words[value.slice(mark.length)] : value,
    ) as unknown;
  }
}

/** The text with a marked string for each of the words that JSON does not have. What stands in a string stays. */
function withMarks(text: string): string {
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
    if (found === undefined || !(found in words)) continue;
    parts.push(text.slice(done, at), JSON.stringify(mark + found));
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

function isDeeper(value: unknown, left: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (left === 0) return true;
  return Object.values(value).some(inner => isDeeper(inner, left - 1));
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
