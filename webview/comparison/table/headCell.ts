import type { SavedComparison } from '../../../src/contract/comparison';
import { element, icon } from '../../shared/dom';
import type { GridColumn } from './gridColumns';
import { moved } from './moved';

export interface HeadOptions {
  readonly sort: SavedComparison['sort'];
  /** The names of the columns that can be moved, in their order. */
  readonly names: readonly string[];
  readonly onSort: (column: GridColumn) => void;
  /** @param moved the one that was moved */
  readonly onMove: (names: readonly string[], moved: string) => void;
}

/** What is dragged, while it is. */
let dragged: string | undefined;

/** The head of a column: a press sorts by it, and it is dragged to another place. */
export function createHead(column: GridColumn, { sort, names, onSort, onMove }: HeadOptions): HTMLElement {
  const { key, head, help, isNumber, sortKey, isDelta } = column;
  const isSorted = sort !== null && sort.column === sortKey && !isDelta;
  const direction = !isSorted ? 'none' : sort.descending ? 'descending' : 'ascending';
  const isMovable = names.includes(key);
  const cell = element('div', {
    role: 'columnheader',
    class: isNumber ? 'number' : undefined,
    title: [help, isMovable ? 'Shift with an arrow key moves the column.' : ''].filter(Boolean).join(' ') || undefined,
    'aria-sort': sortKey === undefined || isDelta ? undefined : direction,
    draggable: isMovable ? 'true' : undefined,
  });
  if (key === 'box') cell.append(element('span', { class: 'visuallyHidden' }, 'Compared'));
  if (isSorted) cell.append(icon(sort.descending ? 'arrow-down' : 'arrow-up'));
  cell.append(element('span', { class: 'headText' }, head));
  if (sortKey !== undefined) cell.classList.add('sortable');
  cell.addEventListener('click', () => onSort(column));
  if (isMovable)
    makeMovable(cell, key, to => {
      const next = dragged === undefined ? undefined : moved(names, dragged, names.indexOf(to));
      if (next) onMove(next, dragged!);
    });
  return cell;
}

function makeMovable(cell: HTMLElement, key: string, dropOn: (key: string) => void): void {
  cell.addEventListener('dragstart', event => {
    dragged = key;
    event.dataTransfer?.setData('text/plain', key);
  });
  cell.addEventListener('dragover', event => {
    if (dragged === undefined || dragged === key) return;
    event.preventDefault();
    cell.classList.add('dropTarget');
  });
  cell.addEventListener('dragleave', () => cell.classList.remove('dropTarget'));
  cell.addEventListener('drop', event => {
    event.preventDefault();
    cell.classList.remove('dropTarget');
    dropOn(key);
    dragged = undefined;
  });
  cell.addEventListener('dragend', () => (dragged = undefined));
}
