import { maxOf } from '../util/extremes';

/** From so many classes on a confusion matrix is drawn as a heat map: its cells are too small for numbers. */
export const HEAT_MAP_FROM = 21;

/** Names of so many characters fit over a column; where there are longer ones, all are written upwards. */
export const LONGEST_FLAT_HEAD = 3;

/** A line of small text takes so many pixels, and a character of it about so many in width. */
const LINE = 13;
const CHARACTER = 7;

/** How the cells of a heat map and the names at its edges are laid out. */
export interface HeatMapScale {
  /** Side of a cell with the gap beside it, in pixels. */
  readonly cell: number;
  /** The first of so many classes has its name at the edge; names would lie over one another otherwise. */
  readonly step: number;
  /** Whether names over columns are written upwards. */
  readonly isUpwards: boolean;
}

/** @param room in pixels for all cells; they are never smaller than can be pointed at */
export function heatMapScale(names: readonly string[], room: number): HeatMapScale {
  const cell = Math.max(9, Math.min(24, Math.floor(room / names.length)));
  const longest = maxOf(
    names.map(({ length }) => length),
    1,
  );
  const isUpwards = longest > LONGEST_FLAT_HEAD;
  const needed = isUpwards ? LINE : Math.max(LINE, CHARACTER * longest + 4);
  return { cell, step: Math.ceil(needed / cell), isUpwards };
}
