import type { ImageListing, ImageOrder, ImageSelection } from '../../../src/contract/inspection';
import { grouped } from '../../../src/util/format';
import { messageOf } from '../../../src/util/messageOf';
import { fill, setText } from '../dom';
import { createSegments } from '../segments';
import { createDrawerParts, keyHint } from './drawerParts';
import { createImageDetail } from './imageDetail';
import type { ImageQuestions } from './imageQuestions';
import { createImagesGrid } from './imagesGrid';

/** So many images a page: whole rows of two, three and four. */
export const PAGE_IMAGES = 12;

/** How the images are shown. */
export interface DrawerView {
  readonly sort: ImageOrder;
  /** So many come before the page. */
  readonly offset: number;
}

/** Images to be shown. */
export interface ShownImages {
  readonly selection: ImageSelection;
  /** `True 4, predicted 9` */
  readonly title: string;
  /** `9 images · 0.92 % of all 4s` */
  readonly caption: (listing: ImageListing) => string;
  /** What the classes are called. */
  readonly names: readonly string[];
  /** By default the first page, the most confident first. */
  readonly view?: DrawerView;
}

export interface ImagesDrawerOptions {
  readonly ask: ImageQuestions;
  /** It was closed by the person, who is to find the focus where it came from. */
  readonly onClosed: () => void;
  /** Another page, or another order. */
  readonly onView?: (view: DrawerView) => void;
}

export interface ImagesDrawer {
  readonly element: HTMLElement;
  readonly isOpen: boolean;
  /** @param takesFocus whether the first image gets the focus as soon as it is there */
  open(shown: ShownImages, takesFocus: boolean): void;
  close(): void;
}

const atFirst: DrawerView = { sort: 'confidence', offset: 0 };

/** Images behind a figure: a page of them at a time, and one of them closer. Escape goes back from the one to the page, and from there out. */
export function createImagesDrawer({ ask, onClosed, onView = () => undefined }: ImagesDrawerOptions): ImagesDrawer {
  const grid = createImagesGrid({ onOpen: index => void showDetail(index), onPage: by => turn(by) });
  const parts = createDrawerParts(grid.element);
  const { root, title, caption, sortPlace, pageWords, previous, next, back, close, detailPlace, keys, legend } = parts;

  let shown: ShownImages | undefined;
  let view = atFirst;
  let listing: ImageListing | undefined;
  /** The image that is shown closer. */
  let detail: number | undefined;
  /** Answers to older questions come too late. */
  let asked = 0;
  let retry: () => void = () => undefined;

  const showProblem = (words: string | null, tryAgain: () => void = retry): void => {
    parts.showProblem(words);
    retry = tryAgain;
  };

  const showParts = (): void => {
    const isDetail = detail !== undefined;
    for (const part of [sortPlace, previous, next, pageWords, grid.element]) part.hidden = isDetail;
    back.hidden = !isDetail;
    detailPlace.hidden = !isDetail;
    const pages = listing !== undefined && listing.total > PAGE_IMAGES;
    for (const part of [previous, next, pageWords]) part.hidden ||= !pages;
    sortPlace.hidden ||= !listing?.images.some(({ confidence }) => confidence !== null);
    legend.hidden = !isDetail && !listing?.images.some(({ top }) => top.length > 0);
    const focused = document.activeElement;
    previous.disabled = view.offset === 0;
    next.disabled = !listing || view.offset + PAGE_IMAGES >= listing.total;
    // A button that cannot be pressed any more would take the focus with it.
    if (focused instanceof HTMLButtonElement && focused.disabled && root.contains(focused)) grid.focus();
    fill(
      keys,
      isDetail
        ? [keyHint('← →', 'other images'), keyHint('Esc', 'back to the images')]
        : [keyHint('Enter', 'all scores'), keyHint('Esc', 'close')],
    );
  };

  const showListing = (of: ShownImages, found: ImageListing): void => {
    listing = found;
    const from = view.offset + 1;
    setText(title, of.title);
    setText(caption, of.caption(found));
    setText(pageWords, `${grouped(from)}–${grouped(view.offset + found.images.length)} of ${grouped(found.total)}`);
    showProblem(found.whyNoPixels === null ? null : `The pictures cannot be shown: ${found.whyNoPixels}`, () => void load('none'));
    grid.show(found, of.names);
    showParts();
  };

  /** @param focus what gets the focus when the images are there */
  const load = async (focus: 'first' | 'none'): Promise<void> => {
    const of = shown;
    if (!of) return;
    const number = ++asked;
    root.setAttribute('aria-busy', 'true');
    try {
      const found = await ask.list({ selection: of.selection, sort: view.sort, offset: view.offset, count: PAGE_IMAGES });
      if (number !== asked) return;
      if (found.images.length === 0 && view.offset > 0) {
        // There were more when the place was kept.
        view = { ...view, offset: 0 };
        return void load(focus);
      }
      showListing(of, found);
      if (focus === 'first') grid.focus();
    } catch (error) {
      if (number !== asked) return;
      listing = undefined;
      grid.show({ images: [], pixels: null }, of.names);
      setText(title, of.title);
      setText(caption, '');
      showProblem(`The images could not be looked up: ${messageOf(error)}`, () => void load('first'));
      showParts();
      if (focus === 'first') parts.again.focus();
    } finally {
      if (number === asked) root.removeAttribute('aria-busy');
    }
  };

  const turnTo = (offset: number, focus: 'first' | 'none'): void => {
    view = { ...view, offset };
    onView(view);
    void load(focus);
  };

  const turn = (by: 1 | -1): void => {
    const offset = view.offset + by * PAGE_IMAGES;
    if (listing && offset >= 0 && offset < listing.total) turnTo(offset, 'first');
  };

  const showDetail = async (index: number): Promise<void> => {
    const of = shown;
    if (!of) return;
    const number = ++asked;
    try {
      const found = await ask.image(index);
      if (number !== asked) return;
      detail = index;
      setText(title, `Image ${index}`);
      setText(caption, '');
      showProblem(null);
      fill(detailPlace, createImageDetail(found, of.names, ask.others));
      showParts();
      detailPlace.setAttribute('aria-label', `Image ${index} in full`);
      detailPlace.focus();
    } catch (error) {
      if (number === asked)
        showProblem(`The scores of image ${index} could not be looked up: ${messageOf(error)}`, () => void showDetail(index));
    }
  };

  const leaveDetail = (): void => {
    const index = detail;
    detail = undefined;
    asked++;
    detailPlace.replaceChildren();
    if (shown && listing) showListing(shown, listing);
    else showParts();
    grid.focus(index);
  };

  const leave = (): void => {
    hide();
    onClosed();
  };

  const hide = (): void => {
    asked++;
    shown = undefined;
    listing = undefined;
    detail = undefined;
    root.hidden = true;
    // Pictures that nobody sees take no memory.
    grid.show({ images: [], pixels: null }, []);
    detailPlace.replaceChildren();
  };

  parts.again.addEventListener('click', () => retry());
  previous.addEventListener('click', () => turnTo(view.offset - PAGE_IMAGES, 'none'));
  next.addEventListener('click', () => turnTo(view.offset + PAGE_IMAGES, 'none'));
  back.addEventListener('click', leaveDetail);
  close.addEventListener('click', leave);
  detailPlace.addEventListener('keydown', event => {
    const by = ({ ArrowLeft: -1, ArrowRight: 1 } as const)[event.key as 'ArrowLeft'];
    // What is scrolled in it goes by the same keys.
    if (by === undefined || event.target !== detailPlace || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const place = listing?.images.findIndex(({ index }) => index === detail) ?? -1;
    const other = listing?.images[place + by];
    if (other && place >= 0) void showDetail(other.index);
  });
  root.addEventListener('keydown', event => {
    if (event.key !== 'Escape' || event.defaultPrevented) return;
    event.preventDefault();
    if (detail === undefined) leave();
    else leaveDetail();
  });

  return {
    element: root,
    get isOpen() {
      return shown !== undefined;
    },
    open(images, takesFocus) {
      shown = images;
      view = images.view ?? { sort: view.sort, offset: 0 };
      detail = undefined;
      detailPlace.replaceChildren();
      setText(title, images.title);
      fill(
        sortPlace,
        createSegments<ImageOrder>({
          label: 'Sort the images by',
          options: [
            { value: 'confidence', label: 'Confidence' },
            { value: 'index', label: 'Index' },
          ],
          value: view.sort,
          onChange: sort => {
            view = { ...view, sort };
            turnTo(0, 'none');
          },
        }),
      );
      root.hidden = false;
      showParts();
      void load(takesFocus ? 'first' : 'none');
    },
    close: hide,
  };
}
