import type { Box } from '../../../src/report/box';
import type { LineChart } from '../../../src/report/lineChart';
import type { Point } from '../../../src/report/points';
import { element, fill, setText } from '../../shared/dom';
import { oncePerFrame } from '../../shared/oncePerFrame';
import { nearestStep, type ReadableCurve } from './readableCurve';

export interface PlotReaderOptions {
  readonly curve: () => ReadableCurve | undefined;
  readonly chart: () => Pick<LineChart, 'xAxis' | 'yAxis'> | undefined;
  /** What the axes enclose, in pixels of the plot. */
  readonly area: () => Box;
  /** Where the threshold is; undefined where there is none. */
  readonly step: () => number | undefined;
  readonly choose: (step: number) => void;
  readonly zoom: (isZoomed: boolean) => void;
  /** A point of the curve is read, or none is any more. */
  readonly point: (at: Point | undefined) => void;
}

export interface PlotReader {
  readonly tip: HTMLElement;
  /** What is read out. */
  readonly announcement: HTMLElement;
  /** The curve is another one. */
  readonly refresh: () => void;
}

/** So many steps at once, with Shift. */
const STRIDE = 10;

/** Lets a pointer and the arrow keys go along a curve: what is there is told, a click or a key chooses it. */
export function createPlotReader(plot: HTMLElement, options: PlotReaderOptions): PlotReader {
  const { curve, area, step, choose, zoom, point } = options;
  const tip = element('div', { class: 'tip', hidden: '' });
  const announcement = element('p', { class: 'visuallyHidden', role: 'status' });
  /** The step that is read of a curve without a threshold. */
  let cursor: number | undefined;
  let pointer: Point | undefined;

  const hide = (): void => {
    pointer = undefined;
    tip.hidden = true;
  };
  const under = ({ x, y }: Point): number | undefined => {
    const [shown, chart, box] = [curve(), options.chart(), area()];
    if (!shown || !chart || x < box.left || x > box.right || y < box.top || y > box.bottom) return undefined;
    const { xAxis, yAxis } = chart;
    const pixels = { x: (box.right - box.left) / (xAxis.to - xAxis.from), y: (box.bottom - box.top) / (yAxis.to - yAxis.from) };
    return nearestStep(shown, { x: xAxis.from + (x - box.left) / pixels.x, y: yAxis.to - (y - box.top) / pixels.y }, pixels);
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
    const cells = shown.cells(found);
    fill(
      tip,
      shown.heads.map((head, i) => element('span', { class: 'tipRow' }, element('span', {}, head), element('b', {}, cells[i]!))),
    );
    tip.hidden = false;
    const left = at.x + 14 + tip.offsetWidth <= plot.clientWidth ? at.x + 14 : at.x - 14 - tip.offsetWidth;
    tip.style.setProperty('left', `${Math.max(0, left)}px`);
    tip.style.setProperty('top', `${Math.max(0, Math.min(at.y + 14, plot.clientHeight - tip.offsetHeight))}px`);
  });

  const placeOf = ({ clientX, clientY }: MouseEvent): Point => {
    const { left, top } = plot.getBoundingClientRect();
    return { x: clientX - left, y: clientY - top };
  };
  const takeUnder = (event: PointerEvent): void => {
    const found = under(placeOf(event));
    if (found !== undefined) take(found);
  };
  plot.addEventListener('pointerdown', event => {
    if (event.button !== 0) return;
    plot.setPointerCapture(event.pointerId);
    takeUnder(event);
  });
  plot.addEventListener('pointermove', event => {
    pointer = placeOf(event);
    showTip();
    if (plot.hasPointerCapture(event.pointerId)) takeUnder(event);
  });
  plot.addEventListener('pointerleave', hide);

  const moved = (from: number, { key, shiftKey }: KeyboardEvent, last: number): number | undefined => {
    const stride = shiftKey ? STRIDE : 1;
    const to = { ArrowRight: from + stride, ArrowLeft: from - stride, Home: 0, End: last }[key];
    return to === undefined ? undefined : Math.min(Math.max(to, 0), last);
  };
  plot.addEventListener('keydown', event => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const zoomedTo = { '+': true, '=': true, '-': false, _: false, '0': false }[event.key];
    if (zoomedTo !== undefined) zoom(zoomedTo);
    const isShown = !tip.hidden;
    if (event.key === 'Escape') hide();
    const shown = curve();
    const to = shown && moved(step() ?? cursor ?? -1, event, shown.steps - 1);
    if (shown && to !== undefined) {
      hide();
      take(to);
      const cells = shown.cells(to);
      setText(announcement, shown.heads.map((head, i) => `${head} ${cells[i]!}`).join(', '));
    }
    if (zoomedTo !== undefined || to !== undefined || (event.key === 'Escape' && isShown)) event.preventDefault();
  });
  plot.addEventListener('blur', hide);

  return {
    tip,
    announcement,
    refresh: () => {
      cursor = undefined;
      hide();
    },
  };
}
