import { frequentMistakes } from '../../../src/evaluation/mistakes';
import { grouped, percent } from '../../../src/util/format';
import { element, fill } from '../../shared/dom';

export interface MistakesTable {
  readonly element: HTMLElement;
  show(matrix: readonly (readonly number[])[], classes: readonly string[]): void;
}

/** As many as stand beside the matrix of ten classes. */
const MOST = 10;

/** Which classes are most often taken for which others. */
export function createMistakesTable(labelledBy: string): MistakesTable {
  const body = element('tbody');
  const none = element('p', { class: 'muted' }, 'No image was read wrongly.');
  const heads = [
    ['True', 'The true class'],
    ['Read as', 'The class that the model predicted'],
    ['Images', 'How many'],
    ['Share', 'Of all images of the true class'],
  ] as const;
  const head = element(
    'tr',
    {},
    heads.map(([label, title]) => element('th', { scope: 'col', title }, label)),
  );
  const table = element('table', { class: 'mistakesTable', 'aria-labelledby': labelledBy }, element('thead', {}, head), body);
  return {
    element: element('div', { class: 'scroller' }, table, none),
    show(matrix, classes) {
      const mistakes = frequentMistakes(matrix, MOST);
      table.hidden = mistakes.length === 0;
      none.hidden = mistakes.length > 0;
      fill(
        body,
        mistakes.map(({ truth, predicted, count, share }) =>
          element(
            'tr',
            {},
            element('th', { scope: 'row', title: classes[truth] }, classes[truth]!),
            element('td', { title: classes[predicted] }, classes[predicted]!),
            element('td', {}, grouped(count)),
            element('td', {}, percent(share)),
          ),
        ),
      );
    },
  };
}
