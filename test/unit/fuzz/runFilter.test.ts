import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { parameterTable } from '../../../src/contract/parameters';
import type { ComparisonOperator } from '../../../src/experiment/filterCondition';
import { FilterError } from '../../../src/experiment/filterError';
import { findColumn, runColumns, type Column } from '../../../src/experiment/runColumns';
import { parseFilter, parseTerms, problemOf, type FilterTerm } from '../../../src/experiment/runFilter';
import { listed, trackingOf } from '../experiment/listed';
import { property } from './property';

type PlainTerm = string | readonly [column: string, operator: ComparisonOperator, value: string | number];

const operators: readonly ComparisonOperator[] = ['=', '!=', '<', '<=', '>', '>='];
const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 });
/** As it is written there is one zero. */
const finite = fc.double({ noNaN: true, noDefaultInfinity: true }).map(value => value || 0);

/** A value that a column can have. */
function valueOf({ content }: Column): fc.Arbitrary<string | number> {
  switch (content.kind) {
    case 'text':
    case 'tags':
      return text;
    case 'word':
      return fc.stringMatching(/^[a-z0-9-]{1,20}$/);
    case 'time':
      return fc.constantFrom('2026-01-02', '2026-01-02T03:04:05.000Z');
    case 'choice':
      return fc.constantFrom(...content.choices);
    case 'metric':
      return content.metric.kind === 'share' ? fc.double({ min: 0, max: 1, noNaN: true }).map(value => value || 0) : finite;
    case 'parameter': {
      const { parameter } = content;
      if (parameter.kind === 'choice') return fc.constantFrom(...parameter.choices);
      if (parameter.kind === 'dataset') return fc.constantFrom('mnist', '/data/my digits', 'C:\\digits');
      if (parameter.kind === 'integer') return fc.integer({ min: parameter.minimum, max: parameter.maximum });
      return fc.double({ min: Math.max(parameter.minimum, 1e-9), max: parameter.maximum * 0.99, noNaN: true });
    }
  }
}

const condition = fc
  .constantFrom(...runColumns)
  .chain(column =>
    fc.tuple(
      fc.constant(column.name),
      fc.constantFrom(...(column.content.kind === 'tags' ? (['=', '!='] as const) : operators)),
      valueOf(column),
    ),
  );
const terms: fc.Arbitrary<PlainTerm[]> = fc.array(fc.oneof(text, condition), { maxLength: 6 });

function written(term: PlainTerm): string {
  const quoted = (value: string): string => `"${value.replaceAll('"', '""')}"`;
  if (typeof term === 'string') return quoted(term);
  const [column, operator, value] = term;
  return `${column}${operator}${typeof value === 'string' ? quoted(value) : value}`;
}

const plain = (term: FilterTerm): PlainTerm => (term.kind === 'word' ? term.word : [term.column.name, term.operator, term.value]);

/** Texts that are nearly filters. */
const hostile = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc
    .array(
      fc.oneof(
        fc.constantFrom(...runColumns.map(({ name }) => name), ...parameterTable.map(({ label }) => label)),
        fc.constantFrom(...operators, '"', '""', ' ', '\n', '%', '90%', '2m', '__proto__', 'constructor', 'not synced', '-', '–', '\0'),
        fc.string({ unit: 'grapheme', maxLength: 5 }),
      ),
      { maxLength: 30 },
    )
    .map(parts => parts.join('')),
  fc.tuple(fc.constantFrom('a', ' ', '"', '""', '=', 'a ', 'seed=3 ', 'tags=a ', '1'), fc.integer({ min: 1, max: 5000 })).map(([part, times]) => part.repeat(times)), // prettier-ignore
);

describe('a filter', () => {
  const runs = [
    listed({ tracking: trackingOf('synced') }, { seed: 3 }, { name: 'wide', tags: ['a', 'b c'] }),
    listed({ status: 'running', summary: undefined, config: undefined }),
  ];

  property(
    'comes back as it was written, term by term',
    terms,
    input => {
      const read = parseTerms(input.map(written).join(' ')).map(plain);
      assert.deepEqual(read, input);
    },
    { cases: 300 },
  );

  property(
    'is understood or refused with a reason, whatever was typed',
    hostile,
    input => {
      const problem = problemOf(input);
      if (problem !== undefined) {
        assert.throws(() => parseFilter(input), FilterError);
        assert.match(problem, /There is no column|expected/);
        return;
      }
      const fits = parseFilter(input);
      for (const run of runs) assert.equal(typeof fits(run), 'boolean');
    },
    { cases: 500 },
  );

  property(
    'asks for all of its terms',
    fc.tuple(terms, terms),
    ([first, second]) => {
      const [a, b, both] = [first, second, [...first, ...second]].map(some => parseFilter(some.map(written).join(' ')));
      for (const run of runs) assert.equal(both!(run), a!(run) && b!(run));
    },
    { cases: 100 },
  );

  it('finds a column by no name that objects have', () => {
    for (const name of ['__proto__', 'constructor', 'toString', '']) assert.equal(findColumn(name), undefined);
  });
});
