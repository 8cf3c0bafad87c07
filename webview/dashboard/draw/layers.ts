import type { GreyImage } from '../../../src/util/drawing/asDigit';

/** The sheet is a square of so many units; a pixel of a model's image covers several. */
export const SHEET = 280;

export interface Place {
  readonly x: number;
  readonly y: number;
}

/** A line as it was drawn, or a picture that was put on the sheet, as large as it is. */
export type Layer = { readonly kind: 'stroke'; readonly places: Place[] } | { readonly kind: 'picture'; readonly ink: GreyImage };
