import type { DashboardState, LossScale } from '../../src/contract/dashboard';
import { epochsDone } from '../../src/experiment/remaining';
import { curvesCsv } from '../../src/report/csv';
import { lineChartSvg, type Series } from '../../src/report/lineChart';
import { loss, percent } from '../../src/util/format';
import { element, fill, icon, setText, svgElement } from '../dom';
import { createExportMenu } from '../exportMenu';
import { remembered, remember } from '../remembered';
import { createSegments } from '../segments';
import { onThemeChange, readPalette } from '../theme';
import type { View } from '../views/view';
import { createCurveTable } from './curveTable';
import { CurveCanvas } from './curveCanvas';
import { curvesOf, readingsOf, type Curves, type Metric, type Point, type Reading } from './curves';

const titles: Readonly<Record<Metric, string>> = { loss: 'Loss', accuracy: 'Accuracy' };

/** The curves of one metric: drawn, as a table, and point by point with the arrow keys. */
export function createCurveChart(metric: Metric): View {
  const title = titles[metric];
  const canvas = element('canvas', { 'aria-hidden': 'true' });
  const tip = element('div', { class: 'tip', hidden: '' });
  const plot = element(
    'div',
    {
      class: 'plot',
      tabindex: '0',
      role: 'group',
      'aria-roledescription': 'chart',
      'aria-label': `${title} by epoch. The arrow keys go through the epochs.`,
    },
    canvas,
    tip,
  );
  const announcement = element('p', { class: 'visuallyHidden', role: 'status' });
  const table = createCurveTable(title);
  const parentKey = legendEntry('context', 'parent');
  const drawn = new CurveCanvas(canvas, metric, readPalette(), remembered().lossScale);
  onThemeChange(() => drawn.setPalette(readPalette()));

  let shown: DashboardState | undefined;
  let curves: Curves | undefined;
  let readings: readonly Reading[] = [];
  let parentLabel = '';

  const readingInWords = (reading: Reading): string =>
    [`Epoch ${reading.x}`, ...rowsOf(reading, parentLabel).map(({ label, value }) => `${label} ${format(metric, value)}`)].join(', ');
  const mark = (reading: Reading | undefined): void => {
    drawn.mark(reading?.x);
    tip.hidden = reading === undefined;
    if (!reading) return;
    fill(
      tip,
      element('strong', {}, `epoch ${reading.x}`),
      rowsOf(reading, parentLabel).map(({ label, value, role }) =>
        element(
          'span',
          { class: 'tipRow' },
          element('i', { class: `swatch ${role}` }),
          element('span', {}, label),
          element('b', {}, format(metric, value)),
        ),
      ),
    );
    placeTip(tip, drawn.pixelOf(reading.x), plot.clientWidth);
  };
  goThroughReadings(plot, () => readings, {
    mark,
    say: reading => setText(announcement, readingInWords(reading)),
    at: x => drawn.valueAt(x),
  });

  const toggle = element('button', { type: 'button', class: 'iconButton', 'aria-pressed': 'false', title: `${title} as a table` });
  toggle.append(icon('table'), element('span', { class: 'visuallyHidden' }, `${title} as a table`));
  toggle.addEventListener('click', () => {
    const asTable = toggle.getAttribute('aria-pressed') !== 'true';
    toggle.setAttribute('aria-pressed', String(asTable));
    plot.hidden = asTable;
    table.element.hidden = !asTable;
    table.show(readings, parentLabel, value => format(metric, value));
  });
  const scale =
    metric === 'loss' &&
    createSegments<LossScale>({
      label: 'Scale of the loss',
      options: [
        { value: 'log', label: 'Log' },
        { value: 'linear', label: 'Linear' },
      ],
      value: remembered().lossScale,
      onChange: lossScale => {
        remember({ lossScale });
        drawn.setScale(lossScale);
      },
    });
  const heading = element('h2', { id: `chart-${metric}` }, title);
  const legend = element(
    'div',
    { class: 'legend', 'aria-hidden': 'true' },
    legendEntry('training', 'training'),
    legendEntry('validation', 'validation'),
    parentKey,
  );
  const exportMenu = createExportMenu({
    label: `Export the chart ${title}`,
    fileName: () => `${shown?.runId ?? 'run'}-${metric}`,
    csv: () => (shown ? curvesCsv(shown.run, shown.parent) : ''),
    svg: () =>
      lineChartSvg({
        title: [title, shown?.label].filter(Boolean).join(' · '),
        xLabel: 'epoch',
        yLabel: metric === 'loss' ? 'loss (nats)' : 'accuracy (%)',
        series: curves ? seriesOf(curves, metric, parentLabel) : [],
        yScale: metric === 'loss' ? remembered().lossScale : 'linear',
        palette: readPalette(),
        width: 720,
        height: 400,
      }),
  });
  const tools = element('div', { class: 'tools' }, ...(scale ? [scale] : []), toggle, exportMenu);
  return {
    element: element(
      'section',
      { class: 'card chart', 'aria-labelledby': heading.id },
      element('div', { class: 'cardHead' }, heading, legend, tools),
      plot,
      table.element,
      announcement,
    ),
    update(state) {
      const { run, parent, status } = state;
      const isSame =
        shown?.run.batches === run.batches && shown.run.epochs === run.epochs && shown.parent === parent && shown.status === status;
      shown = state;
      if (isSame) return;
      curves = curvesOf(run, parent, metric);
      parentLabel = parent?.label ?? '';
      parentKey.hidden = parent === null;
      readings = readingsOf(curves);
      drawn.draw({ curves, parentLabel, epochs: (run.config ?? parent)?.parameters.epochs ?? 1, reached: reachedOf(state) });
      if (!table.element.hidden) table.show(readings, parentLabel, value => format(metric, value));
    },
  };
}

/** Where training is or was left, if that is not the last epoch. */
function reachedOf({ run }: DashboardState): number | undefined {
  const done = epochsDone(run);
  return run.config && done < run.config.parameters.epochs ? done : undefined;
}

/** The curves as the drawing for paper has them; it reads accuracy in per cent. */
function seriesOf({ training, smoothed, validation, parent }: Curves, metric: Metric, parentLabel: string): Series[] {
  const scaled = (points: readonly Point[]) => points.map(({ x, y }) => [x, metric === 'accuracy' ? 100 * y : y] as const);
  const series: Series[] = [
    { label: 'training, by batch', points: scaled(training), role: 'training', style: 'thin' },
    { label: 'training, smoothed', points: scaled(smoothed), role: 'training', style: 'line' },
    { label: 'validation', points: scaled(validation), role: 'validation', style: 'markers' },
    { label: `${parentLabel}, validation`, points: scaled(parent), role: 'context', style: 'dashed' },
  ];
  return series.filter(({ points }) => points.length > 0);
}

function format(metric: Metric, value: number): string {
  return metric === 'loss' ? loss(value) : percent(value);
}

function rowsOf({ training, validation, parent }: Reading, parentLabel: string): { label: string; value: number; role: string }[] {
  const rows: { label: string; value: number | undefined; role: string }[] = [
    { label: 'training (mean)', value: training, role: 'training' },
    { label: 'validation', value: validation, role: 'validation' },
    { label: parentLabel, value: parent, role: 'context' },
  ];
  return rows.flatMap(({ value, ...row }) => (value === undefined ? [] : [{ ...row, value }]));
}

/** Lets a pointer and the arrow keys go through the readings of a chart. */
function goThroughReadings(
  plot: HTMLElement,
  readings: () => readonly Reading[],
  { mark, say, at }: { mark: (reading: Reading | undefined) => void; say: (reading: Reading) => void; at: (pixel: number) => number },
): void {
  let index = -1;
  plot.addEventListener('pointermove', event => {
    const x = at(event.clientX - plot.getBoundingClientRect().left);
    const all = readings();
    index = all.reduce((best, { x: place }, i) => (best < 0 || Math.abs(place - x) < Math.abs(all[best]!.x - x) ? i : best), -1);
    mark(all[index]);
  });
  plot.addEventListener('pointerleave', () => mark(undefined));
  plot.addEventListener('blur', () => mark(undefined));
  plot.addEventListener('keydown', event => {
    const all = readings();
    const next = { ArrowRight: Math.min(index + 1, all.length - 1), ArrowLeft: Math.max(index - 1, 0), Home: 0, End: all.length - 1 }[
      event.key
    ];
    if (event.key === 'Escape') mark(undefined);
    if (next === undefined) return;
    event.preventDefault();
    index = next;
    const reading = all[index];
    if (!reading) return;
    mark(reading);
    say(reading);
  });
}

/** Beside the rule, on the side where there is room. */
function placeTip(tip: HTMLElement, x: number, width: number): void {
  const left = x + 12 + tip.offsetWidth <= width ? x + 12 : x - 12 - tip.offsetWidth;
  tip.style.setProperty('left', `${Math.max(0, left)}px`);
}

function legendEntry(role: 'training' | 'validation' | 'context', label: string): HTMLElement {
  const key = svgElement('svg', { width: '18', height: '8', viewBox: '0 0 18 8', class: role }, svgElement('path', { d: 'M0 4H18' }));
  if (role === 'validation') key.append(svgElement('rect', { x: '6', y: '1', width: '6', height: '6' }));
  if (role === 'context') key.append(svgElement('circle', { cx: '9', cy: '4', r: '3' }));
  return element('span', { class: 'key' }, key, label);
}
