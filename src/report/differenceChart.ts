import { maxOf } from '../util/extremes';
import { BELOW_TITLE, chartDocument, EDGE } from './chartDocument';
import { toCsv } from './csv';
import type { DifferenceCell } from './differenceCells';
import type { Palette } from './palette';
import { FONT_SIZE, shortened, svgText, textWidth, xml } from './svg';

export interface DifferenceChart {
  readonly cells: readonly (readonly DifferenceCell[])[];
  readonly classes: readonly string[];
  readonly title: string;
  /** What it tells, in a sentence. */
  readonly description: string;
  readonly palette: Palette;
}

const CELL = { width: 46, height: 26 } as const;
const GAP = 2;
const NAME_SIZE = 12;
const MOST_NAME_WIDTH = 140;

/** How strongly a cell is filled; never so much that the theme's text could not be read on it. */
const tint = (strength: number): number => 0.1 + 0.32 * strength;

/** A difference matrix as an SVG document: a row a true class, a column a predicted one; what was won has a plus, what was lost a minus. */
export function differenceSvg({ cells, classes: wholeNames, title, description, palette }: DifferenceChart): string {
  const classes = wholeNames.map(name => shortened(name, MOST_NAME_WIDTH, NAME_SIZE));
  const nameWidth = maxOf(
    classes.map(name => textWidth(name, NAME_SIZE)),
    NAME_SIZE,
  );
  const isUpwards = nameWidth > CELL.width;
  const nameHeight = isUpwards ? nameWidth : NAME_SIZE;
  const left = EDGE + FONT_SIZE + 12 + nameWidth + 8;
  const top = BELOW_TITLE + 6 + FONT_SIZE + 8 + 6 + nameHeight;
  const x = (column: number): number => left + column * (CELL.width + GAP);
  const y = (row: number): number => top + row * (CELL.height + GAP);
  const middle = (column: number): number => x(column) + CELL.width / 2;
  const baseline = (row: number): number => y(row) + CELL.height / 2 + 4;
  const [right, bottom] = [x(classes.length), y(classes.length)];
  // The legend has its room, however few classes there are.
  const [width, height] = [Math.max(right, left + 420) + EDGE, bottom + 32 + EDGE];
  const muted = { fill: palette.muted, anchor: 'middle' } as const;
  const colours = { right: palette.training, wrong: palette.validation, even: palette.context, none: palette.context };
  const key = (at: number, fill: string, words: string): string[] => [
    xml('rect', { x: at, y: height - EDGE - 10, width: 12, height: 10, rx: 2, fill, 'fill-opacity': tint(1) }),
    svgText(words, [at + 18, height - EDGE - 1], { fill: palette.muted }),
  ];
  return chartDocument(
    { width, height, title, description, palette },
    svgText('predicted class', [(left + right) / 2, top - nameHeight - 14], muted),
    svgText('true class', [EDGE + FONT_SIZE, (top + bottom) / 2], { ...muted, upwards: true }),
    classes.flatMap((name, i) => [
      isUpwards
        ? svgText(name, [middle(i) + 4, top - 8], { fill: palette.muted, anchor: 'start', size: NAME_SIZE, upwards: true })
        : svgText(name, [middle(i), top - 8], { ...muted, size: NAME_SIZE }),
      svgText(name, [left - 8, baseline(i)], { fill: palette.muted, anchor: 'end', size: NAME_SIZE }),
    ]),
    cells.flatMap((row, truth) =>
      row.map(({ kind, strength, text }, predicted) => {
        const area = { x: x(predicted), y: y(truth), width: CELL.width, height: CELL.height, rx: 2 };
        const opacity = kind === 'none' ? 0.07 : kind === 'even' ? 0.2 : tint(strength);
        return xml(
          'g',
          { class: `cell ${kind}` },
          xml('rect', { ...area, fill: colours[kind], 'fill-opacity': opacity }),
          text === ''
            ? ''
            : svgText(text, [middle(predicted), baseline(truth)], {
                fill: palette.foreground,
                anchor: 'middle',
                size: 12,
                bold: kind === 'wrong',
              }),
        );
      }),
    ),
    key(left, palette.training, '+ fixed, newly right'),
    key(left + 160, palette.validation, '− caused, no longer right'),
    svgText('images', [width - EDGE, height - EDGE - 1], { fill: palette.muted, anchor: 'end' }),
  );
}

/** The same in numbers: a row for each pair of classes. */
export function differenceCsv(cells: readonly (readonly DifferenceCell[])[], classes: readonly string[]): string {
  return toCsv(
    ['true class', 'predicted class', 'fixed', 'caused', 'newly right', 'no longer right', 'net'],
    cells.flatMap((row, truth) =>
      row.map(({ won, lost, gain }, predicted) => [
        classes[truth] ?? String(truth),
        classes[predicted] ?? String(predicted),
        ...(truth === predicted ? [null, null, won, lost] : [won, lost, null, null]),
        gain,
      ]),
    ),
  );
}
