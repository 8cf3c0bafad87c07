import type { Normalisation } from '../../../src/contract/normalisation';
import { cellUnits, matrixCells, type MatrixCell } from '../../../src/report/matrixCells';
import { HEAT_MAP_FROM, heatMapScale, LONGEST_FLAT_HEAD } from '../../../src/report/matrixScale';
import { element, fill } from '../../shared/dom';
import { createMatrixGrid, type GridPlace } from '../../shared/matrixGrid';
import { cellsInWords } from './cellInWords';
import { keyCells } from './matrixKeys';
import { matrixRows, type MatrixRows } from './matrixRows';

/** Of a true class what was read as a class. */
export type ConfusionCell = GridPlace;

export interface MatrixTableOptions {
  readonly labelledBy: string;
  /** The images of a cell are to be shown. */
  readonly onOpen: (cell: ConfusionCell) => void;
  /** Of a large matrix a class is to be looked at closer. */
  readonly onClass: (of: number) => void;
}

export interface MatrixTable {
  readonly element: HTMLElement;
  show(matrix: readonly (readonly number[])[], classes: readonly string[], by: Normalisation): void;
  /** The cell whose images are shown, if any, stands out. */
  mark(cell: ConfusionCell | undefined): void;
  focus(cell: ConfusionCell): void;
}

/** More classes need more room than there is: the matrix is scrolled then. */
export const MOST_THAT_FIT = 12;
/** The cells of a heat map share so many pixels. */
const HEAT_MAP_ROOM = 620;

/**
 * A confusion matrix as a table: a row a true class, a column a predicted one. What is right and what is wrong have a colour each; the
 * arrow keys go from cell to cell, Enter and a click ask for its images, and a line below says what the cell is that has the focus or the
 * pointer. Of many classes the cells have colours alone, and not all names stand at the edges.
 */
export function createMatrixTable({ labelledBy, onOpen, onClass }: MatrixTableOptions): MatrixTable {
  const table = element('table', { class: 'matrix', role: 'grid', 'aria-labelledby': labelledBy, 'aria-readonly': 'true' });
  const about = element('p', { class: 'aboutCell', 'aria-hidden': 'true' });
  const legend = element('div', { class: 'matrixLegend', 'aria-hidden': 'true' });
  let rows: MatrixRows = { parts: [], cells: [], rowHeads: [], columnHeads: [] };
  let inWords: ReturnType<typeof cellsInWords> | undefined;
  const grid = createMatrixGrid(table, {
    onOpen: cell => {
      // What is blank has none.
      if (!rows.cells[cell.truth]?.[cell.predicted]?.classList.contains('none')) onOpen(cell);
    },
    onLook: cell => {
      if (!cell || !inWords) return fill(about, keyHint('← ↑ ↓ →', 'move'), keyHint('Enter', 'show images'));
      const { place, size, ofColumn } = inWords([cell.truth, cell.predicted]);
      fill(about, element('strong', {}, place), ` ${[size, ofColumn].filter(Boolean).join(' · ')}`);
    },
  });
  table.addEventListener('click', ({ target }) => {
    const head = target instanceof Element ? target.closest('th') : null;
    const of = Math.max(
      rows.rowHeads.findIndex(one => one === head),
      rows.columnHeads.findIndex(one => one === head),
    );
    if (of >= 0) onClass(of);
  });

  return {
    element: element(
      'div',
      { class: 'matrixFrame' },
      element('span', { class: 'axisName ofColumns', 'aria-hidden': 'true' }, 'predicted class'),
      element('span', { class: 'axisName ofRows', 'aria-hidden': 'true' }, 'true class'),
      element('div', { class: 'scroller' }, table),
      element('div', { class: 'matrixFoot' }, about, legend),
    ),
    show(matrix, classes, by) {
      const isHeatMap = classes.length >= HEAT_MAP_FROM;
      const isNamed = classes.some(({ length }) => length > LONGEST_FLAT_HEAD);
      const { cell, step } = heatMapScale(classes, HEAT_MAP_ROOM);
      const drawn = matrixCells(matrix, by);
      table.classList.toggle('named', isNamed);
      table.classList.toggle('large', !isHeatMap && classes.length > MOST_THAT_FIT);
      table.classList.toggle('heatMap', isHeatMap);
      table.style.setProperty('--classes', String(classes.length));
      table.style.setProperty('--cell', `${cell}px`);
      rows = matrixRows({ matrix, classes, drawn, isNamed, step: isHeatMap ? step : undefined });
      inWords = cellsInWords(matrix, classes);
      fill(table, rows.parts);
      grid.setCells(rows.cells, { rows: rows.rowHeads, columns: rows.columnHeads });
      fill(
        legend,
        (['right', 'wrong'] as const).map(kind => element('span', { class: 'keys' }, kind, keyCells(drawn, kind).map(keyOf))),
        element('span', {}, `cells: ${cellUnits[by]}`),
      );
    },
    mark: cell => grid.mark(cell),
    focus: cell => grid.focus(cell),
  };
}

function keyHint(key: string, words: string): HTMLElement {
  return element('span', {}, element('kbd', {}, key), ` ${words} `);
}

/** A colour of the matrix with its number. */
function keyOf({ kind, strength, text }: MatrixCell): HTMLElement {
  const colour = element('i', { class: `key ${kind}` });
  colour.style.setProperty('--strength', strength.toFixed(3));
  return element('span', {}, colour, text);
}
