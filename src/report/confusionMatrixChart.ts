import { mistakesOf } from '../evaluation/mistakes';
import { grouped } from '../util/format';
import { chartDocument, EDGE } from './chartDocument';
import { cellUnits, matrixCells } from './matrixCells';
import { heatMapSvg } from './heatMapChart';
import { kindColour, matrixKey, tint, type ConfusionMatrixChart } from './matrixDrawing';
import { matrixFrame } from './matrixFrame';
import { HEAT_MAP_FROM } from './matrixScale';
import { svgText } from './svg';

const WRONG_WIDTH = 48;

/** A confusion matrix as an SVG document: a row a true class, a column a predicted one, the numbers of wrong ones at the ends. */
export function confusionMatrixSvg(chart: ConfusionMatrixChart): string {
  const { matrix, normalisation, title, palette } = chart;
  if (matrix.length >= HEAT_MAP_FROM) return heatMapSvg(chart);
  const cells = matrixCells(matrix, normalisation);
  const wrong = mistakesOf(matrix);
  const { left, right, top, bottom, middle, baseline, titles, names, cell } = matrixFrame(chart.classes, palette);
  const [width, height] = [right + WRONG_WIDTH + EDGE, bottom + 24 + 20 + EDGE];
  const muted = { fill: palette.muted, anchor: 'middle' } as const;
  const images = matrix.flat().reduce((sum, count) => sum + count, 0);
  const description = `A row a true class, a column a predicted one, in ${cellUnits[normalisation]}. Of ${grouped(images)} images ${grouped(wrong.all)} were wrong.`;
  return chartDocument(
    { width, height, title, description, palette },
    titles,
    svgText('wrong', [right + WRONG_WIDTH / 2, top - 8], muted),
    matrix.flatMap((_, i) => [
      ...names(i),
      svgText(grouped(wrong.ofRow[i]!), [right + WRONG_WIDTH / 2, baseline(i)], muted),
      svgText(grouped(wrong.ofColumn[i]!), [middle(i), bottom + 14], muted),
    ]),
    svgText(grouped(wrong.all), [right + WRONG_WIDTH / 2, bottom + 14], { ...muted, fill: palette.foreground, bold: true }),
    cells.flatMap((row, truth) =>
      row.map(({ kind, strength, text }, predicted) => {
        const opacity = kind === 'none' ? 0.07 : tint(strength);
        return cell({ kind, text, fill: kindColour(kind, palette), opacity }, truth, predicted);
      }),
    ),
    matrixKey([left, height - EDGE], palette, tint(1)),
    svgText(cellUnits[normalisation], [right, height - EDGE - 1], { fill: palette.muted, anchor: 'end' }),
  );
}
