/** What another tool recorded while it trained: rows of any keys, and what was said about the run. */
import type { InferOutput } from 'valibot';
import type { followed } from './formats/followed';
import { LONGEST_KEY, MOST_KEYS, type JsonValue, type recording } from './formats/recording';

export type Recording = InferOutput<typeof recording>;
/** Which files of another tool a run is written from. */
export type Followed = InferOutput<typeof followed>;
export type DefinedMetric = Recording['metrics'][number];
export type RecordedArtifact = Recording['artifacts'][number];
export type RecordedRow = Readonly<Record<string, JsonValue>>;

/** Whether what was read of JSON is a row: an object. Its members need no look, since JSON has no others than a row may have. */
export function isRow(value: unknown): value is RecordedRow {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Keys of a row that say when it was logged, and are no metrics. */
export const ownKeys: readonly string[] = ['_step', '_timestamp', '_runtime', '_wandb'];

/** Of more files of a recording than these the first are listed, and sent elsewhere. */
export const MOST_LISTED_FILES = 1_000;

/** An object in a row is looked into so deep. */
const DEEPEST = 6;

const words: Readonly<Record<string, number>> = { NaN, Infinity, '-Infinity': -Infinity };

/**
 * The scalars of a row, by their keys in its order: numbers, also those that JSON does not have, and `true` and `false` as 1 and 0. A key of
 * an object in an object has dots (`{a: {b: 1}}` is `a.b`), as W&B's own clients write it. Media and tables (`_type`) are none.
 */
export function scalarsOf(row: RecordedRow): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  const look = (value: JsonValue, key: string, depth: number): void => {
    if (found.size >= MOST_KEYS || key.length > LONGEST_KEY) return;
    if (typeof value === 'number') found.set(key, value);
    else if (typeof value === 'boolean') found.set(key, Number(value));
    else if (typeof value === 'string') {
      if (Object.hasOwn(words, value)) found.set(key, words[value]!);
    } else if (isJsonObject(value) && !Object.hasOwn(value, '_type') && depth < DEEPEST)
      for (const [name, inner] of Object.entries(value)) look(inner, `${key}.${name}`, depth + 1);
  };
  for (const [key, value] of Object.entries(row)) if (!ownKeys.includes(key)) look(value, key, 1);
  return found;
}

/** What is said of a metric: by its own name, else by the longest beginning with a `*` that fits; undefined if nothing is. */
export function definitionOf(metrics: readonly DefinedMetric[], key: string): DefinedMetric | undefined {
  const own = metrics.find(({ name }) => name === key);
  if (own) return own;
  const fitting = metrics.filter(({ name }) => name.endsWith('*') && key.startsWith(name.slice(0, -1)));
  return fitting.toSorted((a, b) => b.name.length - a.name.length)[0];
}

/** The heading that a key stands under: what is before its first `/`, else `Charts`, as W&B's own pages have it. */
export function headingOf(key: string): string {
  const slash = key.indexOf('/');
  return slash > 0 ? key.slice(0, slash) : 'Charts';
}

/** A curve of a metric: its values over steps that rise. */
export interface ScalarCurve {
  readonly key: string;
  /** What the steps are: a key, or `_step`. */
  readonly step: string;
  readonly steps: readonly number[];
  readonly values: readonly number[];
}

/** Whether a value is an object, and no list. */
export function isJsonObject(value: JsonValue | undefined): value is { readonly [key: string]: JsonValue } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
