import type { Box } from '../../../src/report/box';
import type { NamedPoints } from '../../../src/report/points';
import { readingRows } from '../../../src/report/readingRows';
import type { Reading } from '../../../src/report/readings';
import { element, fill, setText } from '../dom';

/** What a chart tells at one place after the other. */
export interface Readings {
  readonly series: readonly NamedPoints[];
  readonly readings: readonly Reading[];
  readonly format: (value: number) => string;
}

export interface ChartReader {
  /** The rule at the place that is read, what shows, and what reads out a reading. */
  readonly rule: HTMLElement;
  readonly tip: HTMLElement;
  readonly announcement: HTMLElement;
  /** The place that is read. */
  readonly place: () => number | undefined;
  /** Whether a key was meant for the reader. */
  readonly press: (event: KeyboardEvent) => boolean;
  /** Reads out the curve that stands out: at the place that is read, else at its end. */
  readonly sayCurve: () => void;
  /** Puts what is shown where it belongs after the chart was drawn anew. */
  readonly refresh: () => void;
}

export interface ChartReaderOptions {
  readonly readings: () => Readings;
  /** Pixels from the left edge of the plot to a place, and back. */
  readonly pixelOf: (x: number) => number;
  readonly valueAt: (pixel: number) => number;
  readonly area: () => Box;
  /** Shows the part of the chart with a place. */
  readonly reveal: (x: number) => void;
}

/** Lets a pointer and the arrow keys go through the readings of a chart. */
export function createChartReader(plot: HTMLElement, { readings, pixelOf, valueAt, area, reveal }: ChartReaderOptions): ChartReader {
  const rule = element('div', { class: 'readingRule', hidden: '' });
  const tip = element('div', { class: 'tip', hidden: '' });
  const announcement = element('p', { class: 'visuallyHidden', role: 'status' });
  let place: number | undefined;

  const isVisible = ({ x }: Reading): boolean => {
    const { left, right } = area();
    const pixel = pixelOf(x);
    return pixel >= left - 1 && pixel <= right + 1;
  };
  const rowsAt = (reading: Reading): ReturnType<typeof readingRows> => {
    const { series, format } = readings();
    return readingRows(reading, series, format);
  };
  const refresh = (): void => {
    const reading = place === undefined ? undefined : readings().readings.find(({ x }) => x === place);
    const isShown = reading !== undefined && isVisible(reading);
    tip.hidden = rule.hidden = !isShown;
    if (!isShown) return;
    const { rows, left } = rowsAt(reading);
    const lines = rows.map(({ label, value, role, standsOut }) =>
      element(
        'span',
        { class: standsOut ? 'tipRow standsOut' : 'tipRow' },
        element('i', { class: `swatch ${role}` }),
        element('span', {}, label),
        element('b', {}, value),
      ),
    );
    const more = left > 0 ? [element('span', { class: 'tipRow' }, inTheTable(left))] : [];
    fill(tip, element('strong', {}, reading.place), lines, more);
    placeRule(rule, pixelOf(reading.x), area());
    placeTip(tip, pixelOf(reading.x), plot.clientWidth);
  };
  const show = (x: number | undefined): void => {
    place = x;
    refresh();
  };

  plot.addEventListener('pointermove', event => {
    const x = valueAt(event.clientX - plot.getBoundingClientRect().left);
    const all = readings().readings.filter(isVisible);
    show(all.reduce<Reading | undefined>((best, one) => (best && Math.abs(best.x - x) <= Math.abs(one.x - x) ? best : one), undefined)?.x);
  });
  plot.addEventListener('pointerleave', () => show(undefined));
  plot.addEventListener('blur', () => show(undefined));

  const press = ({ key, shiftKey }: KeyboardEvent): boolean => {
    if (shiftKey) return false;
    const wasShown = !tip.hidden;
    if (key === 'Escape') show(undefined);
    if (key === 'Escape') return wasShown;
    const all = readings().readings;
    const index = all.findIndex(({ x }) => x === place);
    const next = { ArrowRight: Math.min(index + 1, all.length - 1), ArrowLeft: Math.max(index - 1, 0), Home: 0, End: all.length - 1 }[key];
    if (next === undefined) return false;
    const reading = all[next];
    if (!reading) return true;
    reveal(reading.x);
    show(reading.x);
    const { rows, left } = rowsAt(reading);
    const words = [...rows.map(({ label, value }) => `${label} ${value}`), ...(left > 0 ? [inTheTable(left)] : [])];
    setText(announcement, [reading.place.charAt(0).toUpperCase() + reading.place.slice(1), ...words].join(', '));
    return true;
  };
  const sayCurve = (): void => {
    const { series, readings: all, format } = readings();
    const curve = series.findIndex(({ standsOut }) => standsOut);
    const reading = all.find(({ x }) => x === place) ?? all.findLast(({ values }) => values[curve] !== undefined);
    const value = reading?.values[curve];
    if (reading && value !== undefined) setText(announcement, `${series[curve]!.label} ${format(value)}, ${reading.place}`);
  };
  return { rule, tip, announcement, place: () => place, press, sayCurve, refresh };
}

function inTheTable(count: number): string {
  return `${count} more in the table`;
}

function placeRule(rule: HTMLElement, x: number, { top, bottom }: Box): void {
  rule.style.setProperty('left', `${Math.round(x)}px`);
  rule.style.setProperty('top', `${top}px`);
  rule.style.setProperty('height', `${bottom - top}px`);
}

/** Beside the rule, on the side where there is room. */
function placeTip(tip: HTMLElement, x: number, width: number): void {
  const left = x + 12 + tip.offsetWidth <= width ? x + 12 : x - 12 - tip.offsetWidth;
  tip.style.setProperty('left', `${Math.max(0, left)}px`);
}
