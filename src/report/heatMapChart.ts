import { frequentMistakes, imagesOf, mistakesOf } from '../evaluation/mistakes';
import { maxOf } from '../util/extremes';
import { grouped, percent } from '../util/format';
import { BELOW_TITLE, chartDocument, EDGE } from './chartDocument';
import { cellUnits, matrixCells } from './matrixCells';
import { kindColour, matrixKey, NAME_SIZE, shortNames, type ConfusionMatrixChart } from './matrixDrawing';
import { heatMapScale } from './matrixScale';
import { escapeXml, FONT_SIZE, svgText, textWidth, xml } from './svg';

/** The cells share so many pixels. */
const ROOM = 744;
const GAP = 1;
const BESIDE = 32;
const LINE = 20;
const MOST_MISTAKES = 24;

/** Without numbers on them cells can be stronger. */
const opacity = (strength: number): number => 0.15 + 0.85 * strength;

/** A confusion matrix of many classes as an SVG document: cells of colour alone, each with its number in a tooltip, and the most frequent mistakes. */
export function heatMapSvg({ matrix, classes: wholeNames, normalisation, title, palette }: ConfusionMatrixChart): string {
  const classes = shortNames(wholeNames);
  const cells = matrixCells(matrix, normalisation);
  const { cell, step, isUpwards } = heatMapScale(classes, ROOM);
  const nameWidth = maxOf(
    classes.map(name => textWidth(name, NAME_SIZE)),
    NAME_SIZE,
  );
  const nameHeight = isUpwards ? nameWidth : NAME_SIZE;
  const left = EDGE + FONT_SIZE + 12 + nameWidth + 8;
  const top = BELOW_TITLE + 6 + FONT_SIZE + 8 + 6 + nameHeight;
  const at = (begin: number, of: number): number => begin + of * cell;
  const [right, bottom] = [at(left, classes.length), at(top, classes.length)];
  const mistakes = frequentMistakes(matrix, MOST_MISTAKES).map(
    ({ truth, predicted, count, share }) =>
      `${classes[truth]} read as ${classes[predicted]}: ${grouped(count)} (${percent(share)} of ${classes[truth]})`,
  );
  const listLeft = right + BESIDE;
  const width = listLeft + maxOf([...mistakes, 'Most frequent mistakes'].map(text => textWidth(text, NAME_SIZE))) + EDGE;
  const height = Math.max(bottom, top + LINE * (mistakes.length + 1)) + 24 + EDGE;
  const muted = { fill: palette.muted, anchor: 'middle' } as const;
  const description = `A row a true class, a column a predicted one, in ${cellUnits[normalisation]}. Of ${grouped(imagesOf(matrix))} images ${grouped(mistakesOf(matrix).all)} were wrong.`;
  return chartDocument(
    { width, height, title, description, palette },
    svgText('predicted class', [(left + right) / 2, top - nameHeight - 14], muted),
    svgText('true class', [EDGE + FONT_SIZE, (top + bottom) / 2], { ...muted, upwards: true }),
    classes.flatMap((name, of) =>
      of % step > 0
        ? []
        : [
            isUpwards
              ? svgText(name, [at(left, of) + cell / 2 + 4, top - 6], { ...muted, anchor: 'start', size: NAME_SIZE, upwards: true })
              : svgText(name, [at(left, of) + cell / 2, top - 6], { ...muted, size: NAME_SIZE }),
            svgText(name, [left - 6, at(top, of) + cell / 2 + 4], { ...muted, anchor: 'end', size: NAME_SIZE }),
          ],
    ),
    cells.flatMap((row, truth) =>
      row.map(({ kind, strength, text }, predicted) =>
        xml(
          'rect',
          {
            class: `cell ${kind}`,
            x: at(left, predicted),
            y: at(top, truth),
            width: cell - GAP,
            height: cell - GAP,
            fill: kindColour(kind, palette),
            'fill-opacity': kind === 'none' ? 0.07 : opacity(strength),
          },
          ...(kind === 'none' ? [] : [xml('title', {}, escapeXml(`true ${classes[truth]}, predicted ${classes[predicted]}: ${text}`))]),
        ),
      ),
    ),
    svgText('Most frequent mistakes', [listLeft, top + 10], { fill: palette.foreground, size: NAME_SIZE, bold: true }),
    mistakes.map((text, i) => svgText(text, [listLeft, top + 10 + LINE * (i + 1)], { fill: palette.foreground, size: NAME_SIZE })),
    matrixKey([left, height - EDGE], palette, opacity(1)),
    svgText(cellUnits[normalisation], [right, height - EDGE - 1], { fill: palette.muted, anchor: 'end' }),
  );
}
