import { formatMetric, metricTable, type Metric } from '../contract/metrics';
import { parameterTable, type Parameter, type ParameterName } from '../contract/parameters';
import { runStatuses } from '../contract/runState';
import { syncInWords, syncStates } from '../wording/syncInWords';
import type { ListedRun } from './listedRun';
import { valueInWords } from './runLabel';

/** Null: a run has none. */
export type ColumnValue = string | number | null;

/** What stands in a column, so that a value of it can be read from what was typed. */
export type ColumnContent =
  /** Words, or a word. */
  | { readonly kind: 'text' | 'word' }
  /** ISO 8601. */
  | { readonly kind: 'time' }
  | { readonly kind: 'tags' }
  | { readonly kind: 'choice'; readonly choices: readonly string[] }
  | { readonly kind: 'metric'; readonly metric: Metric }
  | { readonly kind: 'parameter'; readonly parameter: Parameter & { readonly name: ParameterName } };

/** Something that can be said of every run: shown, sorted and filtered by. */
export interface Column {
  readonly name: string;
  readonly content: ColumnContent;
  readonly value: (run: ListedRun) => ColumnValue;
  /** As it is shown; by default the value itself. */
  readonly show?: (value: string | number, run: ListedRun) => string;
}

/** Every column, by the name that is typed for it: facts about runs, all metrics, all parameters. */
export const runColumns: readonly Column[] = [
  { name: 'id', content: { kind: 'word' }, value: ({ id }) => id, show: (id, { labels }) => `${id}${labels.pinned ? ' •' : ''}` },
  { name: 'name', content: { kind: 'text' }, value: ({ labels }) => labels.name || null },
  { name: 'status', content: { kind: 'choice', choices: runStatuses }, value: ({ status }) => status },
  {
    name: 'created',
    content: { kind: 'time' },
    value: ({ createdAt }) => createdAt,
    show: time => String(time).slice(0, 16).replace('T', ' '),
  },
  ...metricTable.map((metric): Column => ({
    name: metric.name,
    content: { kind: 'metric', metric },
    value: ({ summary }) => (summary ? metric.ofRun(summary) : null),
    show: value => formatMetric(metric, Number(value)),
  })),
  {
    name: 'wandb',
    content: { kind: 'choice', choices: syncStates },
    value: ({ tracking }) => (tracking ? syncInWords(tracking) : null),
  },
  { name: 'tags', content: { kind: 'tags' }, value: ({ labels }) => labels.tags.join(',') || null },
  { name: 'author', content: { kind: 'text' }, value: ({ config }) => config?.author ?? null },
  ...parameterTable.map((parameter): Column => ({
    name: parameter.name,
    content: { kind: 'parameter', parameter },
    value: ({ parameters }) => parameters[parameter.name] ?? null,
    show: (_, { parameters }) => valueInWords(parameter.name, parameters),
  })),
];

const columnsByName: ReadonlyMap<string, Column> = new Map(runColumns.map(column => [column.name, column]));

/** The column of a name, whatever the case of its letters and with `-` for `_`; undefined if there is none. */
export function findColumn(name: string): Column | undefined {
  return columnsByName.get(name.trim().replaceAll('-', '_').toLowerCase());
}

/** The message that there is no column of a name, with the names that there are. */
export function noSuchColumn(name: string): string {
  return `There is no column "${name.trim()}"; there are ${runColumns.map(other => other.name).join(', ')}.`;
}
