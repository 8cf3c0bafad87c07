import { element, icon, setText } from '../dom';
import { scoreLegend } from './scoreBars';

/** The elements of a drawer of images: its head, what went wrong, the images or one of them, and its foot. */
export interface DrawerParts {
  readonly root: HTMLElement;
  readonly title: HTMLElement;
  readonly caption: HTMLElement;
  readonly sortPlace: HTMLElement;
  readonly pageWords: HTMLElement;
  readonly previous: HTMLButtonElement;
  readonly next: HTMLButtonElement;
  readonly back: HTMLButtonElement;
  readonly close: HTMLButtonElement;
  /** Beside what went wrong. */
  readonly again: HTMLButtonElement;
  readonly detailPlace: HTMLElement;
  readonly legend: HTMLElement;
  readonly keys: HTMLElement;
  /** @param words what went wrong, or null */
  showProblem(words: string | null): void;
}

let made = 0;

/** @param grid of the images */
export function createDrawerParts(grid: HTMLElement): DrawerParts {
  const title = element('h2', { id: `imagesTitle-${++made}` });
  const caption = element('span', { class: 'muted', role: 'status' });
  const sortPlace = element('div', { class: 'imagesSort' });
  const pageWords = element('span', { class: 'muted pageWords' });
  const previous = iconButton('arrow-left', 'Previous images');
  const next = iconButton('arrow-right', 'Next images');
  const back = iconButton('arrow-left', 'Back to the images');
  const close = iconButton('close', 'Close the images');
  const problemWords = element('span');
  const again = element('button', { type: 'button', class: 'textButton' }, 'Try again');
  const problem = element('p', { class: 'imagesProblem', role: 'alert', hidden: '' }, icon('warning'), problemWords, again);
  const detailPlace = element('div', { class: 'detailPlace', role: 'group', tabindex: '-1', hidden: '' });
  const keys = element('span', { class: 'keyHints', 'aria-hidden': 'true' });
  const legend = scoreLegend();
  const tools = element('div', { class: 'tools' }, sortPlace, pageWords, previous, next, close);
  const root = element(
    'section',
    { class: 'imagesDrawer', 'aria-labelledby': title.id, hidden: '' },
    element('div', { class: 'cardHead' }, back, title, caption, tools),
    problem,
    grid,
    detailPlace,
    element('div', { class: 'imagesFoot' }, legend, keys),
  );
  return {
    root,
    title,
    caption,
    sortPlace,
    pageWords,
    previous,
    next,
    back,
    close,
    again,
    detailPlace,
    legend,
    keys,
    showProblem(words) {
      problem.hidden = words === null;
      setText(problemWords, words ?? '');
    },
  };
}

/** A key and what it does. */
export function keyHint(key: string, words: string): HTMLElement {
  return element('span', {}, element('kbd', {}, key), ` ${words}`);
}

function iconButton(name: string, label: string): HTMLButtonElement {
  return element('button', { type: 'button', class: 'iconButton', 'aria-label': label, title: label }, icon(name));
}
