import { metrics } from '../contract/metrics';
import { bestRuns } from '../experiment/bestRuns';
import { varyingParameters } from '../experiment/differences';
import { distinctLabels, type LabelRules } from '../experiment/distinctLabels';
import type { ListedRun } from '../experiment/listedRun';
import { recordedInBrief } from '../experiment/recorded/recordedInBrief';
import { findColumn, type Column } from '../experiment/runColumns';
import { cutToWidth, displayWidth, padEndTo, padStartTo } from '../util/displayWidth';
import { maxOf } from '../util/extremes';
import { oneLine } from '../util/shownText';
import { failureInBrief, wouldDivergeAgain } from '../wording/divergence';
import type { Output } from './output';
import type { Style } from './textSink';

/** So many characters of a name are worth more than another column. */
const NAME_LENGTH = 24;
/** A name keeps so many for the sake of a reason. */
const LEAST_NAME = 20;
/** What another tool recorded takes no more on a terminal. */
const RECORDED_LENGTH = 30;
/** What `failed` and `loss not finite in epoch 10` take. */
const REASON_LENGTH = 35;
const GAP = '  ';
const NOTHING = '·';
/** Behind the best validation accuracy; all others end before it. */
const BEST = ' best';

export interface RunTable {
  /** The header, and one line for each run. */
  readonly lines: readonly string[];
  /** The columns that a terminal had no room for. */
  readonly leftOut: readonly string[];
}

export interface TableOptions {
  /** By default those that say most, and on a terminal only those that fit. */
  readonly columns?: readonly Column[] | undefined;
  readonly parentOf?: LabelRules['parentOf'];
}

/**
 * Runs as a table. A run without a name stands under what distinguishes it from the others. Without a choice of columns the best run by
 * validation is marked, and a run that failed says why in the place of what it has no value for. What another tool recorded is the last column;
 * where there is no room for it, it stands behind the status of the runs without an accuracy.
 */
export function runTable(
  runs: readonly ListedRun[],
  { columns: chosen, parentOf }: TableOptions,
  { isTerminal, columns: width, style }: Pick<Output, 'isTerminal' | 'columns' | 'style'>,
): RunTable {
  // What is asked for by its name is shown as it is.
  if (chosen) {
    const columns = chosen.map(column => layOut(column, runs));
    return { lines: linesOf(columns, { runs, reasons: [], room: Infinity, style }), leftOut: [] };
  }
  const room = isTerminal ? width : Infinity;
  const rules = parentOf ? { parentOf } : {};
  const marks = { labels: distinctLabels(runs, rules), best: bestRuns(runs) };
  const recorded = runs.map(inBrief);
  const usual = defaultColumns(runs).map(column => layOut(column, runs, marks));
  const ofRecorded = columnOfRecorded(recorded, room);
  // Of what other tools recorded much is not known of any.
  const all =
    ofRecorded.length === 0 ? usual : [...usual.filter(({ cells }) => cells.some(cell => cell.trim() !== NOTHING)), ...ofRecorded];
  const shown = thoseThatFit(all, room);
  const isShown = shown.some(({ name }) => name === RECORDED);
  const reasons = runs.map((run, i) => {
    if (recorded[i] !== undefined) return isShown || isMeasured(run) ? '' : recorded[i];
    return run.status === 'failed' ? failureInBrief(run.summary?.reason ?? '') : '';
  });
  const behindName = widthOf(shown.slice(shown.findIndex(({ name }) => name === 'status')));
  const wanted = reasons.some(reason => reason !== '') ? Math.max(0, REASON_LENGTH - behindName) : 0;
  const left = room - widthOf(shown.filter(({ name }) => name !== 'name')) - GAP.length;
  const nameRoom = Math.max(8, Math.min(left, Math.max(LEAST_NAME, left - wanted)));
  const columns = shown.map(column => (column.name === 'name' ? cutNames(column, { runs, rules, room: nameRoom }) : column));
  return {
    lines: linesOf(columns, { runs, reasons, room, style }),
    leftOut: all.flatMap(column => (shown.includes(column) || column.name === RECORDED ? [] : [column.name])),
  };
}

/** The last column, which nobody chooses by its name. */
const RECORDED = 'recorded';

function columnOfRecorded(recorded: readonly (string | undefined)[], room: number): TextColumn[] {
  const most = room === Infinity ? room : RECORDED_LENGTH;
  const cells = recorded.map(text => (text ? cutToWidth(oneLine(text), most) : NOTHING));
  return cells.every(cell => cell === NOTHING) ? [] : [{ name: RECORDED, cells, isNumeric: false }];
}

/** What another tool recorded of a run; undefined of one that was trained here, or diverged. */
function inBrief(run: ListedRun): string | undefined {
  const { recorded, status, summary } = run;
  return recorded && !wouldDivergeAgain(summary?.reason) ? recordedInBrief(recorded, status, isMeasured(run)) : undefined;
}

/** Whether it has an accuracy. */
function isMeasured({ summary }: ListedRun): boolean {
  return summary !== undefined && [metrics.val_accuracy, metrics.test_accuracy].some(({ ofRun }) => ofRun(summary) !== null);
}

/** The most telling first, in the order in which they stand. */
function defaultColumns(runs: readonly ListedRun[]): Column[] {
  const varying = varyingParameters(runs.map(run => run.parameters));
  const tracked = runs.some(run => run.tracking) ? ['wandb'] : [];
  const names = ['id', 'name', 'status', 'val_accuracy', 'test_accuracy', 'duration', ...varying, 'val_loss', ...tracked];
  return names.flatMap(name => findColumn(name) ?? []);
}

/** What a terminal has room for first. The result on the test images is only reported: it distinguishes no run that is to be chosen. */
const first = ['id', 'name', 'val_accuracy', 'status', 'test_accuracy', RECORDED];
const last = ['duration', 'val_loss', 'wandb'];

function thoseThatFit(columns: readonly TextColumn[], room: number): TextColumn[] {
  const rank = ({ name }: TextColumn): number =>
    first.includes(name) ? first.indexOf(name) : last.includes(name) ? 100 + last.indexOf(name) : 50;
  const fitting = new Set<TextColumn>();
  let width = -GAP.length;
  for (const column of columns.toSorted((a, b) => rank(a) - rank(b))) {
    const more = GAP.length + (column.name === 'name' ? Math.min(NAME_LENGTH, cellWidth(column)) : cellWidth(column));
    // What is behind says less: what differs is in the names, which have the rest of the line.
    if (width + more > room && fitting.size > 1) break;
    width += more;
    fitting.add(column);
  }
  return columns.filter(column => fitting.has(column));
}

/** A column with its texts. */
interface TextColumn {
  readonly name: string;
  readonly cells: readonly string[];
  readonly isNumeric: boolean;
}

interface Marks {
  readonly labels: ReadonlyMap<string, string>;
  readonly best: ReadonlySet<string>;
}

function layOut(column: Column, runs: readonly ListedRun[], marks?: Marks): TextColumn {
  const { name } = column;
  if (name === 'name' && marks) return { name, cells: runs.map(({ id }) => oneLine(marks.labels.get(id)!)), isNumeric: false };
  const values = runs.map(run => column.value(run));
  const cells = runs.map((run, i) => {
    const value = values[i]!;
    if (value === null) return NOTHING;
    // As wide as it is shown.
    const cell = oneLine(column.show?.(value, run) ?? String(value));
    return name === 'val_accuracy' && marks && marks.best.size > 0
      ? cell + (marks.best.has(run.id) ? BEST : ' '.repeat(BEST.length))
      : cell;
  });
  return { name, cells, isNumeric: values.every(value => typeof value !== 'string') };
}

/** The names in so many columns: of one that was made up as many differences as there is room for, of any other the beginning. */
function cutNames(
  column: TextColumn,
  { runs, rules, room }: { readonly runs: readonly ListedRun[]; readonly rules: LabelRules; readonly room: number },
): TextColumn {
  if (cellWidth(column) <= room) return column;
  const short = distinctLabels(runs, { ...rules, most: room });
  return { ...column, cells: runs.map(({ id }) => cutToWidth(oneLine(short.get(id)!), room)) };
}

function widthOf(columns: readonly TextColumn[]): number {
  return columns.map(cellWidth).reduce((sum, width) => sum + width + GAP.length, -GAP.length);
}

function cellWidth({ name, cells }: TextColumn): number {
  return maxOf(cells.map(displayWidth), name.length);
}

interface Rows {
  readonly runs: readonly ListedRun[];
  /** Why each failed, or what another tool recorded of it; empty where there is nothing to say. */
  readonly reasons: readonly string[];
  readonly room: number;
  readonly style: Style;
}

function linesOf(columns: readonly TextColumn[], { runs, reasons, room, style }: Rows): string[] {
  const widths = columns.map(cellWidth);
  const padded = columns.map(({ name, isNumeric, cells }, i) => {
    const pad = (text: string): string => (isNumeric ? padStartTo(text, widths[i]!) : padEndTo(text, widths[i]!));
    return { name, header: pad(name), cells: cells.map(pad) };
  });
  const header = style(
    'dim',
    padded
      .map(column => column.header)
      .join(GAP)
      .trimEnd(),
  );
  const rows = runs.map((run, row) => {
    const cells = padded.map(({ name, cells }) => ({ name, text: cells[row]!, isMade: name === 'name' && !run.labels.name }));
    const withReason = reasons[row] ? withText(cells, reasons[row], room) : cells;
    const texts = withReason.map((cell, i) => coloured(cell, i === withReason.length - 1 ? cell.text.trimEnd() : cell.text, style));
    return texts.join(GAP).trimEnd();
  });
  return [header, ...rows];
}

interface Cell {
  readonly name: string;
  readonly text: string;
  /** It is a name that was made up. */
  readonly isMade: boolean;
}

/**
 * A row with a text in place of its first cells behind the status that have nothing in them: close behind the status if it is the next one;
 * at the end of a line it may go on.
 */
function withText(cells: readonly Cell[], text: string, room: number): readonly Cell[] {
  const isEmpty = ({ text: cell }: Cell): boolean => cell.trim() === NOTHING;
  const status = cells.findIndex(({ name }) => name === 'status');
  const firstEmpty = cells.findIndex((cell, i) => i > status && isEmpty(cell));
  if (firstEmpty < 0) return cells;
  const behind = cells.findIndex((cell, i) => i > firstEmpty && !isEmpty(cell));
  const end = behind < 0 ? cells.length : behind;
  const isNext = status >= 0 && firstEmpty === status + 1;
  const from = isNext ? status : firstEmpty;
  const taken = widthOfCells(cells.slice(from, end));
  const most = end < cells.length ? taken : room - widthOfCells(cells.slice(0, from)) - GAP.length;
  const reason = cutToWidth(isNext ? `${cells[status]!.text.trimEnd()}${GAP}${text}` : text, most);
  return [
    ...cells.slice(0, from),
    { name: cells[status]?.text.trim() === 'failed' ? 'reason' : RECORDED, text: padEndTo(reason, taken), isMade: false },
    ...cells.slice(end),
  ];
}

function widthOfCells(cells: readonly Cell[]): number {
  return displayWidth(cells.map(({ text }) => text).join(GAP));
}

const statusColours: Readonly<Record<string, Parameters<Style>[0]>> = {
  running: 'cyan',
  stopped: 'yellow',
  interrupted: 'yellow',
  failed: 'red',
};

function coloured({ name, isMade }: Cell, text: string, style: Style): string {
  const word = text.trim();
  if (name === 'status') return statusColours[word] ? style(statusColours[word], text) : text;
  if (name === 'reason') return style('red', text);
  if (name === 'val_accuracy' && word.endsWith(BEST)) return style('green', text);
  return isMade || word === NOTHING ? style('dim', text) : text;
}
