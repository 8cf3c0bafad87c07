import { epochMetrics, formatMetric } from '../../contract/metrics';
import { DEFAULT_SMOOTHING } from '../../contract/formats/dashboard';
import { lineChartSvg } from '../lineChartSvg';
import { metricCharts } from '../metricChart';
import { paperPalette } from '../palette';
import { runChart } from '../runChart';
import { curvesOf } from '../runCurves';
import { table } from './blocks';
import type { Markdown } from '../../util/markdown';
import type { Picture, ReportedRun } from './reportedRun';

/** Two of them have room side by side on a wide page. */
export const CHART_SIZE = { width: 720, height: 340 } as const;

/** The curves of a run, a picture a chart, on white paper: either theme of a page lets them be read. */
export function curvePictures({ run, status }: ReportedRun): (Picture & { readonly title: string })[] {
  if (run.epochs.length === 0 && run.batches.length === 0) return [];
  return metricCharts.map(chart => {
    const curves = curvesOf({ run, parent: null, status }, { chart, xUnit: 'epochs', smoothing: DEFAULT_SMOOTHING });
    const drawn = runChart(curves, { lossScale: 'log', range: null, hidden: [] });
    return { name: `${chart.name}.svg`, title: chart.title, svg: lineChartSvg(drawn, { palette: paperPalette, ...CHART_SIZE }) };
  });
}

/** More rows nobody reads: the last ones. */
const MOST_EPOCHS = 1_000;

/** The same in figures, a row an epoch. */
export function epochsTable({ run }: ReportedRun): Markdown | undefined {
  const epochs = run.epochs.slice(-MOST_EPOCHS);
  const shown = epochMetrics.filter(({ epoch: { value } }) => epochs.some(epoch => value(epoch) !== null));
  const rows = epochs.map(epoch => [
    String(epoch.epoch),
    ...shown.map(metric => {
      const value = metric.epoch.value(epoch);
      return value === null ? '–' : formatMetric(metric, value);
    }),
  ]);
  return table(['epoch', ...shown.map(({ epoch: { head } }) => head)], rows, { wordColumns: 0 });
}
