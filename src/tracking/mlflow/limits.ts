/** What MLflow takes as a name or a value, by mlflow/utils/validation.py; the narrowest of the versions from 2.0 on. */

const LONGEST_NAME = 250;
const LONGEST_PARAM = 500;
const LONGEST_TAG = 5_000;

/** Of one request: so many metrics, parameters and tags, and of all of them together. */
const MOST_METRICS = 1_000;
const MOST_PARAMS = 100;
const MOST_TAGS = 100;

/**
 * A name as MLflow takes it: letters, digits, `_`, `-`, `.`, spaces and `/` between parts that are not empty and no `.` or `..`; another
 * character becomes `_`.
 */
export function mlflowName(name: string): string {
  const parts = name
    .replaceAll(/[^\w\-. /]/g, '_')
    .split('/')
    .map(part => (/^\.{0,2}$/.test(part) ? '_' : part));
  return parts.join('/').slice(0, LONGEST_NAME).replace(/\/$/, '_');
}

/** Names as MLflow takes them, each by the one that it stands for; those that would become the same are told apart. */
export function mlflowNames(names: readonly string[]): Map<string, string> {
  const taken = new Set<string>();
  return new Map(
    names.map(name => {
      const wanted = mlflowName(name);
      let given = wanted;
      for (let i = 2; taken.has(given); i++) given = `${wanted.slice(0, LONGEST_NAME - 6)}_${i}`;
      taken.add(given);
      return [name, given];
    }),
  );
}

/** A number as the server's JSON has it: those that JSON does not know are texts, which MLflow takes for them. */
export function mlflowNumber(value: number): number | string {
  return Number.isFinite(value) ? value : String(value);
}

export function paramValue(value: string | number): string {
  return cut(String(value), LONGEST_PARAM);
}

/** Whether a value is longer than MLflow takes it. */
export function isCut(value: string, kind: 'param' | 'tag'): boolean {
  return value.length > limitOf[kind];
}

/** So many characters a value may have. */
export const limitOf = { param: LONGEST_PARAM, tag: LONGEST_TAG } as const;

export function tagValue(value: string): string {
  return cut(value, LONGEST_TAG);
}

/** MLflow counts characters, not halves of them. */
function cut(text: string, most: number): string {
  return text.length <= most
    ? text
    : `${Array.from(text.slice(0, most - 1))
        .join('')
        .replace(/[\ud800-\udbff]$/, '')}…`;
}

export interface LoggedMetric {
  readonly key: string;
  readonly value: number | string;
  /** In ms since 1970. */
  readonly timestamp: number;
  readonly step: number;
}

export interface LoggedText {
  readonly key: string;
  readonly value: string;
}

/** What a run is logged as. */
export interface Logged {
  /** They can be gone through more than once, and need not be in memory together. */
  readonly metrics: Iterable<LoggedMetric>;
  readonly params: readonly LoggedText[];
  readonly tags: readonly LoggedText[];
}

/** The same in as many parts as are needed for none of them to be too large for one request. */
export function* batchesOf({ metrics, params, tags }: Logged): Generator<Logged & { readonly metrics: readonly LoggedMetric[] }> {
  const [ofParams, ofTags] = [[...pieces(params, MOST_PARAMS)], [...pieces(tags, MOST_TAGS)]];
  for (let i = 0; i < Math.max(ofParams.length, ofTags.length); i++)
    yield { metrics: [], params: ofParams[i] ?? [], tags: ofTags[i] ?? [] };
  for (const piece of pieces(metrics, MOST_METRICS)) yield { metrics: piece, params: [], tags: [] };
}

function* pieces<T>(all: Iterable<T>, most: number): Generator<readonly T[]> {
  let piece: T[] = [];
  for (const one of all) {
    if (piece.push(one) < most) continue;
    yield piece;
    piece = [];
  }
  if (piece.length > 0) yield piece;
}
