import { element, icon, setText } from '../../shared/dom';
import type { Crossing } from './crossing';
import type { CountedThing } from './figures';

export interface CrossingLineOptions {
  readonly onShowImages: () => void;
  /** The present threshold becomes the one that is compared with. */
  readonly onMark: () => void;
}

export interface CrossingLine {
  readonly element: HTMLElement;
  /** @param what counts: only images can be shown */
  show(crossing: Crossing, what: CountedThing): void;
  /** Gives the focus to what shows the images, or to the slider if none can be shown any more. */
  focus(): void;
}

/** Says which images change sides between the marked threshold and the present one, and shows them. */
export function createCrossingLine({ onShowImages, onMark }: CrossingLineOptions): CrossingLine {
  const words = element('span', { class: 'crossingWords' });
  const show = element('button', { type: 'button', class: 'textButton' });
  show.append(icon('file-media'), 'Show images');
  show.addEventListener('click', onShowImages);
  const mark = element(
    'button',
    { type: 'button', class: 'textButton', title: 'Compare with this threshold from now on' },
    'Compare from here',
  );
  const toSlider = (): void => show.closest('.thresholdCard')?.querySelector<HTMLElement>('input[type=range]')?.focus();
  mark.addEventListener('click', () => {
    onMark();
    // The button goes with what it was for.
    toSlider();
  });
  return {
    element: element('p', { class: 'crossing' }, words, show, mark),
    show: ({ count, inWords }, what) => {
      setText(words, inWords || `Move the threshold to see which ${what} change sides.`);
      show.hidden = what !== 'images' || count === 0;
      mark.hidden = inWords === '';
    },
    focus: () => (show.hidden ? toSlider() : show.focus()),
  };
}
