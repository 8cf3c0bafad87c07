import type { Scores } from '../../../src/contract/scores';
import { grouped } from '../../../src/util/format';
import { element, fill, icon, setText } from '../../shared/dom';
import { createRovingFocus } from '../../shared/rovingFocus';
import { barsFrom, classRows, meanRows, sortRows, type ClassRow, type SortKey } from './classRows';

export interface ClassTable {
  readonly element: HTMLElement;
  /** Where the bars begin. */
  readonly caption: HTMLElement;
  show(scores: Scores, classes: readonly string[]): void;
}

const columns: readonly { readonly key: SortKey; readonly label: string; readonly explained: string }[] = [
  { key: 'name', label: 'Class', explained: 'The true class; below, the means over the classes' },
  { key: 'precision', label: 'Precision', explained: 'Of the images read as this class, the share that are of it' },
  { key: 'recall', label: 'Recall', explained: 'Of the images of this class, the share that were read as it' },
  { key: 'f1', label: 'F1', explained: 'Harmonic mean of precision and recall' },
  { key: 'auroc', label: 'AUROC', explained: 'Area under the ROC curve of this class against the rest' },
  { key: 'averagePrecision', label: 'Avg. prec.', explained: 'Area under the precision–recall curve of this class against the rest' },
  { key: 'support', label: 'Support', explained: 'Images of this class' },
  { key: 'mostOften', label: 'Most often read as', explained: 'The class that its images were most often taken for' },
];

/** Scores of each class and their means. A click on a column's head sorts the classes by it, the worst first; another one the other way round. */
export function createClassTable(labelledBy: string): ClassTable {
  let sort: { readonly key: SortKey; readonly direction: 'ascending' | 'descending' } = { key: 'f1', direction: 'ascending' };
  let shown: { readonly scores: Scores; readonly classes: readonly string[] } | undefined;
  const caption = element('span', { class: 'muted' });
  const classBody = element('tbody');
  const meanBody = element('tbody', { class: 'means' });

  const heads = columns.map(({ key, label, explained }) => {
    const arrow = icon('chevron-up');
    const button = element('button', { type: 'button', title: explained }, label, arrow);
    button.addEventListener('click', () => {
      sort = { key, direction: sort.key === key && sort.direction === 'ascending' ? 'descending' : 'ascending' };
      showOrder();
    });
    return { key, button, arrow, cell: element('th', { scope: 'col', class: key }, button) };
  });
  const headRow = element(
    'tr',
    {},
    heads.map(({ cell }) => cell),
  );
  createRovingFocus(headRow).setCells([heads.map(({ button }) => button)]);

  const showOrder = (): void => {
    for (const { key, cell, arrow } of heads) {
      if (key === sort.key) cell.setAttribute('aria-sort', sort.direction);
      else cell.removeAttribute('aria-sort');
      arrow.className = `codicon codicon-chevron-${sort.direction === 'ascending' ? 'up' : 'down'}`;
    }
    if (!shown) return;
    const rows = classRows(shown.scores, shown.classes);
    const from = barsFrom(rows.map(({ f1 }) => f1));
    setText(caption, `bars from ${from} to 1`);
    fill(
      classBody,
      sortRows(rows, sort.key, sort.direction).map(row => tableRow(row, from)),
    );
    fill(
      meanBody,
      meanRows(shown.scores).map(row => tableRow(row, from)),
    );
  };
  showOrder();
  return {
    element: element(
      'div',
      { class: 'scroller' },
      element('table', { class: 'classTable', 'aria-labelledby': labelledBy }, element('thead', {}, headRow), classBody, meanBody),
    ),
    caption,
    show(scores, classes) {
      shown = { scores, classes };
      showOrder();
    },
  };
}

function tableRow(row: ClassRow, barFrom: number): HTMLElement {
  const bar = element('i', { class: 'scoreBar', 'aria-hidden': 'true' });
  bar.style.setProperty('--share', Math.max(0, (row.f1 - barFrom) / (1 - barFrom)).toFixed(4));
  return element(
    'tr',
    {},
    element('th', { scope: 'row' }, row.name),
    element('td', {}, row.precision.toFixed(4)),
    element('td', {}, row.recall.toFixed(4)),
    element('td', { class: 'f1' }, row.f1.toFixed(4), bar),
    element('td', {}, figure(row.auroc)),
    element('td', {}, figure(row.averagePrecision)),
    element('td', {}, grouped(row.support)),
    element('td', { class: 'mostOften' }, row.readAs),
  );
}

function figure(value: number | null): string {
  return value === null ? '–' : value.toFixed(4);
}
