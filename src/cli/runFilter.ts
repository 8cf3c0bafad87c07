import { findParameter, ParameterError } from '../contract/parameters';
import { parseParameterText } from '../contract/parseParameters';
import { UsageError } from './exitCode';
import { columnsOf, type ListedRun, type Value } from './runColumns';

export type RunFilter = (run: ListedRun) => boolean;

const comparisons: Readonly<Record<string, (a: string | number, b: string | number) => boolean>> = {
  '=': (a, b) => a === b,
  '!=': (a, b) => a !== b,
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
};

/**
 * A condition as a person types it: `status=completed`, `num_filters>=64`, `test_accuracy>99%`, `duration<2m`, or a tag or a part of the
 * name alone.
 * @throws {UsageError} for a column that is none, or a value that it cannot have
 */
export function parseFilter(text: string): RunFilter {
  const [begin, name, operator] = /^\s*([\w-]+)\s*(<=|>=|!=|=|<|>)/.exec(text) ?? [];
  if (begin === undefined || name === undefined || operator === undefined)
    return ({ labels }) => labels.tags.includes(text) || (text !== '' && labels.name.includes(text));
  const wanted = text.slice(begin.length).trim();
  const column = columnsOf([name])[0]!;
  const compare = comparisons[operator]!;
  if (column.name === 'tags') return ({ labels }) => compare(String(labels.tags.includes(wanted)), 'true');
  const value = parseValue(column.name, wanted, text);
  return run => {
    const found: Value = column.value(run);
    if (found === null) return false;
    if (typeof found === 'string') return compare(found, wanted);
    if (value === undefined) throw new UsageError(`--filter "${text}": expected a number, not "${wanted}".`);
    return compare(found, value);
  };
}

/** What a person means by a number; undefined for what is none, which is right where the column holds words. */
function parseValue(column: string, wanted: string, condition: string): number | undefined {
  const parameter = findParameter(column);
  if (parameter) {
    try {
      const value = parseParameterText(parameter, wanted);
      return typeof value === 'number' ? value : undefined;
    } catch (error) {
      if (error instanceof ParameterError) throw new UsageError(`--filter "${condition}": ${error.expectation}`);
      throw error;
    }
  }
  const [, digits, unit] = /^([+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?)\s*(%|ms|s|m|h)?$/i.exec(wanted) ?? [];
  return digits === undefined ? undefined : Number(digits) * (unit === undefined ? 1 : units[unit.toLowerCase()]!);
}

/** Durations are kept in milliseconds, shares from 0 to 1. */
const units: Readonly<Record<string, number>> = { '%': 0.01, ms: 1, s: 1000, m: 60_000, h: 3_600_000 };
