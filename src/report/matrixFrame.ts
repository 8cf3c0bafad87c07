import { maxOf } from '../util/extremes';
import { BELOW_TITLE, EDGE } from './chartDocument';
import { NAME_SIZE, shortNames } from './matrixDrawing';
import type { Palette } from './palette';
import { FONT_SIZE, svgText, textWidth, xml } from './svg';

/** Where the cells of a matrix are drawn, and what stands around them. Places are in pixels. */
export interface MatrixFrame {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  /** Of a column. */
  readonly middle: (column: number) => number;
  /** Of the text in a row. */
  readonly baseline: (row: number) => number;
  /** What the rows and columns are. */
  readonly titles: readonly string[];
  /** The name of a class over its column and before its row. */
  readonly names: (of: number) => readonly string[];
  readonly cell: (cell: DrawnCell, row: number, column: number) => string;
}

export interface DrawnCell {
  readonly kind: string;
  readonly text: string;
  readonly fill: string;
  readonly opacity: number;
}

const CELL = { width: 46, height: 26 } as const;
const GAP = 2;

/** The frame of a matrix whose cells have numbers: a row a true class, a column a predicted one. */
export function matrixFrame(wholeNames: readonly string[], palette: Palette): MatrixFrame {
  const classes = shortNames(wholeNames);
  const nameWidth = maxOf(
    classes.map(name => textWidth(name, NAME_SIZE)),
    NAME_SIZE,
  );
  // Names that are wider than a column are written upwards over it.
  const isUpwards = nameWidth > CELL.width;
  const nameHeight = isUpwards ? nameWidth : NAME_SIZE;
  const left = EDGE + FONT_SIZE + 12 + nameWidth + 8;
  const top = BELOW_TITLE + 6 + FONT_SIZE + 8 + 6 + nameHeight;
  const x = (column: number): number => left + column * (CELL.width + GAP);
  const y = (row: number): number => top + row * (CELL.height + GAP);
  const middle = (column: number): number => x(column) + CELL.width / 2;
  const baseline = (row: number): number => y(row) + CELL.height / 2 + 4;
  const [right, bottom] = [x(classes.length), y(classes.length)];
  const muted = { fill: palette.muted, anchor: 'middle' } as const;
  const titles = [
    svgText('predicted class', [(left + right) / 2, top - nameHeight - 14], muted),
    svgText('true class', [EDGE + FONT_SIZE, (top + bottom) / 2], { ...muted, upwards: true }),
  ];
  const names = (of: number): string[] => [
    isUpwards
      ? svgText(classes[of]!, [middle(of) + 4, top - 8], { fill: palette.muted, anchor: 'start', size: NAME_SIZE, upwards: true })
      : svgText(classes[of]!, [middle(of), top - 8], { ...muted, size: NAME_SIZE }),
    svgText(classes[of]!, [left - 8, baseline(of)], { fill: palette.muted, anchor: 'end', size: NAME_SIZE }),
  ];
  const cell = ({ kind, text, fill, opacity }: DrawnCell, row: number, column: number): string => {
    const look = { fill: palette.foreground, anchor: 'middle', size: 12, bold: kind === 'wrong' } as const;
    return xml(
      'g',
      { class: `cell ${kind}` },
      xml('rect', { x: x(column), y: y(row), width: CELL.width, height: CELL.height, rx: 2, fill, 'fill-opacity': opacity }),
      text === '' ? '' : svgText(text, [middle(column), baseline(row)], look),
    );
  };
  return { left, right, top, bottom, middle, baseline, titles, names, cell };
}
