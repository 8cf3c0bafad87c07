import { findParameter } from '../contract/parameters';
import { parseParameterText } from '../contract/parseParameters';
import type { RunOverview } from '../runFolder/readRun';
import { UsageError } from './exitCode';
import { columnsOf, valueOf, type Value } from './runColumns';

export type RunFilter = (run: RunOverview) => boolean;

const comparisons: Readonly<Record<string, (a: string | number, b: string | number) => boolean>> = {
  '=': (a, b) => a === b,
  '!=': (a, b) => a !== b,
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
};

/**
 * A condition as a person types it: `status=completed`, `num_filters>=64`, or a tag or a part of the name alone.
 * @throws {UsageError} for a column that is none
 * @throws {ParameterError} for a value that the parameter cannot have
 */
export function parseFilter(text: string): RunFilter {
  const match = /^\s*([\w-]+)\s*(<=|>=|!=|=|<|>)\s*(.*)$/.exec(text);
  if (!match) return ({ labels }) => labels.tags.includes(text) || (text !== '' && labels.name.includes(text));
  const [, name, operator, wanted] = match as unknown as [string, string, string, string];
  const column = columnsOf([name])[0]!;
  const compare = comparisons[operator]!;
  if (column.name === 'tags') return ({ labels }) => compare(String(labels.tags.includes(wanted)), 'true');
  const parameter = findParameter(column.name);
  const value = parameter ? parseParameterText(parameter, wanted) : wanted;
  return run => {
    const found: Value = valueOf(column, run);
    if (found === null) return false;
    if (typeof found === 'string') return compare(found, String(value));
    const number = parseNumber(String(value), text);
    return compare(found, number);
  };
}

/** `0.99` or `99%` */
function parseNumber(text: string, condition: string): number {
  const number = text.endsWith('%') ? Number(text.slice(0, -1)) / 100 : Number(text);
  if (text.trim() !== '' && Number.isFinite(number)) return number;
  throw new UsageError(`--filter "${condition}": expected a number, not "${text}".`);
}
