import { grouped } from '../../../src/util/format';
import { messageOf } from '../../../src/util/messageOf';
import { element, fill } from '../../shared/dom';
import { createImagesDrawer } from '../../shared/images/imagesDrawer';
import type { GridPlace } from '../../shared/matrixGrid';
import { createSegments } from '../../shared/segments';
import { askForCell, imageQuestionsOf, type Groups } from './questions';

/** What an image did: it left the cell, or came to it. */
type Direction = 'fewer' | 'more';

export interface OpenedCell {
  readonly groups: Groups;
  readonly place: GridPlace;
  /** What the classes are called. */
  readonly names: readonly string[];
}

export interface ChangedImages {
  readonly element: HTMLElement;
  open(cell: OpenedCell, takesFocus: boolean): void;
  close(): void;
}

/** The images of a cell of a difference matrix: those that left it and those that came to it, with what the run after the change says of them. */
export function createChangedImages(onClosed: () => void): ChangedImages {
  let shown: OpenedCell | undefined;
  let asked = 0;
  const directions = element('div', { class: 'changeDirections' });
  const status = element('p', { class: 'muted', role: 'status', hidden: '' });
  const drawer = createImagesDrawer({
    ask: imageQuestionsOf(() => shown?.groups.b[0] ?? ''),
    onClosed: () => {
      root.hidden = true;
      shown = undefined;
      onClosed();
    },
  });
  const root = element('div', { class: 'changedImages', hidden: '' }, directions, status, drawer.element);
  const say = (words: string): void => {
    status.hidden = words === '';
    status.textContent = words;
  };
  const show = (
    cell: OpenedCell,
    { indices, direction, takesFocus }: { indices: readonly number[]; direction: Direction; takesFocus: boolean },
  ): void => {
    const { place, names } = cell;
    const [truth, predicted] = [names[place.truth]!, names[place.predicted]!];
    drawer.open(
      {
        selection: { of: 'indices', indices: [...indices] },
        title: `True ${truth}, ${direction === 'fewer' ? 'no longer' : 'newly'} read as ${predicted}`,
        caption: ({ total }) => `${grouped(total)} ${total === 1 ? 'image' : 'images'}`,
        names,
      },
      takesFocus,
    );
  };
  return {
    element: root,
    open(cell, takesFocus) {
      shown = cell;
      const number = ++asked;
      root.hidden = false;
      drawer.close();
      fill(directions);
      say('Looking up the images…');
      askForCell(cell.groups, cell.place).then(
        found => {
          if (number !== asked) return;
          if (found.outcome === 'refused') return say(found.reason);
          const count = found.fewer.length + found.more.length;
          say(count === 0 ? 'No image changed in this cell.' : '');
          if (count === 0) return;
          // On the diagonal what came is what was won.
          const isDiagonal = cell.place.truth === cell.place.predicted;
          const first: Direction = isDiagonal ? 'more' : 'fewer';
          const direction = found[first].length > 0 ? first : first === 'more' ? 'fewer' : 'more';
          const labels = isDiagonal ? { more: 'newly right', fewer: 'no longer right' } : { fewer: 'fixed', more: 'caused' };
          if (found.fewer.length > 0 && found.more.length > 0)
            fill(
              directions,
              createSegments<Direction>({
                label: 'Which images',
                options: (['fewer', 'more'] as const).map(value => ({ value, label: `${grouped(found[value].length)} ${labels[value]}` })),
                value: direction,
                onChange: value => show(cell, { indices: found[value], direction: value, takesFocus: false }),
              }),
            );
          show(cell, { indices: found[direction], direction, takesFocus });
        },
        (error: unknown) => {
          if (number === asked) say(`The images could not be looked up: ${messageOf(error)}`);
        },
      );
    },
    close() {
      asked++;
      shown = undefined;
      root.hidden = true;
      drawer.close();
    },
  };
}
