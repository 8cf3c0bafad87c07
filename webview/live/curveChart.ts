import type { DashboardState, LossScale } from '../../src/contract/dashboard';
import { epochsDone } from '../../src/experiment/remaining';
import { curvesCsv } from '../../src/report/csv';
import type { LineChart } from '../../src/report/lineChart';
import { lineChartSvg } from '../../src/report/lineChartSvg';
import type { MetricChart } from '../../src/report/metricChart';
import { runChart } from '../../src/report/runChart';
import { readingsOf } from '../../src/report/runCurves';
import { element, icon } from '../dom';
import { createExportMenu } from '../exportMenu';
import { remembered, remember } from '../remembered';
import { createSegments } from '../segments';
import { onThemeChange, readPalette } from '../theme';
import type { View } from '../views/view';
import { createChartLegend } from './chartLegend';
import { createChartReader, type Readings } from './chartReader';
import { createCurveTable } from './curveTable';
import { CurveCanvas } from './curveCanvas';

/** One chart of a run: drawn, as a table, and point by point with the arrow keys. */
export function createCurveChart(drawn: MetricChart): View {
  const { name, title, kind } = drawn;
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

  let shown: DashboardState | undefined;
  let chart: LineChart | undefined;
  let readings: Readings = { series: [], readings: [], format: String };

  const { tip, announcement } = createChartReader(plot, {
    readings: () => readings,
    mark: x => painter.mark(x),
    pixelOf: x => painter.pixelOf(x),
    valueAt: pixel => painter.valueAt(pixel),
  });
  plot.append(tip);

  const show = (): void => {
    if (!shown) return;
    const made = runChart(shown.run, shown.parent, { chart: drawn, scale: remembered().lossScale, reached: reachedOf(shown) });
    chart = made;
    readings = { series: made.read, readings: readingsOf(made.read), format: made.format };
    painter.draw(made);
    legend.show(made);
    if (!table.element.hidden) table.show(readings);
  };

  const toggle = element('button', { type: 'button', class: 'iconButton', 'aria-pressed': 'false', title: `${title} as a table` });
  toggle.append(icon('table'), element('span', { class: 'visuallyHidden' }, `${title} as a table`));
  toggle.addEventListener('click', () => {
    const asTable = toggle.getAttribute('aria-pressed') !== 'true';
    toggle.setAttribute('aria-pressed', String(asTable));
    plot.hidden = asTable;
    table.element.hidden = !asTable;
    table.show(readings);
  });
  const scale =
    kind === 'nats' &&
    createSegments<LossScale>({
      label: 'Scale of the loss',
      options: [
        { value: 'log', label: 'Log' },
        { value: 'linear', label: 'Linear' },
      ],
      value: remembered().lossScale,
      onChange: lossScale => {
        remember({ lossScale });
        show();
      },
    });
  const heading = element('h2', { id: `chart-${name}` }, title);
  const exportMenu = createExportMenu({
    label: `Export the chart ${title}`,
    fileName: () => `${shown?.runId ?? 'run'}-${name}`,
    csv: () => (shown ? curvesCsv(shown.run, shown.parent) : ''),
    svg: () => {
      if (!chart || !shown) throw new Error('There is nothing to save before the run has begun.');
      return lineChartSvg({ ...chart, title: `${title} · ${shown.label}` }, { palette: readPalette(), width: 720, height: 400 });
    },
  });
  const tools = element('div', { class: 'tools' }, ...(scale ? [scale] : []), toggle, exportMenu);
  return {
    element: element(
      'section',
      { class: 'card chart', 'aria-labelledby': heading.id },
      element('div', { class: 'cardHead' }, heading, legend.element, tools),
      plot,
      table.element,
      announcement,
    ),
    update(state) {
      const { run, parent, status } = state;
      const isSame =
        shown?.run.batches === run.batches && shown.run.epochs === run.epochs && shown.parent === parent && shown.status === status;
      shown = state;
      if (!isSame) show();
    },
  };
}

/** Where training is or was left, if that is not the last epoch. */
function reachedOf({ run }: DashboardState): number | undefined {
  const done = epochsDone(run);
  return run.config && done < run.config.parameters.epochs ? done : undefined;
}
