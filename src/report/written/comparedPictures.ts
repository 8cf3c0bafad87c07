import { metrics, type Metric } from '../../contract/metrics';
import { groupsOf } from '../../experiment/comparison/grouping';
import { MOST_SINGLE_CURVES } from '../../experiment/comparison/meanCurve';
import { comparedChart, type ChartedGroup, type ChartedRun } from '../comparedChart';
import { lineChartSvg } from '../lineChartSvg';
import { paperPalette } from '../palette';
import { looksOf } from '../runLooks';
import { CHART_SIZE } from './curvePictures';
import type { Picture, ReportedRun } from './reportedRun';

/** By which runs are chosen. */
const drawn = [metrics.val_accuracy, metrics.val_loss];

/** The curves of several runs over each other; of many the means of those that differ in their seed alone. */
export function comparedPictures(reported: readonly ReportedRun[], names: readonly string[]): (Picture & { readonly title: string })[] {
  const looks = looksOf(
    reported.map(({ id }) => id),
    reported[0]?.id ?? null,
  );
  const runs = reported.map(({ id, run }, i): ChartedRun => {
    return { id, label: names[i] ?? id, epochs: run.epochs, isRunning: false, look: looks.get(id)! };
  });
  const groups = reported.length > MOST_SINGLE_CURVES ? groupsIn(reported) : null;
  return drawn.flatMap(metric => {
    const { epoch } = metric;
    if (!epoch || runs.every(({ epochs }) => epochs.every(one => epoch.value(one) === null))) return [];
    const chart = comparedChart(runs, { ...view, metric: { ...metric, epoch }, groups });
    return [{ name: fileOf(metric), title: metric.label, svg: lineChartSvg(chart, { palette: paperPalette, ...CHART_SIZE }) }];
  });
}

const view = { xUnit: 'epochs', scale: 'log', smoothing: 0, range: null, hidden: [], highlighted: null } as const;

function groupsIn(reported: readonly ReportedRun[]): ChartedGroup[] {
  const listed = reported.map(({ config, ...run }) => ({ ...run, config, parameters: config.parameters, createdAt: config.createdAt }));
  const groups = groupsOf(listed, 'replicates');
  const looks = looksOf(
    groups.map(({ key }) => key),
    null,
  );
  return groups.map(({ key, label, runs }) => ({ key, label, ids: runs.map(({ id }) => id), look: looks.get(key)! }));
}

function fileOf({ name }: Metric): string {
  return `${name.replaceAll('_', '-')}.svg`;
}
