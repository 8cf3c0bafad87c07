import type { Box } from '../../../src/report/box';
import type { ShownSquare } from '../../../src/report/goodCorner';
import type { Point } from '../../../src/report/points';
import { CLICK } from '../../shared/charts/chartZoom';
import { element, fill, setText } from '../../shared/dom';
import { oncePerFrame } from '../../shared/oncePerFrame';
import { valueAt } from './plotZoom';
import { nearestStep, type ReadableCurve } from './readableCurve';

export interface PlotReaderOptions {
  readonly curve: () => ReadableCurve | undefined;
  readonly square: () => ShownSquare;
  /** What the axes enclose, in pixels of the plot. */
  readonly area: () => Box;
  /** Where the threshold is; undefined where there is none. */
  readonly step: () => number | undefined;
  readonly choose: (step: number) => void;
  /** A point of the curve is read, or none is any more. */
  readonly point: (at: Point | undefined) => void;
  /** Shows the part of the chart with a point. */
  readonly reveal: (at: Point) => void;
  /** The step under the pointer is another one, or there is none any more. */
  readonly look: (step: number | undefined) => void;
}

export interface PlotReader {
  readonly tip: HTMLElement;
  /** What is read out. */
  readonly announcement: HTMLElement;
  /** The curve is another one. */
  readonly refresh: () => void;
  /** The point of the curve that is read, or that the threshold has. */
  readonly place: () => Point | undefined;
  /** Tells of a step to which a pointer points elsewhere, or of none any more. */
  readonly echo: (step: number | undefined) => void;
  /** Whether a press takes hold of the point at the threshold, to draw it along the curve. */
  readonly holds: (event: PointerEvent) => boolean;
  /** Whether a key was meant for the reader. */
  readonly press: (event: KeyboardEvent) => boolean;
}

/** So many steps at once. */
const STRIDE = 10;

/** The point at the threshold is held from so many pixels away. */
const HOLD = 12;

/** Lets a pointer and the arrow keys go along a curve: what is there is told; a click, a key, or the point that is drawn along chooses it. */
export function createPlotReader(
  plot: HTMLElement,
  { curve, square, area, step, choose, point, reveal, look }: PlotReaderOptions,
): PlotReader {
  const tip = element('div', { class: 'tip', hidden: '' });
  const announcement = element('p', { class: 'visuallyHidden', role: 'status' });
  /** The step that is read of a curve without a threshold. */
  let cursor: number | undefined;
  let pointer: Point | undefined;
  let pressedAt: Point | undefined;
  let isHeld = false;
  /** The threshold before a click that turned out to be the first of two. */
  let before: number | undefined;

  const hide = (): void => {
    if (pointer) look(undefined);
    pointer = undefined;
    tip.hidden = true;
  };
  const place = (): Point | undefined => {
    const at = step() ?? cursor;
    return at === undefined || at < 0 ? undefined : curve()?.place(at);
  };
  const scale = (): Point => {
    const [{ x, y }, { left, top, right, bottom }] = [square(), area()];
    return { x: (right - left) / (x.to - x.from), y: (bottom - top) / (y.to - y.from) };
  };
  const under = ({ x, y }: Point): number | undefined => {
    const [shown, box] = [curve(), area()];
    if (!shown || x < box.left || x > box.right || y < box.top || y > box.bottom) return undefined;
    return nearestStep(shown, valueAt({ x, y }, square(), box), scale());
  };
  const take = (found: number): void => {
    if (step() !== undefined) return choose(found);
    cursor = found;
    point(curve()?.place(found));
  };
  const showTip = oncePerFrame(() => {
    const [at, shown] = [pointer, curve()];
    const found = at && under(at);
    if (!at || !shown || found === undefined) return hide();
    tell(shown, found, at);
    look(found);
  });
  /** What there is of a step, beside a place in pixels. */
  const tell = (shown: ReadableCurve, found: number, at: Point): void => {
    const cells = shown.cells(found);
    fill(
      tip,
      shown.heads.map((head, i) => element('span', { class: 'tipRow' }, element('span', {}, head), element('b', {}, cells[i]!))),
    );
    tip.hidden = false;
    const left = at.x + 14 + tip.offsetWidth <= plot.clientWidth ? at.x + 14 : at.x - 14 - tip.offsetWidth;
    tip.style.setProperty('left', `${Math.max(0, left)}px`);
    tip.style.setProperty('top', `${Math.max(0, Math.min(at.y + 14, plot.clientHeight - tip.offsetHeight))}px`);
  };
  const pixelOf = ({ x, y }: Point): Point => {
    const [box, shown] = [area(), square()];
    return { x: box.left + (x - shown.x.from) * scale().x, y: box.top + (shown.y.to - y) * scale().y };
  };
  const echo = (found: number | undefined): void => {
    const shown = curve();
    if (pointer) return;
    if (!shown || found === undefined) tip.hidden = true;
    else {
      const [{ x, y }, { left, top, right, bottom }] = [pixelOf(shown.place(found)), area()];
      tell(shown, found, { x: Math.min(Math.max(x, left), right), y: Math.min(Math.max(y, top), bottom) });
    }
  };

  const placeOf = ({ clientX, clientY }: MouseEvent): Point => {
    const { left, top } = plot.getBoundingClientRect();
    return { x: clientX - left, y: clientY - top };
  };
  const takeUnder = (event: MouseEvent): void => {
    const found = under(placeOf(event));
    if (found !== undefined) take(found);
  };
  const holds = (event: MouseEvent): boolean => {
    const at = step() === undefined ? undefined : place();
    if (!at) return false;
    const [pixel, mark] = [placeOf(event), pixelOf(at)];
    return Math.hypot(pixel.x - mark.x, pixel.y - mark.y) <= HOLD;
  };
  plot.addEventListener('pointerdown', event => {
    if (event.button !== 0) return;
    pressedAt = placeOf(event);
    isHeld = holds(event);
    if (isHeld) plot.setPointerCapture(event.pointerId);
  });
  plot.addEventListener('pointermove', event => {
    pointer = placeOf(event);
    showTip();
    plot.classList.toggle('holds', isHeld || holds(event));
    if (isHeld) takeUnder(event);
  });
  for (const type of ['pointerup', 'pointercancel'] as const) plot.addEventListener(type, () => (isHeld = false));
  plot.addEventListener('click', event => {
    const { x, y } = placeOf(event);
    // The end of a drawing across the chart is no click, and the second of two clicks moves nothing.
    if (event.detail > 1 || !pressedAt || Math.hypot(x - pressedAt.x, y - pressedAt.y) > CLICK) return;
    before = step();
    takeUnder(event);
  });
  plot.addEventListener('dblclick', () => {
    if (before !== undefined && before >= 0) choose(before);
  });
  plot.addEventListener('pointerleave', hide);

  const moved = (from: number, key: string, last: number): number | undefined => {
    const to = {
      ArrowRight: from + 1,
      ArrowLeft: from - 1,
      PageDown: from + STRIDE,
      PageUp: from - STRIDE,
      Home: 0,
      End: last,
    }[key];
    return to === undefined ? undefined : Math.min(Math.max(to, 0), last);
  };
  const press = ({ key, shiftKey }: KeyboardEvent): boolean => {
    if (shiftKey) return false;
    const isShown = !tip.hidden;
    if (key === 'Escape') hide();
    if (key === 'Escape') return isShown;
    const shown = curve();
    const to = shown && moved(step() ?? cursor ?? -1, key, shown.steps - 1);
    if (!shown || to === undefined) return false;
    hide();
    reveal(shown.place(to));
    take(to);
    const cells = shown.cells(to);
    setText(announcement, shown.heads.map((head, i) => `${head} ${cells[i]!}`).join(', '));
    return true;
  };
  plot.addEventListener('blur', hide);

  return {
    tip,
    announcement,
    refresh: () => {
      cursor = undefined;
      hide();
    },
    place,
    echo,
    holds,
    press,
  };
}
