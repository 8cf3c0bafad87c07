import type { DashboardState, XUnit } from '../../../src/contract/dashboard';
import { MOST_SMOOTHING } from '../../../src/contract/formats/dashboard';
import { metricCharts } from '../../../src/report/metricChart';
import type { ShownRange } from '../../../src/report/zoom';
import { createCurveControls } from '../../shared/charts/curveControls';
import { element } from '../../shared/dom';
import { oncePerFrame } from '../../shared/oncePerFrame';
import { remember, remembered } from '../remembered';
import type { View } from '../views/view';
import { createCurveChart } from './curveChart';

const units: readonly { readonly value: XUnit; readonly label: string }[] = [
  { value: 'epochs', label: 'Epochs' },
  { value: 'steps', label: 'Steps' },
  { value: 'time', label: 'Time' },
];

/** The charts of a run: they show the same part of it, over the same axis, and are smoothed alike. */
export function createCurves(): View {
  let shown: DashboardState | undefined;
  const show = (): void => {
    if (!shown) return;
    const state = shown;
    const [range] = charts.map(chart => chart.show(state));
    controls.show(range);
  };
  const schedule = oncePerFrame(show);
  const showRange = (range: ShownRange): void => {
    remember({ range });
    schedule();
  };
  const charts = metricCharts.map(chart => createCurveChart(chart, showRange));
  const controls = createCurveControls<XUnit>({
    xAxis: {
      options: units,
      value: remembered().xUnit,
      // What was shown in one unit says nothing in another.
      onChange: xUnit => {
        remember({ xUnit, range: null });
        show();
      },
    },
    smoothing: {
      value: remembered().smoothing,
      most: MOST_SMOOTHING,
      onChange: smoothing => {
        remember({ smoothing });
        schedule();
      },
    },
    onReset: () => showRange(null),
  });
  return {
    element: element(
      'div',
      { class: 'curves' },
      controls.element,
      element(
        'div',
        { class: 'charts' },
        charts.map(chart => chart.element),
      ),
    ),
    update(state) {
      const { run, parent, status, runId, label } = state;
      const isSame =
        shown?.runId === runId &&
        shown.label === label &&
        shown.run.batches === run.batches &&
        shown.run.epochs === run.epochs &&
        shown.parent === parent &&
        shown.status === status;
      shown = state;
      if (!isSame) show();
    },
  };
}
