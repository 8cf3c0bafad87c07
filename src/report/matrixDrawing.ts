import type { Normalisation } from '../contract/normalisation';
import type { Palette } from './palette';
import { shortened, svgText, xml } from './svg';
import type { MatrixCell } from './matrixCells';

export interface ConfusionMatrixChart {
  /** `matrix[truth][predicted]` is a number of images. */
  readonly matrix: readonly (readonly number[])[];
  readonly classes: readonly string[];
  readonly normalisation: Normalisation;
  readonly title: string;
  readonly palette: Palette;
}

/** Of the names of classes at the edges, in pixels. */
export const NAME_SIZE = 12;
/** The room that names of classes are given at most; longer ones are cut. */
const MOST_NAME_WIDTH = 140;

/** The names as there is room for them. */
export function shortNames(classes: readonly string[]): string[] {
  return classes.map(name => shortened(name, MOST_NAME_WIDTH, NAME_SIZE));
}

/** How strongly a cell is filled; never so much that the theme's text could not be read on it. */
export function tint(strength: number): number {
  return 0.1 + 0.32 * strength;
}

export function kindColour(kind: MatrixCell['kind'], palette: Palette): string {
  return { right: palette.training, wrong: palette.validation, none: palette.context }[kind];
}

/** What one colour means, from a place on. */
export function keyEntry(
  [x, y]: readonly [number, number],
  { fill, words, opacity }: { readonly fill: string; readonly words: string; readonly opacity: number },
  palette: Palette,
): string[] {
  return [
    xml('rect', { x, y: y - 10, width: 12, height: 10, rx: 2, fill, 'fill-opacity': opacity }),
    svgText(words, [x + 18, y - 1], { fill: palette.muted }),
  ];
}

/** What the colours of the cells mean, from a place on. */
export function matrixKey([x, y]: readonly [number, number], palette: Palette, opacity: number): string[] {
  return [
    ...keyEntry([x, y], { fill: palette.training, words: 'right', opacity }, palette),
    ...keyEntry([x + 60, y], { fill: palette.validation, words: 'wrong', opacity }, palette),
  ];
}
