import { grouped, percent } from '../../../src/util/format';
import { element, fill } from '../../shared/dom';
import { createRovingFocus } from '../../shared/rovingFocus';
import { pluralOf } from './cellInWords';
import type { ConfusionCell } from './matrixTable';

type Matrix = readonly (readonly number[])[];

export interface CloserClassOptions {
  /** A class was chosen, or none. */
  readonly onChosen: (of: number | null) => void;
  readonly onOpen: (cell: ConfusionCell) => void;
}

export interface CloserClass {
  readonly element: HTMLElement;
  /** @param of the class that is looked at closer, or null */
  show(matrix: Matrix, classes: readonly string[], of: number | null): void;
}

/** Of a matrix that is too large for numbers one class closer: what its images were read as, and what was read as it, most often first. */
export function createCloserClass({ onChosen, onOpen }: CloserClassOptions): CloserClass {
  const select = element('select', { id: 'closerClass' });
  const lists = element('div', { class: 'closerLists' });
  const root = element(
    'section',
    { class: 'closerClass', 'aria-label': 'One class closer' },
    element('label', { class: 'control', for: select.id }, 'Look closer at class', select),
    lists,
  );
  select.addEventListener('change', () => onChosen(select.value === '' ? null : Number(select.value)));
  let names = '';
  return {
    element: root,
    show(matrix, classes, of) {
      const now = JSON.stringify(classes);
      if (now !== names) {
        names = now;
        fill(
          select,
          element('option', { value: '' }, '–'),
          classes.map((name, i) => element('option', { value: String(i) }, name)),
        );
      }
      select.value = of === null ? '' : String(of);
      const row = of === null ? undefined : matrix[of];
      if (of === null || !row) return fill(lists, element('p', { class: 'muted' }, 'Choose one, or click its name beside the matrix.'));
      const readAs = row.map((count, predicted) => ({ truth: of, predicted, count }));
      const takenFor = matrix.map((cells, truth) => ({ truth, predicted: of, count: cells[of] ?? 0 }));
      const name = classes[of]!;
      fill(
        lists,
        listOf(`${pluralOf(name)} were read as`, readAs, { onOpen, nameOf: ({ predicted }) => classes[predicted]! }),
        listOf(`Read as ${name} were`, takenFor, { onOpen, nameOf: ({ truth }) => classes[truth]! }),
      );
    },
  };
}

interface ListOptions {
  readonly onOpen: (cell: ConfusionCell) => void;
  /** The class at the other end. */
  readonly nameOf: (cell: ConfusionCell) => string;
}

/** The cells of a row or a column with images, the largest first, each with its share. */
function listOf(title: string, cells: readonly (ConfusionCell & { readonly count: number })[], options: ListOptions): HTMLElement {
  const all = cells.reduce((sum, { count }) => sum + count, 0);
  const sorted = cells.filter(({ count }) => count > 0).toSorted((a, b) => b.count - a.count);
  const buttons = sorted.map(cell => {
    const isRight = cell.truth === cell.predicted;
    const bar = element('i', { class: `scoreShare ${isRight ? 'true' : 'wrong'}`, 'aria-hidden': 'true' });
    bar.style.setProperty('--share', (cell.count / all).toFixed(4));
    const button = element(
      'button',
      { type: 'button', class: 'closerRow', title: isRight ? 'right' : 'wrong' },
      element('span', { class: 'closerName' }, options.nameOf(cell)),
      bar,
      element('span', {}, grouped(cell.count)),
      element('span', { class: 'muted' }, percent(cell.count / all)),
    );
    button.addEventListener('click', () => options.onOpen(cell));
    return button;
  });
  const list = element('div', { class: 'closerList', role: 'group', 'aria-label': title }, buttons);
  createRovingFocus(list).setCells(buttons.map(button => [button]));
  return element('div', {}, element('h3', {}, title), all === 0 ? element('p', { class: 'muted' }, 'No images.') : list);
}
