import { imagesInShort, signedImages, type DifferenceCell } from '../../../src/report/differenceCells';
import { largestChanges } from '../../../src/report/wholeChange';
import { element, fill } from '../../shared/dom';

export interface ChangesTable {
  readonly element: HTMLElement;
  show(cells: readonly (readonly DifferenceCell[])[], classes: readonly string[]): void;
}

/** As many as stand beside the matrix of ten classes. */
const MOST = 10;

const heads = [
  ['True', 'The true class'],
  ['Read as', 'The class that the model predicted'],
  ['Fixed', 'Images that are not read as it any more'],
  ['Caused', 'Images that are newly read as it'],
  ['Net', 'Fixed less caused'],
] as const;

/** Which confusions became rarer or more frequent. */
export function createChangesTable(labelledBy: string): ChangesTable {
  const body = element('tbody');
  const none = element('p', { class: 'muted' }, 'No confusion changed.');
  const head = element(
    'tr',
    {},
    heads.map(([label, title]) => element('th', { scope: 'col', title }, label)),
  );
  const table = element('table', { class: 'mistakesTable', 'aria-labelledby': labelledBy }, element('thead', {}, head), body);
  return {
    element: element('div', { class: 'scroller' }, table, none),
    show(cells, classes) {
      const changes = largestChanges(cells, MOST);
      table.hidden = changes.length === 0;
      none.hidden = changes.length > 0;
      fill(
        body,
        changes.map(({ truth, predicted, won, lost, gain }) =>
          element(
            'tr',
            {},
            element('th', { scope: 'row', title: classes[truth] }, classes[truth]!),
            element('td', { title: classes[predicted] }, classes[predicted]!),
            element('td', {}, imagesInShort(won)),
            element('td', {}, imagesInShort(lost)),
            element('td', {}, signedImages(gain)),
          ),
        ),
      );
    },
  };
}
