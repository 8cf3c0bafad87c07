const words: Readonly<Record<string, number>> = { NaN, Infinity, '-Infinity': -Infinity };
const mark = '\u0000number:';

/** Parses JSON in which NaN, Infinity and -Infinity may stand for numbers, as Python writes them. @throws SyntaxError */
export function parseLooseJson(text: string): unknown {
  const marked = text.replace(/"(?:[^"\\]|\\.)*"|-?\b(?:NaN|Infinity)\b/g, token =>
    token in words ? JSON.stringify(mark + token) : token,
  );
  return JSON.parse(marked, (_, value: unknown) =>
    typeof value === 'string' && value.startsWith(mark) ? words[value.slice(mark.length)] : value,
  );
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
