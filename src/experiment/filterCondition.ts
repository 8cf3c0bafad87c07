import { FilterError } from './filterError';
import { firstWord, isSame, parseQuoted, type Typed } from './filterText';
import { parseFilterValue, valueIn } from './filterValue';
import type { ListedRun } from './listedRun';
import { findColumn, noSuchColumn, type Column } from './runColumns';

/** A column, how it is compared, and what with. */
export interface Condition {
  readonly kind: 'condition';
  readonly column: Column;
  readonly operator: ComparisonOperator;
  readonly value: string | number;
  /** False for a run without a value in that column. */
  readonly holds: (run: ListedRun) => boolean;
}

const comparisons = {
  '=': (a, b) => a === b,
  '!=': (a, b) => a !== b,
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
} as const satisfies Readonly<Record<string, (a: string | number, b: string | number) => boolean>>;

export type ComparisonOperator = keyof typeof comparisons;

const BEGINNING = /^([\w-]+)\s*(<=|>=|!=|=|<|>)\s*/;

/**
 * The condition that a text begins with, and how much of the text it takes; undefined if it begins with something else.
 * @throws {FilterError} for a column that is none, or a value that it cannot have
 */
export function parseCondition(text: string): { readonly term: Condition; readonly length: number } | undefined {
  const [begin, name, operator] = BEGINNING.exec(text) ?? [];
  if (begin === undefined || name === undefined || operator === undefined) return undefined;
  const column = findColumn(name);
  if (!column) throw new FilterError(undefined, noSuchColumn(name));
  const rest = text.slice(begin.length);
  const typed = parseQuoted(rest) ?? valueIn(rest, column.content, untilCondition);
  const length = begin.length + typed.length;
  return { term: conditionOn(column, operator as ComparisonOperator, typed.value, text.slice(0, length).trim()), length };
}

function conditionOn(column: Column, operator: ComparisonOperator, typed: string, condition: string): Condition {
  const value = parseFilterValue(typed, column.content, condition);
  const compare: (a: string | number, b: string | number) => boolean = comparisons[operator];
  if (column.content.kind === 'tags') {
    if (operator !== '=' && operator !== '!=') throw new FilterError(condition, 'expected tags= or tags!=.');
    const isMeant = operator === '=';
    return { kind: 'condition', column, operator, value, holds: ({ labels }) => labels.tags.some(tag => isSame(tag, typed)) === isMeant };
  }
  const wanted = folded(value);
  return {
    kind: 'condition',
    column,
    operator,
    value,
    holds: run => {
      const found = column.value(run);
      return found !== null && compare(folded(found), wanted);
    },
  };
}

function folded(value: string | number): string | number {
  return typeof value === 'string' ? value.toLowerCase() : value;
}

/** The first word and those after it, up to one that begins a condition. */
function untilCondition(text: string): Typed {
  let { length } = firstWord(text);
  for (;;) {
    const [space = ''] = /^\s+/.exec(text.slice(length)) ?? [];
    const rest = text.slice(length + space.length);
    const [, name] = BEGINNING.exec(rest) ?? [];
    if (rest === '' || (name !== undefined && findColumn(name))) return { value: text.slice(0, length), length };
    length += space.length + firstWord(rest).length;
  }
}
