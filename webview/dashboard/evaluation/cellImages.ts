import { grouped, percent } from '../../../src/util/format';
import { createImagesDrawer, type DrawerView, type ImagesDrawer } from '../../shared/images/imagesDrawer';
import { imageQuestions } from '../imageQuestions';
import { remember, remembered } from '../remembered';
import { pluralOf } from './cellInWords';
import type { ConfusionCell } from './matrixTable';

export interface CellImages {
  readonly element: HTMLElement;
  /** Shows the images of a cell. @param takesFocus as ImagesDrawer.open */
  open(cell: ConfusionCell, names: readonly string[], takesFocus: boolean): void;
  /** As they were before the page was loaded anew, if they were shown. */
  restore(names: readonly string[]): void;
}

export interface CellImagesOptions {
  /** The cell whose images are shown is another one, or none is. */
  readonly onShown: (cell: ConfusionCell | undefined) => void;
  /** The person has closed the images of a cell. */
  readonly onClosed: (cell: ConfusionCell) => void;
}

/** The images behind a cell of the confusion matrix. Which cell it is and where in it one was is kept over a reload. */
export function createCellImages({ onShown, onClosed }: CellImagesOptions): CellImages {
  let shown: ConfusionCell | undefined;
  const keep = (view: DrawerView): void => remember({ openCell: shown ? { ...shown, ...view } : null });
  const drawer: ImagesDrawer = createImagesDrawer({
    ask: imageQuestions,
    onView: keep,
    onClosed: () => {
      const closed = shown;
      setShown(undefined);
      remember({ openCell: null });
      if (closed) onClosed(closed);
    },
  });
  const setShown = (cell: ConfusionCell | undefined): void => {
    shown = cell;
    onShown(cell);
  };
  const show = (cell: ConfusionCell, names: readonly string[], { view, takesFocus }: { view: DrawerView; takesFocus: boolean }): void => {
    const { truth, predicted } = cell;
    setShown(cell);
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
    restore(names) {
      const { openCell } = remembered();
      if (!openCell || openCell.truth >= names.length || openCell.predicted >= names.length) return;
      const { truth, predicted, sort, offset } = openCell;
      show({ truth, predicted }, names, { view: { sort, offset }, takesFocus: false });
    },
  };
}
