import type { Normalisation } from '../../../src/contract/normalisation';
import { mistakesOf } from '../../../src/evaluation/mistakes';
import { cellUnits, matrixCells, type MatrixCell } from '../../../src/report/matrixCells';
import { grouped } from '../../../src/util/format';
import { element, fill, spoken } from '../../shared/dom';
import { createRovingFocus } from '../../shared/rovingFocus';
import { cellInWords } from './cellInWords';
import { keyCells } from './matrixKeys';

export interface MatrixTable {
  readonly element: HTMLElement;
  show(matrix: readonly (readonly number[])[], classes: readonly string[], by: Normalisation): void;
}

/** More classes need more room than there is: the matrix is scrolled then. */
const MOST_THAT_FIT = 12;
/** Names of so many characters fit over a column; where there are longer ones, all are written upwards. */
const LONGEST_FLAT_HEAD = 3;

/**
 * A confusion matrix as a table: a row a true class, a column a predicted one. What is right and what is wrong have a colour each; the
 * arrow keys go from cell to cell, and a line below says what the cell is that has the focus or the pointer.
 */
export function createMatrixTable(labelledBy: string): MatrixTable {
  const table = element('table', { class: 'matrix', role: 'grid', 'aria-labelledby': labelledBy, 'aria-readonly': 'true' });
  const about = element('p', { class: 'aboutCell', 'aria-hidden': 'true' });
  const legend = element('div', { class: 'matrixLegend', 'aria-hidden': 'true' });
  const focus = createRovingFocus(table);
  const words = new Map<EventTarget, () => void>();
  const sayNothing = (): void => {
    about.replaceChildren(element('kbd', {}, '← ↑ ↓ →'), ' move');
  };
  const say = ({ target }: Event): void => (words.get(target!) ?? sayNothing)();
  table.addEventListener('focusin', say);
  table.addEventListener('pointerover', say);
  table.addEventListener('focusout', sayNothing);
  table.addEventListener('pointerleave', sayNothing);

  return {
    element: element(
      'div',
      { class: 'matrixFrame' },
      element('span', { class: 'axisName ofColumns', 'aria-hidden': 'true' }, 'predicted class'),
      element('span', { class: 'axisName ofRows', 'aria-hidden': 'true' }, 'true class'),
      element('div', { class: 'scroller' }, table),
      element('div', { class: 'matrixFoot' }, legend, about),
    ),
    show(matrix, classes, by) {
      words.clear();
      const wrong = mistakesOf(matrix);
      const isNamed = classes.some(name => name.length > LONGEST_FLAT_HEAD);
      table.classList.toggle('named', isNamed);
      table.classList.toggle('large', classes.length > MOST_THAT_FIT);
      table.style.setProperty('--classes', String(classes.length));
      const head = (scope: 'col' | 'row', label: string, name: string): HTMLElement =>
        element('th', { scope, 'aria-label': label, title: isNamed ? label : undefined }, element('span', {}, name));
      const columnHeads = classes.map(name => head('col', `predicted ${name}`, name));
      const rowHeads = classes.map(name => head('row', `true ${name}`, name));
      const drawn = matrixCells(matrix, by);
      const cells = drawn.map((row, truth) =>
        row.map(({ kind, strength, text }, predicted) => {
          const { place, size, ofColumn } = cellInWords(matrix, classes, [truth, predicted]);
          const cell = element('td', { role: 'gridcell', class: kind, 'aria-label': `${place}: ${size}` }, text);
          cell.style.setProperty('--strength', strength.toFixed(3));
          words.set(cell, () => about.replaceChildren(element('strong', {}, place), ` ${[size, ofColumn].filter(Boolean).join(' · ')}`));
          // The classes of the cell with the focus stand out at the edges.
          for (const [type, isCurrent] of [
            ['focus', true],
            ['blur', false],
          ] as const)
            // prettier-ignore
            cell.addEventListener(type, () => {
              columnHeads[predicted]!.classList.toggle('current', isCurrent);
              rowHeads[truth]!.classList.toggle('current', isCurrent);
            });
          return cell;
        }),
      );
      const total = (count: number, label: string): HTMLElement => element('td', { class: 'total', 'aria-label': label }, grouped(count));
      table.replaceChildren(
        element(
          'thead',
          {},
          element(
            'tr',
            {},
            element('td', {}),
            columnHeads,
            element('th', { scope: 'col', class: 'total', 'aria-label': 'wrong, of the true class' }, 'wrong'),
          ),
        ),
        element(
          'tbody',
          {},
          cells.map((row, truth) =>
            element(
              'tr',
              {},
              rowHeads[truth]!,
              row,
              total(wrong.ofRow[truth]!, `${grouped(wrong.ofRow[truth]!)} of ${classes[truth]} missed`),
            ),
          ),
        ),
        element(
          'tfoot',
          {},
          element(
            'tr',
            {},
            element('th', { scope: 'row' }, spoken('wrong, of the predicted class')),
            wrong.ofColumn.map((count, of) => total(count, `${grouped(count)} wrongly read as ${classes[of]}`)),
            element('td', { class: 'total all', 'aria-label': `${grouped(wrong.all)} wrong in all` }, grouped(wrong.all)),
          ),
        ),
      );
      focus.setCells(cells);
      sayNothing();
      fill(
        legend,
        (['right', 'wrong'] as const).map(kind => element('span', { class: 'keys' }, kind, keyCells(drawn, kind).map(keyOf))),
        element('span', {}, `cells: ${cellUnits[by]}`),
      );
    },
  };
}

/** A colour of the matrix with its number. */
function keyOf({ kind, strength, text }: MatrixCell): HTMLElement {
  const colour = element('i', { class: `key ${kind}` });
  colour.style.setProperty('--strength', strength.toFixed(3));
  return element('span', {}, colour, text);
}
