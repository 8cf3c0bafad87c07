import type { CurveName, DashboardState, LossScale } from '../../../src/contract/dashboard';
import { curvesCsv } from '../../../src/report/csv';
import type { MetricChart } from '../../../src/report/metricChart';
import { runChart } from '../../../src/report/runChart';
import { curvesOf } from '../../../src/report/runCurves';
import type { ShownRange } from '../../../src/report/zoom';
import { createChartCard } from '../../shared/charts/chartCard';
import { keepLatest } from '../../shared/keepLatest';
import { createSegments } from '../../shared/segments';
import { send } from '../host';
import { remember, remembered } from '../remembered';

export interface CurveChart {
  readonly element: HTMLElement;
  /** What is shown of the horizontal axis, in words; undefined if it is all. */
  show(state: DashboardState): string | undefined;
}

/** One chart of a run and its parent. */
export function createCurveChart(chart: MetricChart, onRange: (range: ShownRange) => void): CurveChart {
  let shown: DashboardState | undefined;
  // A part of the curves, or another scale, needs no new ones.
  const latestCurves = keepLatest(curvesOf);
  const show = (): string | undefined => {
    if (!shown) return undefined;
    const { run, parent, status } = shown;
    const { xUnit, smoothing, lossScale, range } = remembered();
    const inputs = [run.batches, run.epochs, run.config, run.ended, parent, status, xUnit, smoothing];
    const curves = latestCurves(inputs, { run, parent, status }, { chart, xUnit, smoothing });
    const drawn = runChart(curves, { lossScale, range, hidden: hiddenIn(chart) });
    card.show(drawn);
    return drawn.range ? drawn.rangeInWords : undefined;
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
  const card = createChartCard<CurveName>({
    name: chart.name,
    title: chart.title,
    choices: chart.kind === 'nats' ? [scale()] : [],
    pictureTitle: () => `${chart.title} · ${shown?.label}`,
    fileName: () => `${shown?.runId ?? 'run'}-${chart.name}`,
    csv: () => (shown ? curvesCsv(shown.run, shown.parent) : ''),
    range: () => remembered().range,
    onRange,
    onToggle: curve => {
      toggle(chart, curve);
      show();
    },
    send,
  });
  return {
    element: card.element,
    show(state) {
      shown = state;
      return show();
    },
  };
}

function hiddenIn({ name }: MetricChart): CurveName[] {
  return remembered()
    .hiddenCurves.filter(one => one.chart === name)
    .map(({ curve }) => curve);
}

function toggle({ name }: MetricChart, curve: CurveName): void {
  const { hiddenCurves } = remembered();
  const others = hiddenCurves.filter(one => one.chart !== name || one.curve !== curve);
  remember({ hiddenCurves: others.length < hiddenCurves.length ? others : [...others, { chart: name, curve }] });
}
