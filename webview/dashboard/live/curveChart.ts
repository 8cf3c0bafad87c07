import type { DashboardState, LossScale } from '../../../src/contract/dashboard';
import { epochsDone } from '../../../src/experiment/remaining';
import { curvesCsv } from '../../../src/report/csv';
import type { MetricChart } from '../../../src/report/metricChart';
import { runChart } from '../../../src/report/runChart';
import { createChartCard } from '../../shared/charts/chartCard';
import { createSegments } from '../../shared/segments';
import { send } from '../host';
import { remember, remembered } from '../remembered';
import type { View } from '../views/view';

/** One chart of a run and its parent. */
export function createCurveChart(chart: MetricChart): View {
  let shown: DashboardState | undefined;
  const show = (): void => {
    if (shown) card.show(runChart(shown.run, shown.parent, { chart, scale: remembered().lossScale, reached: reachedOf(shown) }));
  };
  const scale = (): HTMLElement =>
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
  const card = createChartCard({
    name: chart.name,
    title: chart.title,
    choices: chart.kind === 'nats' ? [scale()] : [],
    pictureTitle: () => `${chart.title} · ${shown?.label}`,
    fileName: () => `${shown?.runId ?? 'run'}-${chart.name}`,
    csv: () => (shown ? curvesCsv(shown.run, shown.parent) : ''),
    send,
  });
  return {
    element: card.element,
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
