import type { ImageListing } from '../../../src/contract/inspection';
import { element, fill } from '../dom';
import { createRovingFocus } from '../rovingFocus';
import { createThumbnail } from './thumbnail';

export interface ImagesGridOptions {
  readonly onOpen: (index: number) => void;
  /** So many pages on, or back. */
  readonly onPage: (by: 1 | -1) => void;
}

export interface ImagesGrid {
  readonly element: HTMLElement;
  show(listing: Pick<ImageListing, 'images' | 'pixels'>, names: readonly string[]): void;
  /** Gives the focus to an image, by its place in the data, or to the first. */
  focus(index?: number): void;
}

/** Thumbnails in as many columns as there is room for: one stop of the Tab key, with the arrow keys from one to the next. */
export function createImagesGrid({ onOpen, onPage }: ImagesGridOptions): ImagesGrid {
  const grid = element('div', { class: 'thumbnails', role: 'group', 'aria-label': 'Images' });
  let thumbnails: readonly HTMLButtonElement[] = [];
  let indices: readonly number[] = [];
  grid.addEventListener('keydown', event => {
    if (event.altKey || event.metaKey || event.shiftKey || event.ctrlKey) return;
    const by = ({ ArrowLeft: -1, ArrowRight: 1 } as const)[event.key as 'ArrowLeft'];
    const other = by && thumbnails[thumbnails.findIndex(one => one === event.target) + by];
    if (!other) return;
    // On to the next row, as one reads.
    event.preventDefault();
    event.stopImmediatePropagation();
    other.focus();
  });
  const roving = createRovingFocus(grid);
  const arrange = (): void => roving.setCells(inRows(thumbnails));
  // Another width has other columns.
  new ResizeObserver(arrange).observe(grid);
  grid.addEventListener('keydown', event => {
    if (event.altKey || event.metaKey || event.shiftKey || event.ctrlKey) return;
    const by = ({ PageDown: 1, PageUp: -1 } as const)[event.key as 'PageUp'];
    if (by === undefined) return;
    event.preventDefault();
    onPage(by);
  });
  return {
    element: grid,
    show({ images, pixels }, names) {
      indices = images.map(({ index }) => index);
      thumbnails = images.map((image, place) => {
        const thumbnail = createThumbnail({ image, names, pixels, place });
        thumbnail.addEventListener('click', () => onOpen(image.index));
        return thumbnail;
      });
      fill(grid, thumbnails);
      arrange();
    },
    focus: index => (thumbnails[index === undefined ? 0 : indices.indexOf(index)] ?? thumbnails[0])?.focus(),
  };
}

/** As they are laid out. */
function inRows(thumbnails: readonly HTMLElement[]): HTMLElement[][] {
  const rows = new Map<number, HTMLElement[]>();
  for (const thumbnail of thumbnails) {
    const row = rows.get(thumbnail.offsetTop);
    if (row) row.push(thumbnail);
    else rows.set(thumbnail.offsetTop, [thumbnail]);
  }
  return [...rows.values()];
}
