import type { LabelRules } from '../distinctLabels';
import { distinctLabels } from '../distinctLabels';
import type { ListedRun } from '../listedRun';
import { compareTexts, sortedByColumn } from '../columnOrder';
import { findColumn, type Column, type ColumnValue } from '../runColumns';
import { parseFilter, problemOf } from '../runFilter';
import { comparisonColumns } from './columns';
import { differenceOf, type MetricDifference } from './difference';
import { groupsOf, type Grouping } from './grouping';
import { isOnSameData, meanOfRuns, runsMeanInWords, type RunsMean } from './meanOfRuns';

export interface ComparisonOptions {
  /** Names of columns; by default those of `comparisonColumns`. Names that are no column's are passed over. */
  readonly columns?: readonly string[] | undefined;
  /** In the one language of filters; one that cannot be understood is passed over, and `problemOf` says why. */
  readonly filter?: string | undefined;
  /** By default as the runs were given. */
  readonly sort?: ComparisonSort | undefined;
  /** The id of the run that the others are compared with. */
  readonly baseline?: string | undefined;
  readonly grouping?: Grouping | undefined;
  readonly parentOf?: LabelRules['parentOf'] | undefined;
  /** What runs are called, where that is known; by default by what differs among them. */
  readonly labels?: ReadonlyMap<string, string> | undefined;
}

export interface ComparisonSort {
  /** The name of a column; `name` is what the rows are called. */
  readonly column: string;
  readonly descending: boolean;
}

export interface ComparisonCell {
  readonly column: string;
  /** Of a group the value that all its runs have, or the mean of a metric; null where there is none. */
  readonly value: ColumnValue;
  /** Empty where there is nothing to show. */
  readonly text: string;
  /** A parameter that is other than the baseline's. */
  readonly differs: boolean;
  /** Of a metric, against the baseline, or of a group against the group of the baseline; null where there is nothing to compare. */
  readonly difference: MetricDifference | null;
  /** Of a metric of a group. */
  readonly spread: RunsMean | null;
}

export interface RunRow {
  readonly kind: 'run';
  readonly run: ListedRun;
  readonly label: string;
  readonly isBaseline: boolean;
  readonly cells: readonly ComparisonCell[];
}

export interface GroupRow {
  readonly kind: 'group';
  readonly key: string;
  readonly label: string;
  /** The baseline is one of its runs. */
  readonly isBaseline: boolean;
  readonly cells: readonly ComparisonCell[];
  readonly runs: readonly ListedRun[];
  /** Of these runs, sorted. */
  readonly rows: readonly RunRow[];
}

export interface ComparisonTable {
  readonly columns: readonly Column[];
  readonly rows: readonly (RunRow | GroupRow)[];
  /** How many runs the filter left. */
  readonly shown: number;
  readonly baseline: ListedRun | undefined;
}

/**
 * The table of a comparison. The baseline counts even if the filter leaves it out; what runs and groups are called does not depend on the filter.
 * Values that are missing come last, whichever way the rows are sorted.
 */
export function comparisonTable(runs: readonly ListedRun[], options: ComparisonOptions = {}): ComparisonTable {
  const { filter = '', grouping = 'none' } = options;
  const rules = options.parentOf ? { parentOf: options.parentOf } : {};
  const columns = options.columns?.flatMap(name => findColumn(name) ?? []) ?? comparisonColumns(runs);
  const fits = filter.trim() === '' || problemOf(filter) !== undefined ? undefined : parseFilter(filter);
  const shown = fits ? runs.filter(fits) : runs;
  const baseline = runs.find(({ id }) => id === options.baseline);
  const labels = options.labels ?? distinctLabels(runs, rules);
  const rowOf = (run: ListedRun): RunRow => ({
    kind: 'run',
    run,
    label: labels.get(run.id) ?? run.id,
    isBaseline: run === baseline,
    cells: columns.map(column => runCell(column, run, baseline)),
  });
  const sorted = (rows: readonly RunRow[]): RunRow[] => sortedRows(rows, options.sort, ({ run }, column) => column.value(run));
  if (grouping === 'none') return { columns, rows: sorted(shown.map(rowOf)), shown: shown.length, baseline };
  // A group that the filter has thinned out is called as it is without the filter, and compared with the whole group of the baseline.
  const whole = groupsOf(runs, grouping);
  const names = new Map(whole.map(group => [group.key, group.label]));
  const ofBaseline = baseline && whole.find(group => group.runs.includes(baseline))?.runs;
  const groups = groupsOf(shown, grouping).map(({ key, label, runs: members }): GroupRow => ({
    kind: 'group',
    key,
    label: names.get(key) ?? label,
    isBaseline: baseline !== undefined && members.includes(baseline),
    cells: columns.map(column => groupCell(column, members, ofBaseline)),
    runs: members,
    rows: sorted(members.map(rowOf)),
  }));
  const rows = sortedRows(groups, options.sort, ({ runs: members }, column) => groupCell(column, members, undefined).value);
  return { columns, rows, shown: shown.length, baseline };
}

function sortedRows<R extends { readonly label: string }>(
  rows: readonly R[],
  sort: ComparisonSort | undefined,
  valueOf: (row: R, column: Column) => ColumnValue,
): R[] {
  if (!sort) return [...rows];
  const { descending } = sort;
  if (sort.column === 'name') return rows.toSorted((a, b) => compareTexts(a.label, b.label) * (descending ? -1 : 1));
  const column = findColumn(sort.column);
  return column ? sortedByColumn(rows, column, { valueOf: row => valueOf(row, column), descending }) : [...rows];
}

function runCell(column: Column, run: ListedRun, baseline: ListedRun | undefined): ComparisonCell {
  const { content, name } = column;
  const value = column.value(run);
  const expected = baseline && baseline !== run ? column.value(baseline) : null;
  const isMetric = content.kind === 'metric' && isOnSameData(baseline ? [run, baseline] : [], content.metric);
  return {
    column: name,
    value,
    text: shownValue(column, value, run),
    differs: content.kind === 'parameter' && value !== null && expected !== null && value !== expected,
    difference:
      isMetric && typeof value === 'number' && typeof expected === 'number' ? differenceOf(content.metric, value, expected) : null,
    spread: null,
  };
}

/** So many values that the runs of a group have are named. */
const MOST_VALUES = 3;

function groupCell(column: Column, runs: readonly ListedRun[], baseline: readonly ListedRun[] | undefined): ComparisonCell {
  const { content, name } = column;
  const others = baseline && runs.some(run => baseline.includes(run)) ? undefined : baseline;
  if (content.kind === 'metric') {
    const { metric } = content;
    const spread = meanOfRuns(runs, metric);
    const expected = others && isOnSameData([...runs, ...others], metric) ? meanOfRuns(others, metric) : null;
    const difference = spread && expected ? differenceOf(metric, spread.mean, expected.mean) : null;
    return {
      column: name,
      value: spread?.mean ?? null,
      text: spread ? runsMeanInWords(metric, spread) : '',
      differs: false,
      difference,
      spread,
    };
  }
  const values = runs.map(run => column.value(run));
  const common = values.every(value => value === values[0]) ? (values[0] ?? null) : null;
  const texts = [...new Set(runs.map((run, i) => shownValue(column, values[i] ?? null, run)))];
  const expected = others?.map(run => column.value(run)) ?? [];
  return {
    column: name,
    value: common,
    text: texts.length > MOST_VALUES ? `${texts.length} values` : texts.filter(Boolean).join(', '),
    differs:
      content.kind === 'parameter' && common !== null && expected.length > 0 && expected.every(value => value !== null && value !== common),
    difference: null,
    spread: null,
  };
}

function shownValue(column: Column, value: ColumnValue, run: ListedRun): string {
  return value === null ? '' : (column.show?.(value, run) ?? String(value));
}
