import type { LineChart, NamedPoints } from '../../../src/report/lineChart';
import { lineChartSvg } from '../../../src/report/lineChartSvg';
import { readingsOf } from '../../../src/report/runCurves';
import { element, icon } from '../dom';
import { createExportMenu, type ExportMenu } from '../exportMenu';
import { onThemeChange, readPalette } from '../theme';
import { createChartLegend } from './chartLegend';
import { createChartReader, type Readings } from './chartReader';
import { CurveCanvas } from './curveCanvas';
import { createCurveTable } from './curveTable';

export interface ReadableChart extends LineChart {
  /** What is read at each epoch by a pointer, the arrow keys and a table. */
  readonly read: readonly NamedPoints[];
}

export interface ChartCardOptions extends Pick<ExportMenu, 'csv' | 'fileName' | 'send'> {
  /** For ids. */
  readonly name: string;
  readonly title: string;
  /** Choices beside the title. */
  readonly choices?: readonly HTMLElement[];
  /** The title of an exported picture. */
  readonly pictureTitle: () => string;
}

export interface ChartCard {
  readonly element: HTMLElement;
  show(chart: ReadableChart): void;
}

/** Curves by epoch: drawn, as a table, point by point with the arrow keys, and to be saved. */
export function createChartCard({ name, title, choices = [], pictureTitle, ...exported }: ChartCardOptions): ChartCard {
  const canvas = element('canvas', { 'aria-hidden': 'true' });
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
  );
  const table = createCurveTable(title);
  const legend = createChartLegend();
  const painter = new CurveCanvas(canvas, readPalette());
  onThemeChange(() => painter.setPalette(readPalette()));

  let shown: ReadableChart | undefined;
  let readings: Readings = { series: [], readings: [], format: String };

  const { tip, announcement } = createChartReader(plot, {
    readings: () => readings,
    mark: x => painter.mark(x),
    pixelOf: x => painter.pixelOf(x),
    valueAt: pixel => painter.valueAt(pixel),
  });
  plot.append(tip);

  const toggle = element('button', { type: 'button', class: 'iconButton', 'aria-pressed': 'false', title: `${title} as a table` });
  toggle.append(icon('table'), element('span', { class: 'visuallyHidden' }, `${title} as a table`));
  toggle.addEventListener('click', () => {
    const asTable = toggle.getAttribute('aria-pressed') !== 'true';
    toggle.setAttribute('aria-pressed', String(asTable));
    plot.hidden = asTable;
    table.element.hidden = !asTable;
    table.show(readings);
  });
  const heading = element('h2', { id: `chart-${name}` }, title);
  const exportMenu = createExportMenu({
    ...exported,
    label: `Export the chart ${title}`,
    svg: () => {
      if (!shown) throw new Error('There is nothing to save before the run has begun.');
      return lineChartSvg({ ...shown, title: pictureTitle() }, { palette: readPalette(), width: 720, height: 400 });
    },
  });
  return {
    element: element(
      'section',
      { class: 'card chart', 'aria-labelledby': heading.id },
      element('div', { class: 'cardHead' }, heading, legend.element, element('div', { class: 'tools' }, choices, toggle, exportMenu)),
      plot,
      table.element,
      announcement,
    ),
    show(chart) {
      shown = chart;
      readings = { series: chart.read, readings: readingsOf(chart.read), format: chart.format };
      painter.draw(chart);
      legend.show(chart);
      if (!table.element.hidden) table.show(readings);
    },
  };
}
