import { mistakesOf } from '../evaluation/mistakes';
import { maxOf } from '../util/extremes';
import { grouped } from '../util/format';
import { BELOW_TITLE, chartDocument, EDGE } from './chartDocument';
import { cellUnits, matrixCells } from './matrixCells';
import { heatMapSvg } from './heatMapChart';
import { kindColour, matrixKey, NAME_SIZE, shortNames, tint, type ConfusionMatrixChart } from './matrixDrawing';
import { HEAT_MAP_FROM } from './matrixScale';
import { FONT_SIZE, svgText, textWidth, xml } from './svg';

const CELL = { width: 46, height: 26 } as const;
const GAP = 2;
const WRONG_WIDTH = 48;
/** A confusion matrix as an SVG document: a row a true class, a column a predicted one, the numbers of wrong ones at the ends. */
export function confusionMatrixSvg(chart: ConfusionMatrixChart): string {
  const { matrix, normalisation, title, palette } = chart;
  if (matrix.length >= HEAT_MAP_FROM) return heatMapSvg(chart);
  const classes = shortNames(chart.classes);
  const cells = matrixCells(matrix, normalisation);
  const wrong = mistakesOf(matrix);
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
  const [width, height] = [right + WRONG_WIDTH + EDGE, bottom + 24 + 20 + EDGE];
  const muted = { fill: palette.muted, anchor: 'middle' } as const;
  const images = matrix.flat().reduce((sum, count) => sum + count, 0);
  const description = `A row a true class, a column a predicted one, in ${cellUnits[normalisation]}. Of ${grouped(images)} images ${grouped(wrong.all)} were wrong.`;
  return chartDocument(
    { width, height, title, description, palette },
    svgText('predicted class', [(left + right) / 2, top - nameHeight - 14], muted),
    svgText('true class', [EDGE + FONT_SIZE, (top + bottom) / 2], { ...muted, upwards: true }),
    svgText('wrong', [right + WRONG_WIDTH / 2, top - 8], muted),
    classes.flatMap((name, i) => [
      isUpwards
        ? svgText(name, [middle(i) + 4, top - 8], { fill: palette.muted, anchor: 'start', size: NAME_SIZE, upwards: true })
        : svgText(name, [middle(i), top - 8], { ...muted, size: NAME_SIZE }),
      svgText(name, [left - 8, baseline(i)], { fill: palette.muted, anchor: 'end', size: NAME_SIZE }),
      svgText(grouped(wrong.ofRow[i]!), [right + WRONG_WIDTH / 2, baseline(i)], muted),
      svgText(grouped(wrong.ofColumn[i]!), [middle(i), bottom + 14], muted),
    ]),
    svgText(grouped(wrong.all), [right + WRONG_WIDTH / 2, bottom + 14], { ...muted, fill: palette.foreground, bold: true }),
    cells.flatMap((row, truth) =>
      row.map(({ kind, strength, text }, predicted) => {
        const colour = kindColour(kind, palette);
        const area = { x: x(predicted), y: y(truth), width: CELL.width, height: CELL.height, rx: 2 };
        return xml(
          'g',
          { class: `cell ${kind}` },
          xml('rect', { ...area, fill: colour, 'fill-opacity': kind === 'none' ? 0.07 : tint(strength) }),
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
    matrixKey([left, height - EDGE], palette, tint(1)),
    svgText(cellUnits[normalisation], [right, height - EDGE - 1], { fill: palette.muted, anchor: 'end' }),
  );
}
