import type { Range } from '../../../src/report/axis';
import type { Box } from '../../../src/report/box';
import { panned, within, zoomed, type ShownRange } from '../../../src/report/zoom';
import { element } from '../dom';
import { wheelMove } from './wheel';

export interface ChartZoomOptions {
  /** What is shown of the horizontal axis, and all of it. */
  readonly range: () => Range;
  readonly extent: () => Range;
  readonly show: (range: ShownRange) => void;
  /** The place that is read, which the keys zoom to. */
  readonly place: () => number | undefined;
  readonly valueAt: (pixel: number) => number;
  readonly area: () => Box;
}

export interface ChartZoom {
  /** The part that a pointer is selecting. */
  readonly selection: HTMLElement;
  /** Whether a key was meant for the zoom. */
  readonly press: (event: KeyboardEvent) => boolean;
}

/** Pixels that a pointer moves in a click of an unsteady hand. */
export const CLICK = 4;

/** How much of the range the keys move it by. */
const KEY_PAN = 0.25;

interface Drag {
  readonly from: number;
  readonly range: Range;
  readonly isPan: boolean;
  isMoving: boolean;
}

/**
 * Zooms a chart along its horizontal axis: by the wheel with Ctrl or while the chart has the focus (otherwise the page scrolls), by drawing
 * across it, and by keys; with Shift it is moved instead. A double click shows all.
 */
export function createChartZoom(plot: HTMLElement, { range, extent, show, place, valueAt, area }: ChartZoomOptions): ChartZoom {
  const selection = element('div', { class: 'selection', hidden: '' });
  let drag: Drag | undefined;
  const pixelOf = ({ clientX }: MouseEvent): number => clientX - plot.getBoundingClientRect().left;
  const width = (): number => area().right - area().left;
  const end = (): void => {
    drag = undefined;
    selection.hidden = true;
  };

  plot.addEventListener(
    'wheel',
    event => {
      const isMeant = event.ctrlKey || event.metaKey || document.activeElement === plot;
      if (!isMeant) return;
      const { pan, factor } = wheelMove(event, width());
      const [now, all] = [range(), extent()];
      const next = pan === 0 ? zoomed(now, all, { around: valueAt(pixelOf(event)), factor }) : panned(now, all, pan);
      const changes = (next ?? all).from !== now.from || (next ?? all).to !== now.to;
      // At the end of what can be zoomed a wheel without Ctrl scrolls the page on; with Ctrl the browser would zoom the page.
      if (changes || event.ctrlKey || event.metaKey) event.preventDefault();
      if (changes) show(next);
    },
    { passive: false },
  );

  plot.addEventListener('pointerdown', event => {
    if (event.button !== 0) return;
    drag = { from: pixelOf(event), range: range(), isPan: event.shiftKey, isMoving: false };
    plot.setPointerCapture(event.pointerId);
  });
  plot.addEventListener('pointermove', event => {
    if (!drag) return;
    const to = pixelOf(event);
    drag.isMoving ||= Math.abs(to - drag.from) > CLICK;
    if (!drag.isMoving) return;
    if (drag.isPan) show(panned(drag.range, extent(), (drag.from - to) / width()));
    else placeSelection(selection, selected(drag.from, to, area()), area());
  });
  plot.addEventListener('pointerup', event => {
    if (drag?.isMoving && !drag.isPan) {
      const { from, to } = selected(drag.from, pixelOf(event), area());
      show(within({ from: valueAt(from), to: valueAt(to) }, extent()));
    }
    end();
  });
  plot.addEventListener('pointercancel', end);
  plot.addEventListener('dblclick', () => show(null));

  const keyed = (key: string, isShifted: boolean): ShownRange | undefined => {
    const [now, all] = [range(), extent()];
    const read = place();
    const around = read !== undefined && read >= now.from && read <= now.to ? read : (now.from + now.to) / 2;
    if (key === '+' || key === '=') return zoomed(now, all, { around, factor: 0.5 });
    if (key === '-' || key === '_') return zoomed(now, all, { around, factor: 2 });
    if (isShifted && key === 'ArrowLeft') return panned(now, all, -KEY_PAN);
    if (isShifted && key === 'ArrowRight') return panned(now, all, KEY_PAN);
    return key === '0' || key === 'Escape' ? null : undefined;
  };
  const press = ({ key, shiftKey }: KeyboardEvent): boolean => {
    if (key === 'Escape' && drag) {
      end();
      return true;
    }
    const next = keyed(key, shiftKey);
    if (next !== undefined) show(next);
    return next !== undefined;
  };
  return { selection, press };
}

/** What lies between the beginning and the end of a drag, in pixels, within the axes. */
function selected(begin: number, end: number, { left, right }: Box): Range {
  const inside = (pixel: number): number => Math.min(Math.max(pixel, left), right);
  return { from: inside(Math.min(begin, end)), to: inside(Math.max(begin, end)) };
}

function placeSelection(selection: HTMLElement, { from, to }: Range, { top, bottom }: Box): void {
  selection.hidden = false;
  selection.style.setProperty('left', `${from}px`);
  selection.style.setProperty('width', `${to - from}px`);
  selection.style.setProperty('top', `${top}px`);
  selection.style.setProperty('height', `${bottom - top}px`);
}
