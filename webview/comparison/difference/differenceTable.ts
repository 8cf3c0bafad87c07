import { imagesInShort, type DifferenceCell } from '../../../src/report/differenceCells';
import { HEAT_MAP_FROM, heatMapScale, LONGEST_FLAT_HEAD } from '../../../src/report/matrixScale';
import { changeInWords } from '../../../src/wording/differenceInWords';
import { element, fill } from '../../shared/dom';
import { createMatrixGrid, type GridPlace } from '../../shared/matrixGrid';

export interface DifferenceTable {
  readonly element: HTMLElement;
  show(cells: readonly (readonly DifferenceCell[])[], classes: readonly string[]): void;
  mark(place: GridPlace | undefined): void;
  focus(place: GridPlace): void;
}

export interface DifferenceTableOptions {
  readonly labelledBy: string;
  readonly onOpen: (place: GridPlace, byKey: boolean) => void;
}

/** More classes need more room than there is: the matrix is scrolled then. */
const MOST_THAT_FIT = 12;
/** The cells of a heat map share so many pixels. */
const HEAT_MAP_ROOM = 620;

/**
 * A difference of two confusion matrices as a table: a row a true class, a column a predicted one. What was won has a plus, what was lost a
 * minus, and each a colour.
 */
export function createDifferenceTable({ labelledBy, onOpen }: DifferenceTableOptions): DifferenceTable {
  const table = element('table', { class: 'matrix difference', role: 'grid', 'aria-labelledby': labelledBy, 'aria-readonly': 'true' });
  const about = element('p', { class: 'aboutCell', 'aria-hidden': 'true' });
  const legend = element(
    'div',
    { class: 'matrixLegend', 'aria-hidden': 'true' },
    keyOf('right', '+ fixed, newly right'),
    keyOf('wrong', '− caused, no longer right'),
    element('span', {}, 'cells: images won less images lost'),
  );
  let words: (place: GridPlace) => ReturnType<typeof changeInWords> = () => ({ place: '', what: '' });
  const grid = createMatrixGrid(table, {
    onOpen,
    onLook: place => {
      if (!place) return fill(about, keyHint('← ↑ ↓ →', 'move'), keyHint('Enter', 'show images'));
      const { place: where, what } = words(place);
      fill(about, element('strong', {}, where), ` ${what}`);
    },
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
    show(cells, classes) {
      const isHeatMap = classes.length >= HEAT_MAP_FROM;
      const isNamed = classes.some(({ length }) => length > LONGEST_FLAT_HEAD);
      const { cell: side, step } = heatMapScale(classes, HEAT_MAP_ROOM);
      table.classList.toggle('named', isNamed);
      table.classList.toggle('large', !isHeatMap && classes.length > MOST_THAT_FIT);
      table.classList.toggle('heatMap', isHeatMap);
      table.style.setProperty('--classes', String(classes.length));
      table.style.setProperty('--cell', `${side}px`);
      words = ({ truth, predicted }) =>
        changeInWords(cells[truth]![predicted]!, [classes[truth]!, classes[predicted]!], {
          isDiagonal: truth === predicted,
          inShort: imagesInShort,
        });
      const head = (scope: 'col' | 'row', label: string, of: number): HTMLElement =>
        element(
          'th',
          {
            scope,
            'aria-label': label,
            title: isNamed || isHeatMap ? label : undefined,
            class: isHeatMap && of % step !== 0 ? 'skipped' : undefined,
          },
          element('span', {}, classes[of]!),
        );
      const columns = classes.map((name, of) => head('col', `predicted ${name}`, of));
      const rows = classes.map((name, of) => head('row', `true ${name}`, of));
      const drawn = cells.map((row, truth) =>
        row.map(({ kind, strength, text }, predicted) => {
          const { place, what } = words({ truth, predicted });
          const cell = element('td', { role: 'gridcell', class: kind, 'aria-label': `${place}: ${what}` }, isHeatMap ? '' : text);
          cell.style.setProperty('--strength', strength.toFixed(3));
          return cell;
        }),
      );
      table.replaceChildren(
        element('thead', {}, element('tr', {}, element('td', {}), columns)),
        element(
          'tbody',
          {},
          drawn.map((row, truth) => element('tr', {}, rows[truth]!, row)),
        ),
      );
      grid.setCells(drawn, { rows, columns });
    },
    mark: place => grid.mark(place),
    focus: place => grid.focus(place),
  };
}

function keyHint(key: string, words: string): HTMLElement {
  return element('span', {}, element('kbd', {}, key), ` ${words} `);
}

/** A colour of the matrix and what it means. */
function keyOf(kind: 'right' | 'wrong', words: string): HTMLElement {
  const colour = element('i', { class: `key ${kind}` });
  colour.style.setProperty('--strength', '0.6');
  return element('span', {}, colour, words);
}
