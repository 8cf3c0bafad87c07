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
  /** The row whose curves are shown stands out. */
  mark(row: MarkedRow): void;
}

/** A class, or a mean over them. */
export type MarkedRow = number | 'macro' | 'micro';

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

/**
 * Scores of each class and their means. A click on a column's head sorts the classes by it, the worst first; another one the other way round.
 * @param onChosen a row was clicked: its curves are to be shown, which can be chosen beside them, too
 */
export function createClassTable(labelledBy: string, onChosen: (row: MarkedRow) => void): ClassTable {
  let sort: { readonly key: SortKey; readonly direction: 'ascending' | 'descending' } = { key: 'f1', direction: 'ascending' };
  let shown: { readonly scores: Scores; readonly classes: readonly string[] } | undefined;
  const caption = element('span', { class: 'muted' });
  const classBody = element('tbody');
  const meanBody = element('tbody', { class: 'means' });
  /** By what it is of; weighted means have no curves. */
  let rowOf = new Map<MarkedRow, HTMLElement>();
  let marked: MarkedRow | undefined;
  const mark = (row: MarkedRow | undefined): void => {
    if (marked !== undefined) rowOf.get(marked)?.removeAttribute('aria-current');
    marked = row;
    if (row !== undefined) rowOf.get(row)?.setAttribute('aria-current', 'true');
  };
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
    const means = meanRows(shown.scores);
    const made = new Map([
      ...rows.map(row => [row, tableRow(row, from)] as const),
      ...means.map(row => [row, tableRow(row, from, inWords(row.name))] as const),
    ]);
    rowOf = new Map(rows.map((row, of) => [of, made.get(row)!]));
    for (const row of means) if (row.name !== 'weighted') rowOf.set(row.name, made.get(row)!);
    for (const [row, tr] of rowOf) tr.addEventListener('click', () => onChosen(row));
    fill(
      classBody,
      sortRows(rows, sort.key, sort.direction).map(row => made.get(row)!),
    );
    fill(
      meanBody,
      means.map(row => made.get(row)!),
    );
    mark(marked);
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
    mark,
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
