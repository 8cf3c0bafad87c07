import type { Range } from '../../../src/report/axis';
import type { Box } from '../../../src/report/box';
import type { ShownSquare } from '../../../src/report/goodCorner';
import type { Point } from '../../../src/report/points';
import { pannedSquare, squareWithin, zoomedSquare } from '../../../src/report/squareZoom';
import { CLICK } from '../../shared/charts/chartZoom';
import { wheelMove } from '../../shared/charts/wheel';
import { element } from '../../shared/dom';

export interface PlotZoomOptions {
  /** What is shown of the unit square. */
  readonly square: () => ShownSquare;
  /** What the axes enclose, in pixels of the plot. */
  readonly area: () => Box;
  /** The place that the keys zoom to. */
  readonly place: () => Point | undefined;
  /** Whether a press is meant for something else. */
  readonly isTaken: (event: PointerEvent) => boolean;
  /** @param part null: what is usually shown */
  readonly show: (part: ShownSquare | null) => void;
}

export interface PlotZoom {
  /** The rectangle that a pointer is drawing. */
  readonly selection: HTMLElement;
  /** Whether a key was meant for the zoom. */
  readonly press: (event: KeyboardEvent) => boolean;
}

/** How much of a side the keys move the part by. */
const KEY_PAN = 0.25;

const panKeys: Readonly<Record<string, Point>> = {
  ArrowLeft: { x: -KEY_PAN, y: 0 },
  ArrowRight: { x: KEY_PAN, y: 0 },
  ArrowUp: { x: 0, y: KEY_PAN },
  ArrowDown: { x: 0, y: -KEY_PAN },
};

interface Drag {
  readonly from: Point;
  readonly square: ShownSquare;
  readonly isPan: boolean;
  isMoving: boolean;
}

/**
 * Zooms a chart within the unit square along both axes, as other charts are zoomed along theirs: by the wheel with Ctrl or while the chart
 * has the focus, by a rectangle that is drawn, and by keys; with Shift it is moved. A double click goes back to what is usually shown.
 */
export function createPlotZoom(plot: HTMLElement, { square, area, place, isTaken, show }: PlotZoomOptions): PlotZoom {
  const selection = element('div', { class: 'selection rectangle', hidden: '' });
  let drag: Drag | undefined;
  const end = (): void => {
    drag = undefined;
    selection.hidden = true;
  };
  const pixelOf = ({ clientX, clientY }: MouseEvent): Point => {
    const { left, top } = plot.getBoundingClientRect();
    return { x: clientX - left, y: clientY - top };
  };
  const sides = (): Point => ({ x: area().right - area().left, y: area().bottom - area().top });

  plot.addEventListener(
    'wheel',
    event => {
      const isForced = event.ctrlKey || event.metaKey;
      if (!isForced && document.activeElement !== plot) return;
      const { pan, factor } = wheelMove(event, sides().x);
      const now = square();
      const next =
        pan === 0 ? zoomedSquare(now, { around: valueAt(pixelOf(event), now, area()), factor }) : pannedSquare(now, { x: pan, y: 0 });
      const changes = !isSame(now, next);
      // At the end of what can be zoomed a wheel without Ctrl scrolls the page on; with Ctrl the browser would zoom the page.
      if (changes || isForced) event.preventDefault();
      if (changes) show(next);
    },
    { passive: false },
  );
  plot.addEventListener('pointerdown', event => {
    if (event.button !== 0 || isTaken(event)) return;
    drag = { from: pixelOf(event), square: square(), isPan: event.shiftKey, isMoving: false };
    plot.setPointerCapture(event.pointerId);
  });
  plot.addEventListener('pointermove', event => {
    if (!drag) return;
    const to = pixelOf(event);
    drag.isMoving ||= Math.hypot(to.x - drag.from.x, to.y - drag.from.y) > CLICK;
    if (!drag.isMoving) return;
    if (drag.isPan) show(pannedSquare(drag.square, { x: (drag.from.x - to.x) / sides().x, y: (to.y - drag.from.y) / sides().y }));
    else lay(selection, drawn(drag.from, to, area()));
  });
  plot.addEventListener('pointerup', event => {
    if (drag?.isMoving && !drag.isPan) {
      const { left, top, right, bottom } = drawn(drag.from, pixelOf(event), area());
      const [low, high] = [valueAt({ x: left, y: bottom }, square(), area()), valueAt({ x: right, y: top }, square(), area())];
      show(squareWithin({ x: { from: low.x, to: high.x }, y: { from: low.y, to: high.y } }));
    }
    end();
  });
  plot.addEventListener('pointercancel', end);
  plot.addEventListener('dblclick', () => show(null));

  const keyed = (key: string, isShifted: boolean): ShownSquare | null | undefined => {
    const now = square();
    const read = place();
    const around = read && isWithin(read.x, now.x) && isWithin(read.y, now.y) ? read : { x: middle(now.x), y: middle(now.y) };
    if (key === '+' || key === '=') return zoomedSquare(now, { around, factor: 0.5 });
    if (key === '-' || key === '_') return zoomedSquare(now, { around, factor: 2 });
    const pan = isShifted ? panKeys[key] : undefined;
    if (pan) return pannedSquare(now, pan);
    return key === '0' ? null : undefined;
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

/** The place under a pixel. */
export function valueAt(pixel: Point, { x, y }: ShownSquare, { left, top, right, bottom }: Box): Point {
  return {
    x: x.from + ((pixel.x - left) / (right - left)) * (x.to - x.from),
    y: y.to - ((pixel.y - top) / (bottom - top)) * (y.to - y.from),
  };
}

/** The rectangle between two corners, in pixels, within the axes. */
function drawn(from: Point, to: Point, { left, top, right, bottom }: Box): Box {
  const [x1, x2] = [from.x, to.x].map(x => Math.min(Math.max(x, left), right)).toSorted((a, b) => a - b) as [number, number];
  const [y1, y2] = [from.y, to.y].map(y => Math.min(Math.max(y, top), bottom)).toSorted((a, b) => a - b) as [number, number];
  return { left: x1, top: y1, right: x2, bottom: y2 };
}

function lay(selection: HTMLElement, { left, top, right, bottom }: Box): void {
  selection.hidden = false;
  for (const [side, pixels] of Object.entries({ left, top, width: right - left, height: bottom - top }))
    selection.style.setProperty(side, `${pixels}px`);
}

function middle({ from, to }: Range): number {
  return (from + to) / 2;
}

function isWithin(value: number, { from, to }: Range): boolean {
  return value >= from && value <= to;
}

function isSame(a: ShownSquare, b: ShownSquare): boolean {
  return a.x.from === b.x.from && a.x.to === b.x.to && a.y.from === b.y.from && a.y.to === b.y.to;
}
