import type { LossScale, XUnit } from '../contract/dashboard';
import type { Metric } from '../contract/metrics';
import type { EpochEnded } from '../contract/trainer';
import { meanCurve } from '../experiment/comparison/meanCurve';
import { maxOf } from '../util/extremes';
import type { Range } from './axis';
import type { Band, LineChart, Series } from './lineChart';
import { metricFormats } from './metricChart';
import type { XPlaces } from './places';
import type { NamedPoints, Point } from './points';
import type { RunLook } from './runLooks';
import { smooth } from './smooth';
import { rangeInWords, xAxisOf, xLabels } from './xAxis';
import { yAxisOf } from './yAxis';
import { within, type ShownRange } from './zoom';

/** A run as its curve needs it. */
export interface ChartedRun {
  readonly id: string;
  readonly label: string;
  readonly epochs: readonly EpochEnded[];
  /** Absent where its data set is not known. */
  readonly batchesPerEpoch?: number;
  /** It may have more epochs later. */
  readonly isRunning: boolean;
  readonly look: RunLook;
}

/** Runs whose mean is drawn. */
export interface ChartedGroup {
  readonly key: string;
  readonly label: string;
  readonly ids: readonly string[];
  readonly look: RunLook;
}

export interface ComparedChartView {
  readonly metric: Metric & Required<Pick<Metric, 'epoch'>>;
  readonly xUnit: XUnit;
  /** A share has a linear axis whichever it is. */
  readonly scale: LossScale;
  readonly smoothing: number;
  readonly range: ShownRange;
  /** Ids of runs, or keys of groups. */
  readonly hidden: readonly string[];
  /** A run or group that stands out. */
  readonly highlighted: string | null;
  /** Where there are too many runs to be told apart: the curves of runs are faint, and those of the means stand out. */
  readonly groups: readonly ChartedGroup[] | null;
}

export interface ComparedChart extends LineChart {
  readonly curves: readonly [];
  readonly hidden: readonly string[];
  readonly places: Pick<XPlaces, 'unit' | 'extent'>;
  readonly range: ShownRange;
  readonly rangeInWords: string;
  readonly read: readonly NamedPoints[];
  readonly recorded: readonly NamedPoints[];
  /** The points of what is shown, by run or group: what a pointer finds. */
  readonly pointsOf: ReadonlyMap<string, readonly Point[]>;
}

const FAINT = { width: 1, opacity: 0.22, marker: undefined } as const;
const BAND = 0.24;

/** One metric of several runs over each other; of many, the means of their groups with a standard deviation on either side. */
export function comparedChart(runs: readonly ChartedRun[], view: ComparedChartView): ComparedChart {
  const { metric, xUnit, hidden, highlighted, groups } = view;
  const extent = extentOf(runs, xUnit);
  const shown = view.range && within(view.range, extent);
  const visible = shown ?? extent;
  const isShown = (key: string): boolean => !hidden.includes(key);
  const measured = new Map(runs.map(run => [run.id, pointsOf(run, metric, xUnit)]));
  const drawnRuns = runs.filter(({ id }) => (groups ? groups.some(({ key, ids }) => ids.includes(id) && isShown(key)) : isShown(id)));
  const means = (groups ?? []).filter(({ key }) => isShown(key)).map(group => meanOf(group, runs, { metric, xUnit }));
  const ofRun = (run: ChartedRun): Drawn => ({ key: run.id, label: run.label, look: run.look, points: measured.get(run.id)! });
  const length = extent.to - extent.from;
  const standsOut = [...(groups ? drawnRuns.filter(({ id }) => id === highlighted) : drawnRuns).map(ofRun), ...means];
  const faint: Series[] = groups
    ? drawnRuns.map(run => ({ ...named(ofRun(run)), style: 'line', label: `${run.label} by itself`, look: { ...FAINT, dashes: [] } }))
    : [];
  const clear = standsOut.toSorted((a, b) => Number(a.key === highlighted) - Number(b.key === highlighted));
  const series = clear.flatMap(one => seriesOf(one, { smoothing: view.smoothing, length, isHighlighted: one.key === highlighted }));
  const read = standsOut.map(one => (one.key === highlighted ? { ...named(one), standsOut: true } : named(one)));
  return {
    title: metric.label,
    xLabel: xLabels[xUnit],
    yLabel: metric.label.toLowerCase(),
    xAxis: xAxisOf(xUnit, visible),
    yAxis: yAxisOf(
      {
        kind: metric.kind,
        byEpoch: (groups ? drawnRuns.map(ofRun) : standsOut).map(({ points }) => (shown ? points : withoutBeginning(points))),
        training: [],
        trainingMeans: [],
        range: visible,
        isZoomed: shown !== null,
      },
      view.scale,
    ),
    bands: means.map(({ band }) => band),
    series: [...faint, ...series],
    ...(runs.length > 0 && { empty: runs.some(({ epochs }) => epochs.length > 0) ? 'All curves are off' : 'No epoch yet' }),
    note: view.smoothing > 0 ? `smoothing ${view.smoothing.toFixed(2)}` : undefined,
    format: metricFormats[metric.kind].full,
    curves: [],
    hidden,
    places: { unit: xUnit, extent },
    range: shown,
    rangeInWords: rangeInWords(xUnit, visible),
    read,
    recorded: [...runs.map(run => named(ofRun(run))), ...means.map(named)],
    pointsOf: new Map([
      ...drawnRuns.map(({ id }) => [id, measured.get(id)!] as const),
      ...means.map(({ key, points }) => [key, points] as const),
    ]),
  };
}

/** What is drawn under one name. */
interface Drawn {
  readonly key: string;
  readonly label: string;
  readonly look: RunLook;
  readonly points: readonly Point[];
}

function named({ label, points, look }: Drawn): NamedPoints {
  return { label, points, role: look.role, isName: true };
}

interface Stroking {
  readonly smoothing: number;
  readonly length: number;
  readonly isHighlighted: boolean;
}

function seriesOf(drawn: Drawn, { smoothing, length, isHighlighted }: Stroking): Series[] {
  const { look, points } = drawn;
  const stroke = isHighlighted ? { width: 3, opacity: 1 } : { width: 1.5, opacity: 0.85 };
  const whole: Series = { ...named(drawn), style: 'line', look: { ...stroke, marker: look.marker, dashes: look.dashes } };
  if (smoothing === 0 || points.length === 0) return [whole];
  return [
    { ...whole, part: 'measured' },
    { ...whole, part: 'smoothed', points: smooth(points, smoothing, length) },
  ];
}

/** With each move of the pointer a chart is made anew, mostly of the same runs and groups. */
const measuredOf = new WeakMap<ChartedRun, { readonly metric: unknown; readonly unit: XUnit; readonly points: readonly Point[] }>();
const meansOf = new WeakMap<ChartedGroup, Measuring & { readonly runs: unknown; readonly mean: Drawn & { readonly band: Band } }>();

function pointsOf(run: ChartedRun, metric: ComparedChartView['metric'], unit: XUnit): readonly Point[] {
  const before = measuredOf.get(run);
  if (before?.metric === metric && before.unit === unit) return before.points;
  const points = measure(run, metric, unit);
  measuredOf.set(run, { metric, unit, points });
  return points;
}

function measure(run: ChartedRun, { epoch: { value } }: ComparedChartView['metric'], unit: XUnit): Point[] {
  const places = placesOf(run, unit);
  return run.epochs.flatMap((epoch, i) => {
    const y = value(epoch);
    return y === null ? [] : [{ x: places[i]!, y, epoch: epoch.epoch }];
  });
}

/** Where the ends of a run's epochs are. What passed between an interruption and the resumption is left out of the time. */
function placesOf({ epochs, batchesPerEpoch = 1 }: ChartedRun, unit: XUnit): number[] {
  if (unit !== 'time') return epochs.map(({ epoch }) => epoch * (unit === 'steps' ? batchesPerEpoch : 1));
  let ms = 0;
  return epochs.map(({ durationMs }) => (ms += durationMs));
}

interface Measuring {
  readonly metric: ComparedChartView['metric'];
  readonly xUnit: XUnit;
}

function meanOf(group: ChartedGroup, runs: readonly ChartedRun[], { metric, xUnit }: Measuring): Drawn & { readonly band: Band } {
  const before = meansOf.get(group);
  if (before?.runs === runs && before.metric === metric && before.xUnit === xUnit) return before.mean;
  const mean = averaged(group, runs, { metric, xUnit });
  meansOf.set(group, { runs, metric, xUnit, mean });
  return mean;
}

/** A mean stands where the epoch ended on average. */
function averaged(
  { key, label, ids, look }: ChartedGroup,
  runs: readonly ChartedRun[],
  { metric, xUnit }: Measuring,
): Drawn & { readonly band: Band } {
  const members = runs.filter(({ id }) => ids.includes(id));
  const places = new Map<number, number[]>();
  for (const run of members) {
    const ofRun = placesOf(run, xUnit);
    run.epochs.forEach(({ epoch }, i) => places.set(epoch, [...(places.get(epoch) ?? []), ofRun[i]!]));
  }
  const means = meanCurve(members, epoch => metric.epoch.value(epoch)).map(({ epoch, mean, deviation }) => {
    const all = places.get(epoch) ?? [epoch];
    return { x: all.reduce((sum, x) => sum + x, 0) / all.length, y: mean, epoch, deviation };
  });
  // The runs that end earlier are missing from the mean place of later epochs.
  const inOrder = means.toSorted((a, b) => a.x - b.x);
  return {
    key,
    label: `${label} (N ${members.length})`,
    look,
    points: inOrder.map(({ x, y, epoch }) => ({ x, y, epoch })),
    band: {
      role: look.role,
      opacity: BAND,
      points: inOrder.flatMap(({ x, y, deviation }) => (deviation === null ? [] : [{ x, low: y - deviation, high: y + deviation }])),
    },
  };
}

/** From the first epoch to the last that there is, or that is expected of a run that is trained. */
function extentOf(runs: readonly ChartedRun[], unit: XUnit): Range {
  const ends = runs.map(run => {
    const reached = placesOf(run, unit).at(-1) ?? 0;
    const last = run.epochs.at(-1);
    if (!run.isRunning || !last) return reached;
    return unit === 'time' ? reached + last.etaMs : last.epochs * (unit === 'steps' ? (run.batchesPerEpoch ?? 1) : 1);
  });
  const to = maxOf(ends, 0);
  const from = unit === 'epochs' && to > 1 ? 1 : 0;
  return { from, to: to > from ? to : from + 1 };
}

/** The first steps, at the level of chance, would compress everything that matters: how low an axis reaches is for later epochs to say. */
function withoutBeginning(points: readonly Point[]): readonly Point[] {
  return points.length > 3 ? points.slice(1) : points;
}
