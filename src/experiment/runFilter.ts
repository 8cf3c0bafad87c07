import { parameterTable } from '../contract/parameters';
import { parseCondition, type Condition } from './filterCondition';
import { FilterError } from './filterError';
import { firstWord, parseQuoted } from './filterText';
import type { ListedRun } from './listedRun';
import { runLabel, valueInWords } from './runLabel';

export type RunFilter = (run: ListedRun) => boolean;

/** A part of a filter: a word that occurs somewhere in a run, or a condition on a column. */
export type FilterTerm = { readonly kind: 'word'; readonly word: string } | Condition;

/**
 * The one language in which runs are filtered, in the editor and on the command line. All terms have to hold:
 * - a word, which occurs in the name, a tag, the status, the id or a parameter; `"two words"` in quotes;
 * - a condition, a column with `=`, `!=`, `<`, `<=`, `>` or `>=` and a value: `num_filters>=64`, `test_accuracy>99%`, `duration<2m`,
 *   `status=completed`. A text (of a name, tag, author or folder) goes on to the next condition or the end, or stands in quotes.
 * @throws {FilterError} for a column that is none, or a value that it cannot have
 */
export function parseFilter(text: string): RunFilter {
  const terms = parseTerms(text);
  const words = terms.flatMap(term => (term.kind === 'word' ? [term.word.toLowerCase()] : []));
  const conditions = terms.filter(term => term.kind === 'condition');
  return run => conditions.every(({ holds }) => holds(run)) && (words.length === 0 || hasWords(run, words));
}

/**
 * The terms of a filter, in their order.
 * @throws {FilterError}
 */
export function parseTerms(text: string): FilterTerm[] {
  const terms: FilterTerm[] = [];
  for (let rest = text.trim(); rest !== '';) {
    const { term, length } = parseCondition(rest) ?? parseWord(rest);
    terms.push(term);
    rest = rest.slice(length).trimStart();
  }
  return terms;
}

/** What is wrong with a filter, for the user; undefined if nothing is. */
export function problemOf(text: string): string | undefined {
  try {
    parseTerms(text);
    return undefined;
  } catch (error) {
    if (error instanceof FilterError) return error.message;
    throw error;
  }
}

function parseWord(text: string): { readonly term: FilterTerm; readonly length: number } {
  const { value, length } = parseQuoted(text) ?? firstWord(text);
  return { term: { kind: 'word', word: value }, length };
}

function hasWords(run: ListedRun, words: readonly string[]): boolean {
  const { id, status, labels, parameters } = run;
  const values = parameterTable.map(({ name }) => `${name}=${valueInWords(name, parameters)}`);
  const text = [id, status, runLabel(run), ...labels.tags, ...values].join('\n').toLowerCase();
  return words.every(word => text.includes(word));
}
