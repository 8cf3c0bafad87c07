import type { AxisRange, ParallelChart, ParallelPlaces } from '../../src/report/parallelChart';
import { minOf } from '../../src/util/extremes';
import { element, fill } from '../shared/dom';

type Brush = Omit<AxisRange, 'axis'>;

export interface AxisEnds {
  readonly element: HTMLElement;
  /** Whether an event was on one of them. */
  owns(target: EventTarget | null): boolean;
  show(chart: ParallelChart, ranges: readonly AxisRange[], places: ParallelPlaces): void;
}

interface Ends {
  readonly low: HTMLElement;
  readonly high: HTMLElement;
  /** What is chosen, drawn along the axis. */
  readonly bar: HTMLElement;
}

/** Two ends of each axis, each a slider over its values: arrow keys, Home and End, Page Up and Down; Escape chooses all of the axis again. */
export function axisEnds(onBrush: (axis: string, range: Brush | undefined) => void): AxisEnds {
  const root = element('div', { class: 'axisEnds' });
  let made: Ends[] = [];
  let shown: { readonly chart: ParallelChart; readonly ranges: readonly AxisRange[]; readonly places: ParallelPlaces } | undefined;

  const last = (axis: number): number => shown!.chart.axes[axis]!.values.length - 1;
  const rangeOf = (axis: number): Brush => {
    const found = shown!.ranges.find(one => one.axis === shown!.chart.axes[axis]!.name);
    const most = Math.max(0, last(axis));
    return found ? { from: Math.min(found.from, most), to: Math.min(found.to, most) } : { from: 0, to: most };
  };
  const set = (axis: number, { from, to }: Brush): void =>
    onBrush(shown!.chart.axes[axis]!.name, from === 0 && to === last(axis) ? undefined : { from, to });
  const moved = (axis: number, end: 'from' | 'to', place: number): void => {
    const range = rangeOf(axis);
    if (end === 'from') set(axis, { ...range, from: Math.max(0, Math.min(place, range.to)) });
    else set(axis, { ...range, to: Math.min(last(axis), Math.max(place, range.from)) });
  };
  const createEnd = (axis: number, end: 'from' | 'to'): HTMLElement => {
    const handle = element('div', { class: `axisEnd ${end}`, role: 'slider', tabindex: '0', 'aria-orientation': 'vertical' });
    handle.addEventListener('keydown', event => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const at = rangeOf(axis)[end];
      const far = Math.max(1, Math.round(last(axis) / 10));
      const next = {
        ArrowUp: at + 1,
        ArrowRight: at + 1,
        ArrowDown: at - 1,
        ArrowLeft: at - 1,
        PageUp: at + far,
        PageDown: at - far,
        Home: 0,
        End: last(axis),
      }[event.key];
      if (event.key === 'Escape' || event.key === 'Delete') onBrush(shown!.chart.axes[axis]!.name, undefined);
      else if (next === undefined) return;
      else moved(axis, end, next);
      event.preventDefault();
    });
    handle.addEventListener('pointerdown', event => {
      handle.setPointerCapture(event.pointerId);
      event.stopPropagation();
    });
    handle.addEventListener('pointermove', event => {
      if (!handle.hasPointerCapture(event.pointerId)) return;
      event.stopPropagation();
      const y = event.clientY - root.getBoundingClientRect().top;
      const { places, chart } = shown!;
      const distances = chart.axes[axis]!.places.map(place => Math.abs(places.yOf(place) - y));
      moved(axis, end, distances.indexOf(minOf(distances)));
    });
    return handle;
  };

  return {
    element: root,
    owns: target => target instanceof HTMLElement && target.classList.contains('axisEnd'),
    show(chart, ranges, places) {
      const isOther = made.length !== chart.axes.length;
      shown = { chart, ranges, places };
      if (isOther) {
        made = chart.axes.map((_, axis) => ({
          low: createEnd(axis, 'from'),
          high: createEnd(axis, 'to'),
          bar: element('div', { class: 'axisBar' }),
        }));
        fill(
          root,
          made.map(({ bar, low, high }) => [bar, low, high]),
        );
      }
      for (const [axis, { low, high, bar }] of made.entries()) {
        const { name, values, places: along } = chart.axes[axis]!;
        const isEmpty = values.length === 0;
        const range = rangeOf(axis);
        const x = `${places.xOf(axis)}px`;
        // Half a step beyond its value, so that what is chosen lies between the ends.
        const [foot, head] = [places.yOf(along[range.from] ?? 0), places.yOf(along[range.to] ?? 1)];
        for (const [handle, end, y] of [
          [low, 'from', foot + 6],
          [high, 'to', head - 6],
        ] as const) {
          handle.hidden = isEmpty;
          handle.style.setProperty('left', x);
          handle.style.setProperty('top', `${y}px`);
          handle.setAttribute('aria-label', `${name}, ${end === 'from' ? 'lower' : 'upper'} end`);
          handle.setAttribute('aria-valuemin', '0');
          handle.setAttribute('aria-valuemax', String(Math.max(0, values.length - 1)));
          handle.setAttribute('aria-valuenow', String(range[end]));
          handle.setAttribute('aria-valuetext', values[range[end]] ?? '');
          handle.title = values[range[end]] ?? '';
        }
        const isChosen = ranges.some(one => one.axis === name);
        bar.hidden = isEmpty || !isChosen;
        bar.style.setProperty('left', x);
        bar.style.setProperty('top', `${head - 6}px`);
        bar.style.setProperty('height', `${foot - head + 12}px`);
      }
    },
  };
}
