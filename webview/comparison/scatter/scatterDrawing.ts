import { isStroked, markerPath } from '../../../src/report/marker';
import { pixelX, pixelY } from '../../../src/report/box';
import { placedDot, type Dot, type ScatterPlot } from '../../../src/report/scatterPlot';
import { scatterBox } from '../../../src/report/scatterSvg';
import { element, fill, setText, svgElement } from '../../shared/dom';

export interface ScatterDrawing {
  readonly element: HTMLElement;
  show(plot: ScatterPlot, highlighted: string | null): void;
}

export interface ScatterActions {
  readonly onHover: (id: string | null) => void;
  readonly onSelect: (id: string) => void;
}

/** Nearer than this to a mark, in pixels, a pointer is on it. */
const NEAR = 16;

/** Marks within axes. The arrow keys go from one to the next, from left to right; a pointer highlights the nearest. */
export function createScatterDrawing({ onHover, onSelect }: ScatterActions): ScatterDrawing {
  const svg = svgElement('svg', { class: 'scatterSvg', 'aria-hidden': 'true' });
  const tip = element('div', { class: 'tip', hidden: '' });
  const announcement = element('p', { class: 'visuallyHidden', role: 'status' });
  const root = element(
    'div',
    { class: 'plot scatterPlot', tabindex: '0', role: 'group', 'aria-roledescription': 'chart' },
    svg,
    tip,
    announcement,
  );
  let plot: ScatterPlot | undefined;
  let highlighted: string | null = null;
  let drawn: readonly unknown[] = [];

  const size = (): { width: number; height: number } => ({ width: root.clientWidth, height: root.clientHeight });
  const placeOf = (dot: Dot): { x: number; y: number } => placedDot(dot, plot!, scatterBox(plot!, size(), 8));
  const draw = (): void => {
    const { width, height } = size();
    if (!plot || width === 0) return;
    const now = [plot, width, height];
    if (now.some((one, i) => one !== drawn[i])) {
      drawn = now;
      svg.setAttribute('viewBox', `0 0 ${width} ${height}`);
      fill(
        svg,
        axesOf(plot, width, height),
        plot.dots.map(dot => markOf(dot, placeOf(dot))),
      );
    }
    for (const mark of svg.querySelectorAll<SVGElement>('[data-id]'))
      mark.classList.toggle('highlighted', mark.dataset['id'] === highlighted);
    const dot = plot.dots.find(({ id }) => id === highlighted);
    tip.hidden = !dot;
    if (!dot) return;
    fill(
      tip,
      element('strong', {}, dot.label),
      element('span', {}, `${plot.xLabel} ${dot.xText}`),
      element('span', {}, `${plot.yLabel} ${dot.yText}`),
    );
    const { x, y } = placeOf(dot);
    tip.style.setProperty('left', `${x + 12 + tip.offsetWidth <= width ? x + 12 : Math.max(0, x - 12 - tip.offsetWidth)}px`);
    tip.style.setProperty('top', `${Math.max(0, Math.min(y - 12, height - tip.offsetHeight))}px`);
  };
  const nearest = (event: MouseEvent): string | null => {
    const box = root.getBoundingClientRect();
    const distance = (dot: Dot): number => {
      const { x, y } = placeOf(dot);
      return Math.hypot(event.clientX - box.left - x, event.clientY - box.top - y);
    };
    const best = plot?.dots.reduce<Dot | undefined>((near, dot) => (near && distance(near) <= distance(dot) ? near : dot), undefined);
    return best && distance(best) <= NEAR ? best.id : null;
  };
  root.addEventListener('pointermove', event => onHover(nearest(event)));
  root.addEventListener('pointerleave', () => onHover(null));
  root.addEventListener('click', event => {
    const id = nearest(event);
    if (id !== null) onSelect(id);
  });
  root.addEventListener('keydown', event => {
    const dots = plot?.dots ?? [];
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey || dots.length === 0) return;
    const at = dots.findIndex(({ id }) => id === highlighted);
    const last = dots.length - 1;
    const next = {
      ArrowRight: Math.min(at + 1, last),
      ArrowUp: Math.min(at + 1, last),
      ArrowLeft: Math.max(at - 1, 0),
      ArrowDown: Math.max(at - 1, 0),
      Home: 0,
      End: last,
    }[event.key];
    const dot = next === undefined ? undefined : dots[next];
    if (!dot) return;
    event.preventDefault();
    onSelect(dot.id);
    setText(announcement, `${dot.label}, ${plot!.xLabel} ${dot.xText}, ${plot!.yLabel} ${dot.yText}`);
  });
  new ResizeObserver(draw).observe(root);
  return {
    element: root,
    show(now, of) {
      plot = now;
      highlighted = of;
      root.setAttribute('aria-label', `${plot.title}, ${plot.dots.length} runs. The arrow keys go from run to run.`);
      draw();
    },
  };
}

function axesOf(plot: ScatterPlot, width: number, height: number): SVGElement[] {
  const box = scatterBox(plot, { width, height }, 8);
  const { left, right, top, bottom } = box;
  const line = (kind: string, [x1, y1, x2, y2]: readonly [number, number, number, number]): SVGElement =>
    svgElement('line', { class: kind, x1: String(x1), y1: String(y1), x2: String(x2), y2: String(y2) });
  const text = (words: string, x: number, y: number, anchor: string): SVGElement =>
    svgElement('text', { x: String(x), y: String(y), 'text-anchor': anchor }, words);
  const rows = plot.yAxis.ticks.flatMap(({ value, label }) => {
    const y = pixelY(box, plot.yAxis.at(value));
    return [line('gridLine', [left, y, right, y]), text(label, left - 8, y + 4, 'end')];
  });
  const columns = plot.xAxis.ticks.flatMap(({ value, label }) => {
    const x = pixelX(box, plot.xAxis.at(value));
    return [line('axisLine', [x, bottom, x, bottom + 4]), text(label, x, bottom + 17, 'middle')];
  });
  const upwards = text(plot.yLabel, 0, 0, 'middle');
  upwards.setAttribute('transform', `translate(11 ${(top + bottom) / 2}) rotate(-90)`);
  return [
    ...rows,
    line('axisLine', [left, bottom, right, bottom]),
    ...columns,
    text(plot.xLabel, (left + right) / 2, height - 4, 'middle'),
    upwards,
  ];
}

function markOf({ id, look }: Dot, { x, y }: { readonly x: number; readonly y: number }): SVGElement {
  const kind = isStroked(look.marker) ? 'lines' : look.marker === 'circle' ? 'hollow' : 'mark';
  return svgElement(
    'g',
    { class: `dot ${look.role}`, 'data-id': id },
    svgElement('circle', { class: 'halo', cx: String(x), cy: String(y), r: '9' }),
    svgElement('path', { class: kind, d: markerPath(look.marker, x, y) }),
  );
}
