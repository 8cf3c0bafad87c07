import { findColumn, type Column } from '../../../src/experiment/runColumns';
import type { ComparisonCell, ComparisonTable } from '../../../src/experiment/comparison/table';
import { metricOfDelta } from './deltas';

/** A column as it is drawn. */
export interface GridColumn {
  /** `box`, `name`, or the name of a column. */
  readonly key: string;
  readonly head: string;
  readonly help: string;
  readonly isNumber: boolean;
  /** What rows are sorted by when its head is pressed; undefined where they are not. */
  readonly sortKey: string | undefined;
  /** The largest first when it is pressed at first. */
  readonly isLargestFirst: boolean;
  /** In pixels. */
  readonly width: number;
  /** What stands in it, of a row. */
  readonly cellOf: (cells: ReadonlyMap<string, ComparisonCell>) => ComparisonCell | undefined;
  readonly isDelta: boolean;
}

const CHARACTER = 6.6;
const PADDING = 16;
const SORT_ICON = 16;
const LEAST = 56;
const MOST = 220;
const LEAST_NAME = 160;
const MOST_NAME = 320;
/** The bar of a difference. */
export const BAR = 56;
/** Before the name: a swatch; behind it, what it is. */
const AROUND_NAME = 56;
const BADGE = 64;

const isNothing = (): undefined => undefined;

/** The columns of a table with their widths, which all rows together decide, so that scrolling moves none. */
export function gridColumns(table: ComparisonTable, names: readonly string[]): GridColumn[] {
  const all = table.rows.flatMap(row => (row.kind === 'group' ? [row, ...row.rows] : [row]));
  const longest = new Map<string, number>();
  const note = (key: string, text: string): void => void longest.set(key, Math.max(longest.get(key) ?? 0, text.length));
  let name = 0;
  for (const { label, cells, isBaseline } of all) {
    name = Math.max(name, label.length * CHARACTER + (isBaseline ? BADGE : 0));
    for (const { column, text, difference } of cells) {
      note(column, text);
      if (difference) note(`Δ ${column}`, difference.text);
    }
  }
  const nameWidth = Math.min(MOST_NAME, Math.max(LEAST_NAME, name + AROUND_NAME));
  const fixed = { help: '', isNumber: false, isLargestFirst: false, cellOf: isNothing, isDelta: false };
  return [
    { ...fixed, key: 'box', head: '', width: 32, sortKey: undefined },
    { ...fixed, key: 'name', head: 'Run', width: nameWidth, sortKey: 'name' },
    ...names.flatMap(key => gridColumn(key, longest.get(key) ?? 0)),
  ];
}

function gridColumn(key: string, longest: number): GridColumn[] {
  const metric = metricOfDelta(key);
  const column = findColumn(metric ?? key);
  if (!column) return [];
  const isDelta = metric !== undefined;
  const head = isDelta ? `Δ ${headOf(column)}` : headOf(column);
  const needed = Math.max(head.length * 6.2 + SORT_ICON, longest * CHARACTER + (isDelta ? BAR + 8 : 0)) + PADDING;
  return [
    {
      key,
      head,
      help: isDelta ? `${helpOf(column)} Less that of the baseline.` : helpOf(column),
      isNumber: isDelta || isNumeric(column),
      sortKey: column.name,
      isLargestFirst: column.content.kind === 'metric' ? column.content.metric.better === 'higher' : column.content.kind === 'time',
      width: Math.round(Math.min(isDelta ? MOST + BAR : MOST, Math.max(LEAST, needed))),
      cellOf: cells => cells.get(column.name),
      isDelta,
    },
  ];
}

/** What a column is called: a metric by its label, all else by its name. */
export function headOf({ name, content }: Column): string {
  return content.kind === 'metric' ? content.metric.label.replace('Validation', 'Val.') : name;
}

function helpOf({ name, content }: Column): string {
  if (content.kind === 'metric') return content.metric.help;
  return content.kind === 'parameter' ? content.parameter.help : name;
}

function isNumeric({ content }: Column): boolean {
  if (content.kind === 'metric') return true;
  return content.kind === 'parameter' && (content.parameter.kind === 'integer' || content.parameter.kind === 'number');
}
