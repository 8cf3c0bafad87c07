import { mistakesOf } from '../../../src/evaluation/mistakes';
import type { MatrixCell } from '../../../src/report/matrixCells';
import { grouped } from '../../../src/util/format';
import { element, spoken } from '../../shared/dom';
import { cellsInWords } from './cellInWords';

/** The rows of a confusion matrix, and where its cells and names are in them. */
export interface MatrixRows {
  readonly parts: readonly HTMLElement[];
  /** `[truth][predicted]` */
  readonly cells: readonly (readonly HTMLElement[])[];
  readonly rowHeads: readonly HTMLElement[];
  readonly columnHeads: readonly HTMLElement[];
}

export interface MatrixRowsOptions {
  readonly matrix: readonly (readonly number[])[];
  readonly classes: readonly string[];
  readonly drawn: readonly (readonly MatrixCell[])[];
  /** Whether a name may be cut, so that it stands in a tooltip too. */
  readonly isNamed: boolean;
  /** Of a heat map: the first of so many classes has its name at the edge. Otherwise each has, and cells have numbers. */
  readonly step?: number | undefined;
}

export function matrixRows({ matrix, classes, drawn, isNamed, step }: MatrixRowsOptions): MatrixRows {
  const wrong = mistakesOf(matrix);
  const inWords = cellsInWords(matrix, classes);
  const head = (scope: 'col' | 'row', label: string, of: number): HTMLElement =>
    element(
      'th',
      {
        scope,
        'aria-label': label,
        title: isNamed || step !== undefined ? label : undefined,
        class: of % (step ?? 1) === 0 ? undefined : 'skipped',
      },
      element('span', {}, classes[of]!),
    );
  const columnHeads = classes.map((name, of) => head('col', `predicted ${name}`, of));
  const rowHeads = classes.map((name, of) => head('row', `true ${name}`, of));
  const cells = drawn.map((row, truth) =>
    row.map(({ kind, strength, text }, predicted) => {
      const { place, size } = inWords([truth, predicted]);
      const label = `${place}: ${size}`;
      const cell = element('td', { role: 'gridcell', class: kind, 'aria-label': label }, step === undefined ? text : '');
      cell.style.setProperty('--strength', strength.toFixed(3));
      return cell;
    }),
  );
  const total = (count: number, label: string): HTMLElement => element('td', { class: 'total', 'aria-label': label }, grouped(count));
  const ofRow = (truth: number): HTMLElement => total(wrong.ofRow[truth]!, `${grouped(wrong.ofRow[truth]!)} of ${classes[truth]} missed`);
  const wrongHead = element('th', { scope: 'col', class: 'total', 'aria-label': 'wrong, of the true class' }, 'wrong');
  return {
    parts: [
      element('thead', {}, element('tr', {}, element('td', {}), columnHeads, wrongHead)),
      element(
        'tbody',
        {},
        cells.map((row, truth) => element('tr', {}, rowHeads[truth]!, row, ofRow(truth))),
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
    ],
    cells,
    rowHeads,
    columnHeads,
  };
}
