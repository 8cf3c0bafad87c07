import {
  isWithin,
  linePoints,
  parallelPlaces,
  type AxisRange,
  type ParallelChart,
  type ParallelLine,
  type ParallelPlaces,
} from '../../src/report/parallelChart';
import { parallelBox, pathOf, titleOf } from '../../src/report/parallelSvg';
import { shortened } from '../../src/report/svg';
import { settingInWords } from '../../src/experiment/sweeps/settingInWords';
import { meanInWords } from '../../src/experiment/sweeps/meanInWords';
import { element, fill, svgElement } from '../shared/dom';
import { axisEnds } from './axisEnds';
import { nearestLine } from './nearestLine';

export interface ParallelDrawing {
  readonly element: HTMLElement;
  show(chart: ParallelChart, ranges: readonly AxisRange[]): void;
}

export interface ParallelActions {
  /** A part of an axis was chosen; undefined: all of it. */
  readonly onBrush: (axis: string, range: Omit<AxisRange, 'axis'> | undefined) => void;
}

/** Nearer to an axis than this, in pixels, a pointer chooses a part of it. */
const NEAR_AXIS = 14;
/** A shorter drag is a click, which chooses all of the axis again. */
const CLICK = 4;

/** Lines over upright axes. Each axis has two ends that can be moved with the pointer or the keys. */
export function createParallelDrawing({ onBrush }: ParallelActions): ParallelDrawing {
  const svg = svgElement('svg', { class: 'parallelSvg', 'aria-hidden': 'true' });
  const tip = element('div', { class: 'tip', hidden: '' });
  const ends = axisEnds(onBrush);
  const root = element('div', { class: 'plot parallelPlot', role: 'group' }, svg, ends.element, tip);
  let chart: ParallelChart | undefined;
  let ranges: readonly AxisRange[] = [];
  let hovered: ParallelLine | undefined;
  let drag: { readonly axis: number; readonly from: number; moved: boolean } | undefined;

  const box = () => parallelBox({ width: root.clientWidth, height: root.clientHeight }, 0);
  const draw = (): void => {
    if (!chart || root.clientWidth === 0) return;
    const places = parallelPlaces(chart, box());
    svg.setAttribute('viewBox', `0 0 ${root.clientWidth} ${root.clientHeight}`);
    fill(svg, linesOf(chart, ranges, places), hoveredPath(chart, places), axesOf(chart, places));
    ends.show(chart, ranges, places);
  };
  const hoveredPath = (now: ParallelChart, places: ParallelPlaces): SVGElement[] =>
    hovered ? [svgElement('path', { class: 'line hovered', d: pathOf(linePoints(now, hovered, places)) })] : [];
  const hover = (line: ParallelLine | undefined, x = 0, y = 0): void => {
    if (line !== hovered) {
      hovered = line;
      draw();
    }
    tip.hidden = !line;
    if (!line) return;
    const { setting } = line;
    fill(
      tip,
      element('strong', {}, meanInWords(setting)),
      element('span', {}, settingInWords(setting.values)),
      element('span', {}, setting.remarks),
    );
    tip.style.setProperty('left', `${Math.max(0, Math.min(x + 12, root.clientWidth - tip.offsetWidth))}px`);
    tip.style.setProperty('top', `${Math.max(0, Math.min(y + 12, root.clientHeight - tip.offsetHeight))}px`);
  };
  const at = (
    event: PointerEvent,
  ): { readonly x: number; readonly y: number; readonly axis: number | undefined; readonly share: number } => {
    const frame = root.getBoundingClientRect();
    const [x, y] = [event.clientX - frame.left, event.clientY - frame.top];
    const { top, bottom } = box();
    const places = parallelPlaces(chart!, box());
    const axis = chart!.axes.findIndex((_, i) => Math.abs(places.xOf(i) - x) <= NEAR_AXIS);
    return { x, y, axis: axis < 0 ? undefined : axis, share: (bottom - y) / (bottom - top) };
  };
  root.addEventListener('pointerdown', event => {
    if (!chart || event.button !== 0 || ends.owns(event.target)) return;
    const { axis, share } = at(event);
    if (axis === undefined) return;
    event.preventDefault();
    root.setPointerCapture(event.pointerId);
    drag = { axis, from: share, moved: false };
  });
  root.addEventListener('pointermove', event => {
    if (!chart) return;
    const { x, y, axis, share } = at(event);
    if (!drag) {
      root.classList.toggle('onAxis', axis !== undefined);
      const lines = chart.lines.filter(line => isWithin(chart!, line, ranges));
      return hover(axis === undefined ? nearestLine(chart, lines, parallelPlaces(chart, box()), { x, y }) : undefined, x, y);
    }
    const { top, bottom } = box();
    if (Math.abs(share - drag.from) * (bottom - top) < CLICK) return;
    drag.moved = true;
    onBrush(chart.axes[drag.axis]!.name, rangeBetween(chart.axes[drag.axis]!.places, drag.from, share));
  });
  root.addEventListener('pointerup', () => {
    if (drag && !drag.moved && chart) onBrush(chart.axes[drag.axis]!.name, undefined);
    drag = undefined;
  });
  root.addEventListener('pointercancel', () => (drag = undefined));
  root.addEventListener('pointerleave', () => hover(undefined));
  new ResizeObserver(draw).observe(root);
  return {
    element: root,
    show(now, chosen) {
      if (now !== chart) hovered = undefined;
      chart = now;
      ranges = chosen;
      root.setAttribute('aria-label', `Parallel coordinates of ${titleOf(now)}. The ends of each axis choose a part of it.`);
      draw();
    },
  };
}

/** The values that lie between two shares of an axis, or the nearest to the middle where none does; undefined where all do. */
function rangeBetween(places: readonly number[], one: number, other: number): { readonly from: number; readonly to: number } | undefined {
  const [low, high] = [Math.min(one, other), Math.max(one, other)];
  const within = places.flatMap((place, i) => (place >= low && place <= high ? [i] : []));
  if (within.length === places.length) return undefined;
  const middle = (low + high) / 2;
  const nearest = places.reduce((best, place, i) => (Math.abs(place - middle) < Math.abs(places[best]! - middle) ? i : best), 0);
  return { from: within[0] ?? nearest, to: within.at(-1) ?? nearest };
}

/** All lines that look alike are one path, so that thousands of them cost little. */
function linesOf(chart: ParallelChart, ranges: readonly AxisRange[], places: ParallelPlaces): SVGElement[] {
  const paths = { outside: '', within: '' };
  for (const line of chart.lines) paths[isWithin(chart, line, ranges) ? 'within' : 'outside'] += pathOf(linePoints(chart, line, places));
  const best = chart.lines.findLast(({ setting }) => setting.rank === 1);
  return [
    svgElement('path', { class: 'line outside', d: paths.outside }),
    svgElement('path', { class: 'line within', d: paths.within }),
    ...(best
      ? [
          svgElement('path', {
            class: `line bestLine${isWithin(chart, best, ranges) ? '' : ' isOutside'}`,
            d: pathOf(linePoints(chart, best, places)),
          }),
        ]
      : []),
  ];
}

function axesOf({ axes }: ParallelChart, { xOf, yOf }: ParallelPlaces): SVGElement[] {
  const space = axes.length > 1 ? xOf(1) - xOf(0) : xOf(0);
  return axes.flatMap(({ name, ticks }, i) => {
    const x = xOf(i);
    return [
      svgElement('line', { class: 'axisLine', x1: String(x), x2: String(x), y1: String(yOf(0)), y2: String(yOf(1)) }),
      svgElement('text', { class: 'axisName', x: String(x), y: String(yOf(1) - 14), 'text-anchor': 'middle' }, shortened(name, space - 8)),
      ...ticks.map(({ at, label }) =>
        svgElement('text', { x: String(x - 9), y: String(yOf(at) + 4), 'text-anchor': 'end' }, shortened(label, Math.min(72, space - 12))),
      ),
    ];
  });
}
