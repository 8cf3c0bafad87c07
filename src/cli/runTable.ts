import { varyingParameters } from '../experiment/differences';
import type { ListedRun } from '../experiment/listedRun';
import { findColumn, type Column } from '../experiment/runColumns';
import { oneLine } from '../util/shownText';
import type { Output } from './output';
import type { Style } from './textSink';

/** The columns that are left out first where a terminal has no room; the leftmost columns matter most. */
const expendable = ['wandb', 'duration', 'val_loss'];
/** The longest part of a name that is shown where a terminal has no room for all of it. */
const NAME_LENGTH = 24;
const GAP = '  ';

export interface RunTable {
  /** The header, and one line for each run. */
  readonly lines: readonly string[];
  /** The columns that a terminal had no room for. */
  readonly leftOut: readonly string[];
}

/** Without a choice of columns: the parameters that vary, and the metrics that say most; on a terminal no wider than it is. */
export function runTable(
  runs: readonly ListedRun[],
  chosen: readonly Column[] | undefined,
  { isTerminal, columns: room, style }: Pick<Output, 'isTerminal' | 'columns' | 'style'>,
): RunTable {
  const columns = (chosen ?? defaultColumns(runs)).map(column => layOut(column, runs));
  if (chosen || !isTerminal) return { lines: linesOf(columns, style), leftOut: [] };
  let shown = columns.map(column => (column.name === 'name' ? shortened(column, NAME_LENGTH) : column));
  const leftOut: string[] = [];
  while (widthOf(shown) > room) {
    const dropped = expendable.find(name => shown.some(column => column.name === name)) ?? lastParameter(shown);
    if (dropped === undefined) break;
    shown = shown.filter(({ name }) => name !== dropped);
    leftOut.push(dropped);
  }
  return { lines: linesOf(shown, style), leftOut: columns.map(({ name }) => name).filter(name => leftOut.includes(name)) };
}

function defaultColumns(runs: readonly ListedRun[]): Column[] {
  const varying = varyingParameters(runs.map(run => run.parameters));
  const named = runs.some(run => run.labels.name) ? ['name'] : [];
  const tracked = runs.some(run => run.tracking) ? ['wandb'] : [];
  const names = ['id', ...named, 'status', ...varying, 'val_loss', 'test_accuracy', 'duration', ...tracked];
  return names.flatMap(name => findColumn(name) ?? []);
}

/** A column with its texts. */
interface TextColumn {
  readonly name: string;
  readonly cells: readonly string[];
  readonly isNumeric: boolean;
}

function layOut(column: Column, runs: readonly ListedRun[]): TextColumn {
  const values = runs.map(run => column.value(run));
  const cells = runs.map((run, i) => {
    const value = values[i]!;
    // As wide as it is shown.
    return value === null ? '·' : oneLine(column.show?.(value, run) ?? String(value));
  });
  return { name: column.name, cells, isNumeric: values.every(value => typeof value !== 'string') };
}

function shortened(column: TextColumn, length: number): TextColumn {
  return { ...column, cells: column.cells.map(cell => oneLine(cell, length)) };
}

function lastParameter(columns: readonly TextColumn[]): string | undefined {
  return columns.findLast(({ name }) => !['id', 'name', 'status', 'test_accuracy'].includes(name))?.name;
}

function widthOf(columns: readonly TextColumn[]): number {
  return columns.map(cellWidth).reduce((sum, width) => sum + width + GAP.length, -GAP.length);
}

function cellWidth({ name, cells }: TextColumn): number {
  return cells.reduce((width, cell) => Math.max(width, cell.length), name.length);
}

function linesOf(columns: readonly TextColumn[], style: Style): string[] {
  const padded = columns.map(column => {
    const width = cellWidth(column);
    const pad = (text: string): string => (column.isNumeric ? text.padStart(width) : text.padEnd(width));
    return { name: column.name, header: pad(column.name), cells: column.cells.map(pad) };
  });
  const header = style(
    'dim',
    padded
      .map(column => column.header)
      .join(GAP)
      .trimEnd(),
  );
  const rows = (columns[0]?.cells ?? []).map((_, row) =>
    padded
      .map(({ name, cells }) => coloured(name, cells[row]!, style))
      .join(GAP)
      .trimEnd(),
  );
  return [header, ...rows];
}

const statusColours: Readonly<Record<string, Parameters<Style>[0]>> = {
  running: 'cyan',
  stopped: 'yellow',
  interrupted: 'yellow',
  failed: 'red',
};

function coloured(name: string, cell: string, style: Style): string {
  const colour = name === 'status' ? statusColours[cell.trim()] : cell.trim() === '·' ? 'dim' : undefined;
  return colour ? style(colour, cell) : cell;
}
