import { grouped, percent } from '../../../src/util/format';
import { createImagesDrawer, type DrawerView, type ImagesDrawer, type ShownImages } from '../../shared/images/imagesDrawer';
import { imageQuestions } from '../imageQuestions';
import { remember, remembered } from '../remembered';
import { pluralOf } from './cellInWords';
import type { ConfusionCell } from './matrixTable';

export interface CellImages {
  readonly element: HTMLElement;
  /** Shows the images of a cell. @param takesFocus as ImagesDrawer.open */
  open(cell: ConfusionCell, names: readonly string[], takesFocus: boolean): void;
  /** Shows other images in the same place, which a reload does not bring back. @param returnFocusTo gets the focus when they are closed */
  openOther(images: Omit<ShownImages, 'view'>, returnFocusTo: HTMLElement): void;
  /** As they were before the page was loaded anew, if they were shown. */
  restore(names: readonly string[]): void;
}

export interface CellImagesOptions {
  /** The cell whose images are shown is another one, or none is. @param isOpen whether any images are shown */
  readonly onShown: (cell: ConfusionCell | undefined, isOpen: boolean) => void;
  /** The person has closed the images of a cell. */
  readonly onClosed: (cell: ConfusionCell) => void;
}

/** The images behind a cell of the confusion matrix. Which cell it is and where in it one was is kept over a reload. */
export function createCellImages({ onShown, onClosed }: CellImagesOptions): CellImages {
  let shown: ConfusionCell | undefined;
  let returnFocusTo: HTMLElement | undefined;
  const keep = (view: DrawerView): void => remember({ openCell: shown ? { ...shown, ...view } : null });
  const drawer: ImagesDrawer = createImagesDrawer({
    ask: imageQuestions,
    onView: keep,
    onClosed: () => {
      const closed = shown;
      setShown(undefined, false);
      remember({ openCell: null });
      if (closed) onClosed(closed);
      else returnFocusTo?.focus();
    },
  });
  const setShown = (cell: ConfusionCell | undefined, isOpen: boolean): void => {
    shown = cell;
    onShown(cell, isOpen);
  };
  const show = (cell: ConfusionCell, names: readonly string[], { view, takesFocus }: { view: DrawerView; takesFocus: boolean }): void => {
    const { truth, predicted } = cell;
    setShown(cell, true);
    drawer.open(
      {
        selection: { of: 'cell', truth, predicted },
        title: `True ${names[truth]}, predicted ${names[predicted]}`,
        caption: ({ total, outOf }) =>
          `${grouped(total)} ${total === 1 ? 'image' : 'images'}${outOf === 0 ? '' : ` · ${percent(total / outOf)} of all ${pluralOf(names[truth]!)}`}`,
        names,
        view,
      },
      takesFocus,
    );
  };
  return {
    element: drawer.element,
    open({ truth, predicted }, names, takesFocus) {
      const view: DrawerView = { sort: remembered().openCell?.sort ?? 'confidence', offset: 0 };
      show({ truth, predicted }, names, { view, takesFocus });
      keep(view);
    },
    openOther(images, from) {
      returnFocusTo = from;
      setShown(undefined, true);
      remember({ openCell: null });
      drawer.open({ ...images, view: { sort: 'confidence', offset: 0 } }, true);
    },
    restore(names) {
      const { openCell } = remembered();
      if (!openCell || openCell.truth >= names.length || openCell.predicted >= names.length) return;
      const { truth, predicted, sort, offset } = openCell;
      show({ truth, predicted }, names, { view: { sort, offset }, takesFocus: false });
    },
  };
}
