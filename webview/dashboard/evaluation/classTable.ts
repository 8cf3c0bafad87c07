import type { Scores } from '../../../src/contract/scores';
import { grouped } from '../../../src/util/format';
import { meansInWords } from '../../../src/wording/meansInWords';
import { measures, type MeasureName } from '../../../src/wording/measures';
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
  { key: 'precision', label: 'Precision', explained: inWords('precision') },
  { key: 'recall', label: 'Recall', explained: inWords('recall') },
  { key: 'f1', label: 'F1', explained: inWords('f1') },
  { key: 'auroc', label: 'AUROC', explained: inWords('auroc') },
  { key: 'averagePrecision', label: 'Avg. prec.', explained: inWords('average_precision') },
  { key: 'support', label: 'Support', explained: 'Images of this class' },
  { key: 'mostOften', label: 'Most often read as', explained: 'The class that its images were most often taken for' },
];

function inWords(measure: MeasureName): string {
  return `${measures[measure].explained} ${measures[measure].matters}`;
}

/** Scores of each class and their means. A click on a column's head sorts the classes by it, the worst first; another one the other way round. */
export function createClassTable(labelledBy: string): ClassTable {
  let sort: { readonly key: SortKey; readonly direction: 'ascending' | 'descending' } = { key: 'f1', direction: 'ascending' };
  let shown: { readonly scores: Scores; readonly classes: readonly string[] } | undefined;
  const caption = element('span', { class: 'muted' });
  const classBody = element('tbody');
  const meanBody = element('tbody', { class: 'means' });
  const remark = element('p', { class: 'muted meansRemark', hidden: '' });

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
    const from = barsFrom(rows.flatMap(({ f1 }) => f1 ?? []));
    setText(caption, `bars from ${from} to 1`);
    fill(
      classBody,
      sortRows(rows, sort.key, sort.direction).map(row => tableRow(row, from)),
    );
    fill(
      meanBody,
      meanRows(shown.scores).map(row => tableRow(row, from, inWords(row.name))),
    );
    setText(remark, meansInWords(shown.scores, shown.classes));
    remark.hidden = remark.textContent === '';
  };
  showOrder();
  return {
    element: element(
      'div',
      {},
      element(
        'div',
        { class: 'scroller' },
        element('table', { class: 'classTable', 'aria-labelledby': labelledBy }, element('thead', {}, headRow), classBody, meanBody),
      ),
      remark,
    ),
    caption,
    show(scores, classes) {
      shown = { scores, classes };
      showOrder();
    },
  };
}

function tableRow(row: ClassRow, barFrom: number, explained?: string): HTMLElement {
  const bar = element('i', { class: 'scoreBar', 'aria-hidden': 'true' });
  bar.style.setProperty('--share', Math.max(0, ((row.f1 ?? 0) - barFrom) / (1 - barFrom)).toFixed(4));
  return element(
    'tr',
    {},
    element('th', { scope: 'row', title: explained }, row.name),
    element('td', {}, figure(row.precision)),
    element('td', {}, figure(row.recall)),
    element('td', { class: 'f1' }, figure(row.f1), bar),
    element('td', {}, figure(row.auroc)),
    element('td', {}, figure(row.averagePrecision)),
    element('td', {}, grouped(row.support)),
    element('td', { class: 'mostOften' }, row.readAs),
  );
}

function figure(value: number | null): string {
  return value === null ? '–' : value.toFixed(4);
}
