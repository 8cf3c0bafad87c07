import type { Difference } from '../../../src/contract/inspection';
import { differenceCells, imagesInShort, type DifferenceCell } from '../../../src/report/differenceCells';
import { differenceCsv, differenceSvg } from '../../../src/report/differenceChart';
import { wholeChange } from '../../../src/report/wholeChange';
import { messageOf } from '../../../src/util/messageOf';
import { wholeChangeInWords } from '../../../src/wording/differenceInWords';
import { element, setText } from '../../shared/dom';
import { createExportMenu } from '../../shared/exportMenu';
import type { GridPlace } from '../../shared/matrixGrid';
import { send } from '../host';
import { createChangedImages } from './changedImages';
import { createChangesTable } from './changesTable';
import { createDifferenceTable } from './differenceTable';
import { askForDifference, type Groups } from './questions';

/** A run, or a group of runs. */
export interface DifferenceSide {
  readonly label: string;
  readonly runIds: readonly string[];
}

export interface DifferenceSection {
  readonly element: HTMLElement;
  /** The runs before a change and those after it; undefined where none is chosen. */
  update(sides: { readonly a: DifferenceSide | undefined; readonly b: DifferenceSide | undefined }): void;
}

export interface DifferenceOptions {
  /** The cell whose images were shown before the page was loaded anew. */
  readonly openCell: GridPlace | null;
  /** The images of another cell are shown, or of none. */
  readonly onOpenCell: (place: GridPlace | null) => void;
}

type Compared = Extract<Difference, { readonly outcome: 'compared' }>;

interface Shown {
  readonly groups: Groups;
  readonly title: string;
  readonly difference: Compared;
  readonly cells: readonly (readonly DifferenceCell[])[];
  readonly sentence: string;
}

const CHOOSE = 'Choose a run beside the baseline to see which confusions the change fixed, and which it caused.';

const UNTESTED = 'Of a run that was not tested nothing can be said: it is tested when its training ends.';

/** Which confusions a change fixed and which it caused: a matrix, the largest changes in words, and the images behind a cell. */
export function createDifferenceSection({ openCell: cellBefore, onOpenCell }: DifferenceOptions): DifferenceSection {
  const title = element('h2', { id: 'differenceTitle' }, 'Difference matrix');
  const changesTitle = element('h3', { id: 'changesTitle' }, 'Largest changes');
  const between = element('span', { class: 'muted' });
  const sentence = element('p', { class: 'differenceSentence', role: 'status' });
  let shown: Shown | undefined;
  let open: GridPlace | undefined;
  /** Of the first difference that is shown. */
  let toReopen = cellBefore;
  let asked = '';

  const table = createDifferenceTable({ labelledBy: title.id, onOpen: (place, byKey) => openCell(place, byKey) });
  const changes = createChangesTable(changesTitle.id);
  const images = createChangedImages(() => {
    const closed = open;
    mark(undefined);
    onOpenCell(null);
    if (closed) table.focus(closed);
  });
  const mark = (place: GridPlace | undefined): void => {
    open = place;
    table.mark(place);
  };
  const openCell = (place: GridPlace, takesFocus: boolean): void => {
    if (!shown) return;
    mark(place);
    onOpenCell(place);
    images.open({ groups: shown.groups, place, names: shown.difference.classes }, takesFocus);
  };
  const saved = <T>(of: (one: Shown) => T): T => {
    if (!shown) throw new Error('There is nothing to save before the difference is known.');
    return of(shown);
  };
  const exportMenu = createExportMenu({
    label: 'Export the difference matrix',
    fileName: () => saved(({ groups }) => `difference-${groups.a[0] ?? ''}-${groups.b[0] ?? ''}`),
    csv: () => saved(({ cells, difference }) => differenceCsv(cells, difference.classes)),
    svg: palette =>
      saved(({ cells, difference, title: of, sentence: description }) =>
        differenceSvg({ cells, classes: difference.classes, title: of, description, palette }),
      ),
    send,
  });
  const content = element(
    'div',
    { class: 'differenceContent', hidden: '' },
    table.element,
    element('div', { class: 'changesPart' }, changesTitle, changes.element),
    images.element,
  );
  const tools = element('div', { class: 'tools', hidden: '' }, exportMenu);
  const root = element(
    'section',
    { class: 'card differenceCard', 'aria-labelledby': title.id },
    element('div', { class: 'cardHead' }, title, between, tools),
    sentence,
    content,
  );
  const forget = (words: string): void => {
    shown = undefined;
    if (open) onOpenCell(null);
    mark(undefined);
    images.close();
    content.hidden = true;
    tools.hidden = true;
    root.removeAttribute('aria-busy');
    setText(sentence, words);
  };
  const show = (groups: Groups, name: string, found: Compared): void => {
    const cells = differenceCells(found);
    const words = wholeChangeInWords(wholeChange(cells, found.images), imagesInShort);
    const isMean = groups.a.length + groups.b.length > 2;
    shown = { groups, title: `Difference matrix · ${name}`, difference: found, cells, sentence: words };
    setText(sentence, isMean ? `${words} Means over the runs of each group.` : words);
    table.show(cells, found.classes);
    changes.show(cells, found.classes);
    content.hidden = false;
    tools.hidden = false;
    root.removeAttribute('aria-busy');
    const [place, classes] = [toReopen, found.classes.length];
    toReopen = null;
    if (place && place.truth < classes && place.predicted < classes) openCell({ truth: place.truth, predicted: place.predicted }, false);
  };
  setText(sentence, CHOOSE);
  return {
    element: root,
    update({ a, b }) {
      const name = a && b ? `${a.label} → ${b.label}` : '';
      setText(between, name);
      if (!a || !b || a.runIds.length === 0 || b.runIds.length === 0) {
        if (asked !== name || shown) forget(name === '' ? CHOOSE : UNTESTED);
        asked = name;
        return;
      }
      const groups = { a: a.runIds, b: b.runIds };
      const now = JSON.stringify(groups);
      if (now === asked) return;
      if (asked !== '') toReopen = null;
      asked = now;
      forget('');
      root.setAttribute('aria-busy', 'true');
      askForDifference(groups).then(
        found => {
          if (now !== asked) return;
          if (found.outcome === 'refused') forget(found.reason);
          else show(groups, name, found);
        },
        (error: unknown) => {
          if (now === asked) forget(`The difference could not be looked up: ${messageOf(error)}`);
        },
      );
    },
  };
}
