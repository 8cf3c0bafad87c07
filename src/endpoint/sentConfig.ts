import { LONGEST_KEY, MOST_KEYS, type JsonValue } from '../contract/formats/recording';
import type { DefinedMetric } from '../contract/recording';
import { isObject, parseLooseJson } from './protocol/looseJson';
import { ProtocolError } from './protocol/protocolError';

/** What a client's config says: the script's settings, and under `_wandb` what the client adds. */
export interface SentConfig {
  readonly config: Readonly<Record<string, JsonValue>>;
  readonly metrics: readonly DefinedMetric[];
  readonly clientVersion: string | undefined;
  /** When the script began. */
  readonly startedAt: Date | undefined;
}

/**
 * Reads the config of an UpsertBucket: each value in `{ value }`.
 * @throws {ProtocolError} if it is none
 */
export function readSentConfig(text: string): SentConfig {
  const sent = sentObject(text, 'config');
  const config: Record<string, JsonValue> = {};
  for (const [key, wrapped] of Object.entries(sent)) {
    if (!isObject(wrapped) || !('value' in wrapped))
      throw new ProtocolError(`UpsertBucket: config "${key}" is not wrapped as {"value": …}`);
    if (key !== '_wandb') config[key] = writable(wrapped['value']);
  }
  const own = sent['_wandb'];
  const added = isObject(own) && isObject(own['value']) ? own['value'] : {};
  const { cli_version: version, start_time: seconds } = added;
  return {
    config,
    metrics: metricsOf(added['m']),
    clientVersion: typeof version === 'string' && /^[\w.+-]{1,40}$/.test(version) ? version : undefined,
    startedAt: typeof seconds === 'number' && seconds > 0 && seconds < 1e11 ? new Date(seconds * 1000) : undefined,
  };
}

/** A value as a file of JSON has it: NaN and the infinities are texts. */
export function writable(value: unknown): JsonValue {
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value);
  if (typeof value === 'string' || typeof value === 'boolean' || value === null) return value;
  if (Array.isArray(value)) return value.map(writable);
  return isObject(value) ? writableObject(value) : null;
}

export function writableObject(value: Readonly<Record<string, unknown>>): Readonly<Record<string, JsonValue>> {
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, writable(inner)]));
}

/** The summaries of a metric by their numbers in W&B's MetricSummary; a metric without one has its last value. */
const summaries = { 1: 'min', 2: 'max', 3: 'mean', 4: 'best', 6: 'none' } as const;

/**
 * `define_metric` as clients put it into the config: W&B's MetricRecord with the numbers of its fields for names. 1 is the name or 2 its
 * pattern, 5 the place of its step in this list, from 1, or 4 the step's name, 6 options (2 hidden), 7 summaries, 8 the goal (1 the
 * lower, 2 the higher).
 */
function metricsOf(list: unknown): DefinedMetric[] {
  if (!Array.isArray(list)) return [];
  const records = list.slice(0, MOST_KEYS).map(one => (isObject(one) ? one : {}));
  return records.flatMap((record): DefinedMetric[] => {
    const name = textOf(record['1']) ?? textOf(record['2']);
    if (name === undefined) return [];
    const index = record['5'];
    const step = textOf(record['4']) ?? (typeof index === 'number' ? textOf(records[index - 1]?.['1']) : undefined);
    const options = numbersOf(record['6']);
    const summary = numbersOf(record['7'])
      .map(number => summaries[number as keyof typeof summaries])
      .find(Boolean);
    const goal = record['8'];
    return [
      {
        name,
        ...(step !== undefined && { step }),
        ...(summary && { summary }),
        ...((goal === 1 || goal === 2) && { better: goal === 1 ? ('lower' as const) : ('higher' as const) }),
        ...(options.includes(2) && { hidden: true }),
      },
    ];
  });
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' && value.length <= LONGEST_KEY ? value : undefined;
}

function numbersOf(value: unknown): number[] {
  return Array.isArray(value) ? value.filter(one => typeof one === 'number') : [];
}

/** An object that an UpsertBucket has as text. @param what it is, for the error @throws {ProtocolError} if it is none */
export function sentObject(text: string, what: 'config' | 'summary'): Record<string, unknown> {
  let value: unknown;
  try {
    value = parseLooseJson(text);
  } catch (error) {
    throw new ProtocolError(`UpsertBucket: the ${what} is no JSON (${String(error)})`);
  }
  if (!isObject(value)) throw new ProtocolError(`UpsertBucket: the ${what} is no object`);
  return value;
}
