import type { NamedPoints } from '../../../src/report/lineChart';
import type { Reading } from '../../../src/report/runCurves';
import { element, fill, setText } from '../dom';

/** What a chart tells at one place after the other. */
export interface Readings {
  readonly series: readonly NamedPoints[];
  readonly readings: readonly Reading[];
  readonly format: (value: number) => string;
}

export interface ChartReader {
  /** What shows and what reads out a reading. */
  readonly tip: HTMLElement;
  readonly announcement: HTMLElement;
}

export interface ChartReaderOptions {
  readonly readings: () => Readings;
  /** Marks a place on the canvas, or none. */
  readonly mark: (x: number | undefined) => void;
  /** Pixels from the left edge of the plot to a place, and back. */
  readonly pixelOf: (x: number) => number;
  readonly valueAt: (pixel: number) => number;
}

/** Lets a pointer and the arrow keys go through the readings of a chart. */
export function createChartReader(plot: HTMLElement, { readings, mark, pixelOf, valueAt }: ChartReaderOptions): ChartReader {
  const tip = element('div', { class: 'tip', hidden: '' });
  const announcement = element('p', { class: 'visuallyHidden', role: 'status' });
  let index = -1;

  const show = (reading: Reading | undefined): void => {
    mark(reading?.x);
    tip.hidden = reading === undefined;
    if (!reading) return;
    const rows = rowsOf(reading, readings()).map(({ label, value, role }) =>
      element('span', { class: 'tipRow' }, element('i', { class: `swatch ${role}` }), element('span', {}, label), element('b', {}, value)),
    );
    fill(tip, element('strong', {}, `epoch ${reading.x}`), rows);
    placeTip(tip, pixelOf(reading.x), plot.clientWidth);
  };
  const hide = (): void => show(undefined);

  plot.addEventListener('pointermove', event => {
    const x = valueAt(event.clientX - plot.getBoundingClientRect().left);
    const all = readings().readings;
    index = all.reduce((best, { x: place }, i) => (best < 0 || Math.abs(place - x) < Math.abs(all[best]!.x - x) ? i : best), -1);
    show(all[index]);
  });
  plot.addEventListener('pointerleave', hide);
  plot.addEventListener('blur', hide);
  plot.addEventListener('keydown', event => {
    const all = readings().readings;
    const next = { ArrowRight: Math.min(index + 1, all.length - 1), ArrowLeft: Math.max(index - 1, 0), Home: 0, End: all.length - 1 }[
      event.key
    ];
    if (event.key === 'Escape') hide();
    if (next === undefined) return;
    event.preventDefault();
    index = next;
    const reading = all[index];
    if (!reading) return;
    show(reading);
    const words = rowsOf(reading, readings()).map(({ label, value }) => `${label} ${value}`);
    setText(announcement, [`Epoch ${reading.x}`, ...words].join(', '));
  });
  return { tip, announcement };
}

function rowsOf({ values }: Reading, { series, format }: Readings): { label: string; value: string; role: string }[] {
  return series.flatMap(({ label, role }, i) => {
    const value = values[i];
    return value === undefined ? [] : [{ label, role, value: format(value) }];
  });
}

/** Beside the rule, on the side where there is room. */
function placeTip(tip: HTMLElement, x: number, width: number): void {
  const left = x + 12 + tip.offsetWidth <= width ? x + 12 : x - 12 - tip.offsetWidth;
  tip.style.setProperty('left', `${Math.max(0, left)}px`);
}
