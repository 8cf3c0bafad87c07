import type { JsonValue } from '../contract/formats/recording';
import { figureOf } from '../contract/recorded';
import { isJsonObject } from '../contract/recording';
import { withoutWords } from '../util/pythonJson';

/** What is nested deeper is left out. */
const DEEPEST = 20;

/**
 * The value of a text of JSON as Python writes it: `NaN`, `Infinity` and `-Infinity` are read as those texts, as recordings have them.
 * @throws {SyntaxError} if it is none
 */
export function parseLooseJson(text: string): JsonValue {
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    return JSON.parse(withoutWords(text, word => word)) as JsonValue;
  }
}

/** Any value that a parser made, as one of JSON; what JSON has no form for is its text. */
export function asJson(value: unknown, depth = 0): JsonValue {
  if (value === null || value === undefined) return null;
  if (typeof value === 'number') return figureOf(value);
  if (typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString();
  if (typeof value !== 'object' || depth >= DEEPEST) return null;
  if (Array.isArray(value)) return value.map(one => asJson(one, depth + 1));
  if (value instanceof Map) return Object.fromEntries([...value].map(([key, one]) => [String(key), asJson(one, depth + 1)]));
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, asJson(one, depth + 1)]));
}

/** The object that a value is; of anything else an empty one. */
export function asObject(value: JsonValue | undefined): { readonly [key: string]: JsonValue } {
  return isJsonObject(value) ? value : {};
}

/** A text that is not empty; null for anything else. */
export function textOr(value: JsonValue | undefined): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}
