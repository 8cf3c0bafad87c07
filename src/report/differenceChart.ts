import { chartDocument, EDGE } from './chartDocument';
import { toCsv } from './csv';
import type { DifferenceCell } from './differenceCells';
import { keyEntry, tint } from './matrixDrawing';
import { matrixFrame } from './matrixFrame';
import type { Palette } from './palette';
import { svgText } from './svg';

export interface DifferenceChart {
  readonly cells: readonly (readonly DifferenceCell[])[];
  readonly classes: readonly string[];
  readonly title: string;
  /** What it tells, in a sentence. */
  readonly description: string;
  readonly palette: Palette;
}

/** A difference matrix as an SVG document: a row a true class, a column a predicted one; what was won has a plus, what was lost a minus. */
export function differenceSvg({ cells, classes, title, description, palette }: DifferenceChart): string {
  const { left, right, bottom, titles, names, cell } = matrixFrame(classes, palette);
  // The legend has its room, however few classes there are.
  const [width, height] = [Math.max(right, left + 420) + EDGE, bottom + 32 + EDGE];
  const colours = { right: palette.training, wrong: palette.validation, even: palette.context, none: palette.context };
  const key = (at: number, fill: string, words: string): string[] =>
    keyEntry([at, height - EDGE], { fill, words, opacity: tint(1) }, palette);
  return chartDocument(
    { width, height, title, description, palette },
    titles,
    classes.flatMap((_, i) => names(i)),
    cells.flatMap((row, truth) =>
      row.map(({ kind, strength, text }, predicted) => {
        const opacity = kind === 'none' ? 0.07 : kind === 'even' ? 0.2 : tint(strength);
        return cell({ kind, text, fill: colours[kind], opacity }, truth, predicted);
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
