import type { Metric, MetricKind } from '../contract/metrics';
import { ParameterError, type Parameter, type ParameterName } from '../contract/parameters';
import { checkParameter, parseParameterText } from '../contract/parseParameters';
import { FilterError } from './filterError';
import { choiceIn, firstWord, isSame, type Typed } from './filterText';
import type { ColumnContent } from './runColumns';

const NUMBER = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?$/i;
const NUMBER_AND_UNIT = /^([+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?)\s*(%|[a-z]+)?$/i;

/** Shares are kept from 0 to 1, durations in milliseconds. */
const units: Readonly<Record<MetricKind, Readonly<Record<string, (digits: string) => number>>>> = {
  share: { '%': percentage },
  nats: {},
  rate: {},
  duration: {
    ms: Number,
    s: digits => Number(digits) * 1000,
    m: digits => Number(digits) * 60_000,
    h: digits => Number(digits) * 3_600_000,
  },
};

/**
 * A percentage as the nearest number to its hundredth, which is the one that was measured: 99.12 / 100 differs from 0.9912 in the last bit.
 */
function percentage(digits: string): number {
  return /e/i.test(digits) ? Number(digits) / 100 : Number(`${digits}e-2`);
}

/**
 * Finds the value of a column at the beginning of a text that is not quoted.
 * @param wordsOf the words that a text begins with, up to the next condition
 */
export function valueIn(text: string, content: ColumnContent, wordsOf: (text: string) => Typed): Typed {
  switch (content.kind) {
    case 'text':
    case 'tags':
      return wordsOf(text);
    case 'word':
      return firstWord(text);
    case 'time': {
      const value = /^\S*(?:\s+\d\d?:\d\d\S*)?/.exec(text)![0];
      return { value, length: value.length };
    }
    case 'choice':
      return choiceIn(text, content.choices) ?? firstWord(text);
    case 'metric':
      return measureIn(text, content.metric, wordsOf);
    case 'parameter': {
      const { parameter } = content;
      if (parameter.kind === 'dataset') return choiceIn(text, parameter.choices) ?? wordsOf(text);
      return firstWord(text);
    }
  }
}

/** A word that may be the unit of the number before it; if it is not a unit of time, the error says so. */
const unitsAfter: Readonly<Partial<Record<MetricKind, RegExp>>> = { share: /^\s+%/, duration: /^\s+[a-z]+(?!\S)/i };

/** A number, and its unit with a space before it. */
function measureIn(text: string, { kind }: Metric, wordsOf: (text: string) => Typed): Typed {
  const number = firstWord(text);
  if (!NUMBER.test(number.value)) return number;
  const [unit] = unitsAfter[kind]?.exec(text.slice(number.length)) ?? [];
  // It may be the name that the next condition begins with.
  if (unit === undefined || wordsOf(text).length === number.length) return number;
  const length = number.length + unit.length;
  return { value: text.slice(0, length), length };
}

/**
 * The value that was typed for a column.
 * @param condition that it stands in, for errors
 * @throws {FilterError} if the column cannot have it
 */
export function parseFilterValue(typed: string, content: ColumnContent, condition: string): string | number {
  switch (content.kind) {
    case 'text':
    case 'word':
    case 'tags':
      return typed;
    case 'time':
      return typed.replace(/\s+/, 'T');
    case 'choice': {
      const choice = content.choices.find(one => isSame(one, typed));
      if (choice === undefined) throw new FilterError(condition, `expected one of ${content.choices.join(', ')}.`);
      return choice;
    }
    case 'metric':
      return parseMeasure(typed, content.metric, condition);
    case 'parameter':
      return parseSetting(typed, content.parameter, condition);
  }
}

function parseMeasure(typed: string, { kind }: Metric, condition: string): number {
  const [, digits, unit] = NUMBER_AND_UNIT.exec(typed) ?? [];
  const scale = unit === undefined ? Number : new Map(Object.entries(units[kind])).get(unit.toLowerCase());
  const value = digits === undefined || !scale ? NaN : scale(digits);
  if (!Number.isFinite(value)) throw new FilterError(condition, `expected a number, not "${typed}"${examples[kind]}.`);
  // 90 is meant for 90%, and would silently find nothing.
  if (kind === 'share' && (value < 0 || value > 1))
    throw new FilterError(condition, `expected a share from 0 to 1 or from 0% to 100%, not "${typed}".`);
  return value;
}

const examples: Readonly<Record<MetricKind, string>> = { share: ': 0.99 or 99%', nats: '', rate: '', duration: ': 90s, 2m or 1h' };

function parseSetting(typed: string, parameter: Parameter & { readonly name: ParameterName }, condition: string): string | number {
  try {
    if (parameter.kind === 'choice' || parameter.kind === 'dataset')
      return parseParameterText(parameter, parameter.choices.find(choice => isSame(choice, typed)) ?? typed);
    const [, digits, unit] = NUMBER_AND_UNIT.exec(typed) ?? [];
    if (parameter.kind === 'number' && digits !== undefined && unit === '%') return checkParameter(parameter, percentage(digits));
    return parseParameterText(parameter, typed);
  } catch (error) {
    if (error instanceof ParameterError) throw new FilterError(condition, error.expectation);
    throw error;
  }
}
