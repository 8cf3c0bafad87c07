import { distinctLabels } from '../experiment/distinctLabels';
import type { ComparisonCell } from '../experiment/comparison/table';
import { cutToWidth, displayWidth, padEndTo, padStartTo } from '../util/displayWidth';
import { maxOf } from '../util/extremes';
import { oneLine } from '../util/shownText';
import type { Compared } from '../queries/comparisonJson';
import type { Output } from './output';

/** So many characters of a name are worth more than another column. */
const NAME_LENGTH = 24;
const LEAST_NAME = 8;
/** A folder's path is long, and its end tells. */
const MOST_VALUE = 20;
const GAP = '  ';
const NOTHING = '·';
const BASELINE = 'baseline';

export interface ComparedTable {
  /** The header, and one line for each run or group. */
  readonly lines: readonly string[];
  /** The columns that a terminal had no room for. */
  readonly leftOut: readonly string[];
}

/** A column with its texts: of a metric the value and its difference from the baseline, each to the right. */
interface TextColumn {
  readonly name: string;
  readonly values: readonly string[];
  readonly differences: readonly ComparisonCell['difference'][];
  readonly isNumeric: boolean;
}

/**
 * The runs or groups of a comparison as a table, on a terminal those columns that fit: the most telling first. The baseline is marked behind
 * its first metric.
 */
export function comparedTable(
  { table: { rows, columns }, runs, parentOf }: Compared,
  { isTerminal, columns: width, style }: Pick<Output, 'isTerminal' | 'columns' | 'style'>,
): ComparedTable {
  const room = isTerminal ? width : Infinity;
  const all = columns.map((column, i): TextColumn => ({
    name: column.name,
    values: rows.map(({ cells }) => cutToWidth(oneLine(cells[i]!.text) || NOTHING, column.name === 'id' ? Infinity : MOST_VALUE + 10)),
    differences: rows.map(({ cells }) => cells[i]!.difference),
    isNumeric: rows.every(({ cells }) => typeof cells[i]!.value !== 'string'),
  }));
  const names = rows.map(row => oneLine(row.label));
  const marked = all.find(({ name }) => name === 'val_accuracy')?.name ?? all[0]?.name;
  const laidOut = all.map(column =>
    layOut(
      column,
      rows.map(row => row.isBaseline && column.name === marked),
    ),
  );
  const shown = thoseThatFit(laidOut, room - Math.min(NAME_LENGTH, maxOf(names.map(displayWidth), 4)));
  const nameRoom = Math.max(LEAST_NAME, room - shown.reduce((sum, column) => sum + GAP.length + column.width, 0));
  const short = distinctLabels(runs, { parentOf, most: nameRoom });
  const shortNames = rows.map(row => cutToWidth(oneLine(row.kind === 'run' ? (short.get(row.run.id) ?? row.label) : row.label), nameRoom));
  const fitting = maxOf(names.map(displayWidth), 3) <= nameRoom ? names : shortNames;
  const nameWidth = maxOf(fitting.map(displayWidth), 3);
  const line = (name: string, cells: readonly string[]): string => [padEndTo(name, nameWidth), ...cells].join(GAP).trimEnd();
  return {
    lines: [
      style(
        'dim',
        line(
          'run',
          shown.map(({ head }) => head),
        ),
      ),
      ...fitting.map((name, row) =>
        line(
          name,
          shown.map(({ cells }) => cells[row]!(style)),
        ),
      ),
    ],
    leftOut: laidOut.filter(column => !shown.includes(column)).map(({ name }) => name),
  };
}

interface LaidOut {
  readonly name: string;
  readonly width: number;
  readonly head: string;
  readonly cells: readonly ((style: Output['style']) => string)[];
}

function layOut({ name, values, differences, isNumeric }: TextColumn, isMarked: readonly boolean[]): LaidOut {
  const behind = values.map((_, row) => (isMarked[row] ? BASELINE : (differences[row]?.text ?? '')));
  const behindWidth = maxOf(behind.map(displayWidth), 0);
  const valueWidth = maxOf(values.map(displayWidth), behindWidth === 0 ? displayWidth(name) : 0);
  const whole = valueWidth + (behindWidth > 0 ? 1 + behindWidth : 0);
  const width = Math.max(whole, displayWidth(name));
  const pad = (text: string, to: number): string => (isNumeric ? padStartTo(text, to) : padEndTo(text, to));
  return {
    name,
    width,
    head: behindWidth > 0 ? padEndTo(name, width) : pad(name, width),
    cells: values.map((value, row) => style => {
      const padded = pad(value, valueWidth);
      const told = value === NOTHING ? style('dim', padded) : padded;
      if (behindWidth === 0) return told;
      const better = differences[row]?.better;
      const text = isMarked[row] ? padEndTo(behind[row]!, behindWidth) : padStartTo(behind[row]!, behindWidth);
      const coloured = isMarked[row]
        ? style('dim', text)
        : better === true
          ? style('green', text)
          : better === false
            ? style('yellow', text)
            : text;
      return `${told} ${coloured}${' '.repeat(width - whole)}`;
    }),
  };
}

/** What a terminal has room for first, then the parameters that vary, then these. */
const first = ['val_accuracy'];
const last = ['status', 'val_loss', 'duration', 'test_loss', 'id'];
/** So many parameters come before the result on the test images, which chooses no run. */
const BEFORE_TEST = 2;

function thoseThatFit(columns: readonly LaidOut[], room: number): LaidOut[] {
  const parameters = columns.filter(({ name }) => !first.includes(name) && !last.includes(name) && name !== 'test_accuracy');
  const order = [...first, ...parameters.slice(0, BEFORE_TEST).map(({ name }) => name), 'test_accuracy'];
  const rank = ({ name }: LaidOut): number =>
    order.includes(name) ? order.indexOf(name) : last.includes(name) ? 100 + last.indexOf(name) : 50;
  const fitting = new Set<LaidOut>();
  let left = room;
  for (const column of columns.toSorted((a, b) => rank(a) - rank(b))) {
    if (GAP.length + column.width > left) continue;
    left -= GAP.length + column.width;
    fitting.add(column);
  }
  return columns.filter(column => fitting.has(column));
}
