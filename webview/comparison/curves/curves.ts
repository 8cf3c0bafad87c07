import type { ComparedCurve } from '../../../src/contract/comparison';
import { MOST_SMOOTHING } from '../../../src/contract/formats/dashboard';
import { epochMetrics } from '../../../src/contract/metrics';
import { comparedChart, type ChartedGroup, type ChartedRun, type ComparedChart } from '../../../src/report/comparedChart';
import { comparedCurvesCsv } from '../../../src/report/comparedCurvesCsv';
import { looksOf } from '../../../src/report/runLooks';
import { valueAt } from '../../../src/report/visiblePart';
import { within, type ShownRange } from '../../../src/report/zoom';
import { createChartCard, type ChartPoint } from '../../shared/charts/chartCard';
import { createCurveControls } from '../../shared/charts/curveControls';
import { element, setText } from '../../shared/dom';
import { keepLatest } from '../../shared/keepLatest';
import { createSegments } from '../../shared/segments';
import { createChoice } from '../../shared/choice';
import { send } from '../host';
import type { PageView } from '../pageView';
import type { Shown } from '../shown';
import { groupLineKey } from '../table/gridRows';
import type { Part } from '../toolbar';
import { meanGroups } from './grouped';
import { withoutEpochs } from './withoutEpochs';
import { createRunKeys, type RunKey } from './runKeys';

/** The curves of the checked runs over each other, or of many the means of their groups. */
export function createCurves(view: PageView): Part {
  let shown: Shown | undefined;
  let chart: ComparedChart | undefined;
  let names: readonly { readonly key: string; readonly label: string }[] = [];

  const toggle = (key: string): void => {
    const { hidden } = view.now;
    view.set({ hidden: hidden.includes(key) ? hidden.filter(one => one !== key) : [...hidden, key] });
  };
  const keys = createRunKeys({ onToggle: toggle, onHover: key => view.hover(key) });
  const metric = createChoice('metric', value => view.set({ metric: value, range: view.now.range }));
  const scale = createSegments<'log' | 'linear'>({
    label: 'Scale',
    options: [
      { value: 'linear', label: 'Linear' },
      { value: 'log', label: 'Log' },
    ],
    value: view.now.scale,
    onChange: value => view.set({ scale: value }),
  });
  const setRange = (range: ShownRange): void => view.set({ range });
  const controls = createCurveControls<'epochs' | 'steps' | 'time'>({
    xAxis: {
      options: [
        { value: 'epochs', label: 'Epochs' },
        { value: 'steps', label: 'Steps' },
        { value: 'time', label: 'Time' },
      ],
      value: view.now.xUnit,
      onChange: xUnit => view.set({ xUnit, range: null }),
    },
    smoothing: { value: view.now.smoothing, most: MOST_SMOOTHING, onChange: smoothing => view.set({ smoothing }) },
    onReset: () => setRange(null),
  });

  const nearest = ({ x, share }: ChartPoint): string | null => {
    let best: { readonly key: string; readonly distance: number } | undefined;
    for (const [key, points] of chart?.pointsOf ?? []) {
      const y = valueAt(points, x) ?? points.find(point => point.x === x)?.y;
      const distance = y === undefined || !chart ? Infinity : Math.abs(chart.yAxis.at(y) - share);
      if (distance < (best?.distance ?? NEAR)) best = { key, distance };
    }
    return best?.key ?? null;
  };
  /** The arrow keys up and down highlight one curve after the other, in the order of their names. */
  const step = (by: number): void => {
    const on = names.filter(({ key }) => !view.now.hidden.includes(key));
    const now = on.findIndex(({ key }) => key === view.highlighted);
    const next = on[now < 0 ? 0 : Math.min(Math.max(now + by, 0), on.length - 1)];
    if (next) view.set({ selected: next.key });
  };
  const card = createChartCard<string>({
    name: 'compared',
    title: 'Curves',
    choices: [metric.element, scale],
    beside: keys.element,
    moreKeys: ' The arrow keys up and down highlight a run.',
    pictureTitle: () => `${chart?.title ?? ''} of ${shown?.compared.length ?? 0} runs`,
    range: () => {
      const { range } = view.now;
      return range && chart ? within(range, chart.places.extent) : range;
    },
    onRange: setRange,
    onToggle: toggle,
    onKey: ({ key, shiftKey }) => {
      if (shiftKey || (key !== 'ArrowUp' && key !== 'ArrowDown')) return false;
      step(key === 'ArrowUp' ? -1 : 1);
      return true;
    },
    onPoint: (point, isPressed) => {
      const key = point ? nearest(point) : null;
      if (isPressed && key !== null) view.set({ selected: key });
      view.hover(key);
    },
    csv: () => comparedCurvesCsv(chartedRuns),
    fileName: () => `comparison-${view.now.metric}`,
    send,
  });

  let chartedRuns: readonly ChartedRun[] = [];
  const latestRuns = keepLatest(chartedOf);
  const latestGroups = keepLatest(groupsFor);
  const latestChart = keepLatest(comparedChart);

  const note = element('p', { class: 'muted' });
  const root = element('div', { class: 'curves' }, controls.element, card.element, note);
  return {
    element: root,
    update(now) {
      shown = now;
      root.setAttribute('aria-busy', String(!now.hasCurves));
      const { state, compared, looks, labels, grouping, highlighted, view: saved } = now;
      const without = withoutEpochs(compared, labels);
      for (const part of [controls.element, card.element]) part.hidden = without.areAll;
      setText(note, without.inWords);
      note.hidden = without.inWords === '';
      chartedRuns = latestRuns([state.curves, compared, looks, labels], now);
      const groups = latestGroups([compared, grouping], now);
      const drawn = epochMetrics.find(({ name }) => name === saved.metric) ?? epochMetrics.find(({ name }) => name === 'val_accuracy')!;
      metric.show(
        epochMetrics.map(({ name, label }) => ({ value: name, label: name === 'duration' ? 'Duration of an epoch' : label })),
        drawn.name,
      );
      scale.hidden = drawn.kind === 'share';
      const { xUnit, scale: chosenScale, smoothing, range, hidden } = saved;
      chart = latestChart([chartedRuns, groups, drawn, xUnit, chosenScale, smoothing, range, hidden, highlighted], chartedRuns, {
        metric: drawn,
        xUnit,
        scale: chosenScale,
        smoothing,
        range,
        hidden,
        highlighted,
        groups,
      });
      card.show(chart);
      controls.show(chart.range ? chart.rangeInWords : undefined);
      const entries = keysOf(groups ?? chartedRuns.map(({ id, label, look }) => ({ key: id, label, look })), chart, {
        hidden,
        highlighted,
      });
      names = entries;
      keys.show(entries);
    },
  };
}

/** A pointer farther from every curve than this share of the axis is at none. */
const NEAR = 0.08;

function chartedOf({ state, compared, looks, labels }: Shown): readonly ChartedRun[] {
  const curves = new Map<string, ComparedCurve>(state.curves.map(curve => [curve.runId, curve]));
  return compared.map(({ id, status }) => {
    const { epochs = [], batchesPerEpoch } = curves.get(id) ?? {};
    return {
      id,
      label: labels.get(id) ?? id,
      epochs,
      ...(batchesPerEpoch !== undefined && { batchesPerEpoch }),
      isRunning: status === 'running' || status === 'starting',
      look: looks.get(id)!,
    };
  });
}

function groupsFor({ compared, grouping }: Shown): readonly ChartedGroup[] | null {
  const groups = meanGroups(compared, grouping);
  if (!groups) return null;
  const looks = looksOf(
    groups.map(({ key }) => key),
    null,
  );
  return groups.map(({ key, label, runs }) => ({ key: groupLineKey(key), label, ids: runs.map(({ id }) => id), look: looks.get(key)! }));
}

interface Keyed {
  readonly key: string;
  readonly label: string;
  readonly look: RunKey['look'];
}

/** The best last value at the top, as the curves end. */
function keysOf(
  all: readonly Keyed[],
  chart: ComparedChart,
  { hidden, highlighted }: { hidden: readonly string[]; highlighted: string | null },
): RunKey[] {
  const height = ({ last }: RunKey): number => (last ? chart.yAxis.at(last.y) : -Infinity);
  return all
    .map((one): RunKey => {
      const last = chart.pointsOf.get(one.key)?.at(-1);
      return {
        ...one,
        isOff: hidden.includes(one.key),
        isHighlighted: highlighted === one.key,
        value: last ? chart.format(last.y) : '',
        last,
      };
    })
    .toSorted((a, b) => height(b) - height(a) || 0);
}
