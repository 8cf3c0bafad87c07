import type { CurveName, LossScale } from '../contract/dashboard';
import type { Highlight, LineChart, Series } from './lineChart';
import { metricFormats } from './metricChart';
import type { NamedPoints, Point } from './points';
import type { Curve, Curves } from './runCurves';
import { textWidth } from './svg';
import { rangeInWords, xAxisOf, xLabels } from './xAxis';
import { yAxisOf } from './yAxis';
import { within, type ShownRange } from './zoom';

export interface RunChartView {
  /** Of a loss; a share is always linear. */
  readonly lossScale: LossScale;
  /** The part of the horizontal axis that is shown, in its unit. */
  readonly range: ShownRange;
  readonly hidden: readonly CurveName[];
}

export interface RunChart extends LineChart {
  readonly series: readonly NamedCurve[];
  /** The curves of the legend, those that are hidden too. */
  readonly curves: readonly NamedCurve[];
  readonly hidden: readonly CurveName[];
  readonly places: Curves['places'];
  /** What is shown of the horizontal axis, null if it is all. */
  readonly range: ShownRange;
  /** What is shown, in words. */
  readonly rangeInWords: string;
  /** What is read at each epoch by a pointer and the arrow keys. */
  readonly read: readonly NamedPoints[];
  /** The same with what is hidden, for a table. */
  readonly recorded: readonly NamedPoints[];
}

export interface NamedCurve extends Series {
  readonly curve: CurveName;
}

/** What one chart shows of a run beside its parent. */
export function runChart(curves: Curves, { lossScale, range, hidden }: RunChartView): RunChart {
  const { chart, places, smoothing } = curves;
  const shown = range && within(range, places.extent);
  const shows = (curve: CurveName): boolean => !hidden.includes(curve);
  const all = seriesOf(curves);
  const recorded = recordedOf(curves);
  const visible = shown ?? places.extent;
  return {
    title: chart.title,
    xLabel: xLabels[places.unit],
    yLabel: chart.yLabel,
    xAxis: xAxisOf(places.unit, visible),
    yAxis: yAxisOf(
      {
        kind: chart.kind,
        byEpoch: (['validation', 'parent'] as const).filter(shows).map(curve => curves[curve].measured),
        training: shows('training') ? curves.training.smoothed : [],
        trainingMeans: shows('training') ? curves.trainingMeans : [],
        range: visible,
        isZoomed: shown !== null,
      },
      lossScale,
    ),
    series: all.filter(({ curve }) => shows(curve)),
    reached: places.reached,
    reachedLabels: curves.endings,
    highlights: shows('validation') ? highlightsOf(curves) : [],
    ...(all.length > 0 && { empty: 'All curves are hidden' }),
    note: smoothing > 0 ? `smoothing ${smoothing.toFixed(2)}` : undefined,
    format: metricFormats[chart.kind].full,
    curves: all.filter(({ part }) => part !== 'measured'),
    hidden,
    places,
    range: shown,
    rangeInWords: rangeInWords(places.unit, visible),
    read: recorded.filter(({ curve }) => shows(curve)),
    recorded,
  };
}

function seriesOf({ chart, smoothing, ...curves }: Curves): NamedCurve[] {
  const { atEnd } = metricFormats[chart.kind];
  const { training, validation, parent, parentLabel = '' } = curves;
  const isSmoothed = smoothing > 0;
  const figure = (last: Point | undefined): Pick<Series, 'endLabel'> => (last ? { endLabel: atEnd(last.y) } : {});
  const mean = validation.measured.length > 0 ? undefined : curves.trainingMeans.at(-1);
  const ofParent = { curve: 'parent', label: 'parent', name: parentLabel, role: 'context', style: 'dashed' } as const;
  return [
    ...drawn(parent, { ...ofParent, endLabel: shortName(parentLabel) }, isSmoothed),
    ...drawn(
      training,
      { curve: 'training', label: 'training', role: 'training', style: isSmoothed ? 'line' : 'thin', ...figure(mean) },
      isSmoothed,
    ),
    ...drawn(
      validation,
      { curve: 'validation', label: 'validation', role: 'validation', style: 'markers', ...figure(validation.measured.at(-1)) },
      isSmoothed,
    ),
  ];
}

/** A curve as it was measured, and if it is smoothed, the mean through it. What an epoch came to stands at the end of what was measured. */
function drawn({ measured, smoothed }: Curve, named: Omit<NamedCurve, 'points'>, isSmoothed: boolean): NamedCurve[] {
  if (measured.length === 0) return [];
  if (!isSmoothed) return [{ ...named, points: measured }];
  const { endLabel, ...unlabelled } = named;
  const label = endLabel === undefined ? {} : { endLabel };
  const isByBatch = named.curve === 'training';
  return [
    { ...unlabelled, part: 'measured', points: measured, ...(!isByBatch && label) },
    { ...unlabelled, part: 'smoothed', points: smoothed, ...(isByBatch && label) },
  ];
}

function recordedOf({ trainingMeans, validation, parent, parentLabel }: Curves): (NamedPoints & { readonly curve: CurveName })[] {
  return [
    { curve: 'training', label: 'training (mean)', points: trainingMeans, role: 'training' },
    { curve: 'validation', label: 'validation', points: validation.measured, role: 'validation' },
    ...(parentLabel === undefined ? [] : [{ curve: 'parent', label: parentLabel, points: parent.measured, role: 'context' } as const]),
  ];
}

function highlightsOf({ best, chart }: Curves): Highlight[] {
  return best ? [{ ...best, label: `best: epoch ${best.epoch}`, side: chart.better === 'higher' ? 'above' : 'below' }] : [];
}

/** A run's name at the end of its curve, where there is room for a short one. */
function shortName(label: string): string {
  return textWidth(label) <= 46 ? label : 'parent';
}
