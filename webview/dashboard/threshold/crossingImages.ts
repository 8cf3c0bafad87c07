import type { ThresholdSide } from '../../../src/contract/inspection';
import { grouped, percent } from '../../../src/util/format';
import { createImagesDrawer, type ShownImages } from '../../shared/images/imagesDrawer';
import { imageQuestions } from '../imageQuestions';
import { classInWords } from '../../../src/wording/classInWords';

/** Images that a threshold says something of. */
export type ThresholdImages =
  /** Those whose probability of a class lies between two thresholds. */
  | { readonly of: number; readonly from: number; readonly to: number }
  /** Those that a threshold takes for a class, or not, rightly or wrongly. */
  | { readonly of: number; readonly threshold: number; readonly side: ThresholdSide };

export interface CrossingImages {
  readonly element: HTMLElement;
  open(images: ThresholdImages, names: readonly string[]): void;
  /** Another threshold: what is shown of one side of it is then another list. */
  move(threshold: number): void;
  close(): void;
}

/** A slider that is drawn asks for no list before it has rested so long. */
const REST_MS = 150;

const sideTitles: Readonly<Record<ThresholdSide, string>> = {
  truePositives: 'True positives',
  falsePositives: 'False positives',
  falseNegatives: 'False negatives',
  trueNegatives: 'True negatives',
};

/** The images that change sides, or are on one side. @param onClosed the person has closed them */
export function createCrossingImages(onClosed: (side: ThresholdSide | undefined) => void): CrossingImages {
  let shown: { readonly images: ThresholdImages; readonly names: readonly string[] } | undefined;
  let resting: ReturnType<typeof setTimeout> | undefined;
  const forget = (): void => {
    shown = undefined;
    clearTimeout(resting);
  };
  const drawer = createImagesDrawer({
    ask: imageQuestions,
    onView: () => undefined,
    onClosed: () => {
      const side = shown && 'side' in shown.images ? shown.images.side : undefined;
      forget();
      onClosed(side);
    },
  });
  const show = (images: ThresholdImages, names: readonly string[], takesFocus: boolean): void => {
    shown = { images, names };
    drawer.open({ ...told(images, names), names, view: { sort: 'confidence', offset: 0 } }, takesFocus);
  };
  return {
    element: drawer.element,
    open: (images, names) => show(images, names, true),
    move(threshold) {
      clearTimeout(resting);
      if (!shown || !('side' in shown.images) || shown.images.threshold === threshold) return;
      const { images, names } = shown;
      resting = setTimeout(() => show({ ...images, threshold }, names, false), REST_MS);
    },
    close() {
      forget();
      drawer.close();
    },
  };
}

function told(images: ThresholdImages, names: readonly string[]): Pick<ShownImages, 'selection' | 'title' | 'caption'> {
  const name = classInWords(names[images.of] ?? String(images.of));
  const caption: ShownImages['caption'] = ({ total, outOf }) =>
    `${grouped(total)} ${total === 1 ? 'image' : 'images'}${outOf === 0 ? '' : ` · ${percent(total / outOf)} of all`}`;
  if (!('side' in images)) {
    const { of, from, to } = images;
    return { selection: { of: 'crossing', class: of, from, to }, title: `From ${from} to ${to}, ${name}`, caption };
  }
  const { of, threshold, side } = images;
  return { selection: { of: 'side', class: of, threshold, side }, title: `${sideTitles[side]} at ${threshold}, ${name}`, caption };
}
