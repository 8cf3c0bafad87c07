import { grouped, percent } from '../../../src/util/format';
import { createImagesDrawer } from '../../shared/images/imagesDrawer';
import { imageQuestions } from '../imageQuestions';
import { classInWords } from './classInWords';

export interface CrossingImages {
  readonly element: HTMLElement;
  /** Shows the images whose probability of a class lies between two thresholds. */
  open(crossing: { readonly of: number; readonly from: number; readonly to: number }, names: readonly string[]): void;
  close(): void;
}

/** The images that change sides. @param onClosed the person has closed them */
export function createCrossingImages(onClosed: () => void): CrossingImages {
  const drawer = createImagesDrawer({ ask: imageQuestions, onView: () => undefined, onClosed });
  return {
    element: drawer.element,
    open({ of, from, to }, names) {
      drawer.open(
        {
          selection: { of: 'crossing', class: of, from, to },
          title: `From ${from} to ${to}, ${classInWords(names[of] ?? String(of))}`,
          caption: ({ total, outOf }) =>
            `${grouped(total)} ${total === 1 ? 'image' : 'images'}${outOf === 0 ? '' : ` · ${percent(total / outOf)} of all`}`,
          names,
          view: { sort: 'confidence', offset: 0 },
        },
        true,
      );
    },
    close: () => drawer.close(),
  };
}
