import { withoutWords } from '../../util/pythonJson';

const words: Readonly<Record<string, number>> = { NaN, Infinity, '-Infinity': -Infinity };
const mark = '\u0000number:';
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
    const marked = withoutWords(text, word => mark + word);
    if (marked === text) throw error;
    return JSON.parse(marked, (_, value: unknown) =>
      typeof value === 'string' && value.startsWith(mark) ? words[value.slice(mark.length)] : value,
    ) as unknown;
  }
}

function isDeeper(value: unknown, left: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (left === 0) return true;
  return Object.values(value).some(inner => isDeeper(inner, left - 1));
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
