import type { Spread } from '../../contract/effectPage';
import type { Metric } from '../../contract/metrics';
import type { EpochEnded } from '../../contract/trainer';
import { meanCurve } from '../../experiment/comparison/meanCurve';
import { maxOf, minOf } from '../../util/extremes';
import type { Band, LineChart, Series } from '../lineChart';
import { metricFormats } from '../metricChart';
import type { XPlaces } from '../places';
import type { NamedPoints, Point } from '../points';
import type { RunLook } from '../runLooks';
import { rangeInWords, xAxisOf, xLabels } from '../xAxis';
import { yAxisOf } from '../yAxis';
import { within, type ShownRange } from '../zoom';

/** A replicate of a level. */
export interface Replicate {
  readonly label: string;
  readonly epochs: readonly EpochEnded[];
  /** It is in no pair that counts, or another run took its place: it is shown by itself and no part of the mean. */
  readonly isLeftOut: boolean;
}

/** The replicates of a level. */
export interface LevelCurves {
  readonly key: string;
  readonly label: string;
  readonly look: RunLook;
  readonly replicates: readonly Replicate[];
}

export interface EffectCurvesView {
  readonly metric: Metric & Required<Pick<Metric, 'epoch'>>;
  readonly spread: Spread;
  readonly range: ShownRange;
  /** Keys of levels. */
  readonly hidden: readonly string[];
  /** Student's t at 97.5 %, from one degree of freedom on. */
  readonly quantiles: readonly number[];
  /** Of all runs, those that have begun or not. */
  readonly epochs: number;
}

export interface EffectCurves extends LineChart {
  readonly curves: readonly (Series & { readonly curve: string })[];
  readonly hidden: readonly string[];
  readonly places: Pick<XPlaces, 'unit' | 'extent'>;
  readonly range: ShownRange;
  readonly rangeInWords: string;
  readonly read: readonly NamedPoints[];
  readonly recorded: readonly NamedPoints[];
}

const BAND = 0.24;
const SINGLE = { width: 1, opacity: 0.5, marker: undefined } as const;
const LEFT_OUT = { width: 1, opacity: 0.6, marker: 'cross', dashes: [1, 4] } as const;

/** The mean curve of each level over its replicates, with their range, the interval of the mean, or each of them; N is in its name. */
export function effectCurves(levels: readonly LevelCurves[], view: EffectCurvesView): EffectCurves {
  const { metric, range, hidden, epochs } = view;
  const extent = { from: epochs > 1 ? 1 : 0, to: Math.max(epochs, 1) };
  const shown = range && within(range, extent);
  const visible = shown ?? extent;
  const drawn = levels.map(level => drawnLevel(level, view));
  const on = drawn.filter(({ key }) => !hidden.includes(key));
  const points = on.flatMap(({ singles, leftOut }) => [...singles, ...leftOut].map(one => one.points));
  return {
    title: metric.label,
    xLabel: xLabels.epochs,
    yLabel: metric.label.toLowerCase(),
    xAxis: xAxisOf('epochs', visible),
    yAxis: yAxisOf(
      {
        kind: metric.kind,
        byEpoch: points.map(all => (shown || all.length <= 3 ? all : all.slice(1))),
        training: [],
        trainingMeans: [],
        range: visible,
        isZoomed: shown !== null,
      },
      'linear',
    ),
    bands: on.flatMap(({ band }) => band ?? []),
    series: on.flatMap(({ singles, leftOut, mean }) => [...(view.spread === 'runs' ? singles : []), ...leftOut, mean]),
    ...(levels.some(({ replicates }) => replicates.some(one => one.epochs.length > 0)) && { empty: 'All curves are off' }),
    note: spreadInWords[view.spread],
    format: metricFormats[metric.kind].full,
    curves: drawn.map(({ key, mean }) => ({ ...mean, curve: key })),
    hidden,
    places: { unit: 'epochs', extent },
    range: shown,
    rangeInWords: rangeInWords('epochs', visible),
    read: on.flatMap(({ mean, low, high }) => (view.spread === 'runs' ? [mean] : [mean, low, high])),
    recorded: drawn.flatMap(({ mean, low, high, singles, leftOut }) => [mean, low, high, ...singles, ...leftOut]),
  };
}

/** What lies around the means. */
export const spreadInWords: Readonly<Record<Spread, string>> = {
  range: 'mean, range of the runs',
  interval: 'mean, 95 % CI of the mean',
  runs: 'mean and each run',
};

interface DrawnLevel {
  readonly key: string;
  readonly mean: Series;
  readonly low: NamedPoints;
  readonly high: NamedPoints;
  readonly band: Band | undefined;
  readonly singles: readonly Series[];
  readonly leftOut: readonly Series[];
}

function drawnLevel({ key, label, look, replicates }: LevelCurves, { metric, spread, quantiles }: EffectCurvesView): DrawnLevel {
  const value = (epoch: EpochEnded): number | null => metric.epoch.value(epoch);
  const isMeasured = ({ epochs }: Replicate): boolean => epochs.some(epoch => value(epoch) !== null);
  const counted = replicates.filter(one => !one.isLeftOut && isMeasured(one));
  const byEpoch = meanCurve(counted, value);
  const ends = byEpoch.map(({ epoch, mean, deviation, count }) => {
    if (spread === 'interval') {
      const half = deviation === null ? 0 : ((quantiles[count - 2] ?? 1.96) * deviation) / Math.sqrt(count);
      return { x: epoch, low: mean - half, high: mean + half };
    }
    const values = counted.flatMap(({ epochs }) => epochs.filter(one => one.epoch === epoch).flatMap(one => value(one) ?? []));
    return { x: epoch, low: minOf(values), high: maxOf(values) };
  });
  const name = `${label} (n = ${counted.length})`;
  const points = byEpoch.map(({ epoch, mean }): Point => ({ x: epoch, y: mean, epoch }));
  const edge = (which: 'low' | 'high', words: string): NamedPoints => ({
    label: `${label}, ${words}`,
    isName: true,
    role: look.role,
    points: ends.map(end => ({ x: end.x, y: end[which], epoch: end.x })),
  });
  const single = (one: Replicate, stroke: Series['look'], words: string): Series => ({
    label: `${label}, ${one.label}${words}`,
    isName: true,
    role: look.role,
    style: 'line',
    points: one.epochs.flatMap(epoch => {
      const y = value(epoch);
      return y === null ? [] : [{ x: epoch.epoch, y, epoch: epoch.epoch }];
    }),
    look: { ...stroke },
  });
  const words = spread === 'interval' ? ['lower end of the CI', 'upper end of the CI'] : ['lowest', 'highest'];
  return {
    key,
    mean: {
      label: name,
      isName: true,
      role: look.role,
      style: 'line',
      points,
      endLabel: name,
      look: { width: 2, marker: look.marker, dashes: look.dashes },
    },
    low: edge('low', words[0]!),
    high: edge('high', words[1]!),
    band: spread === 'runs' || counted.length < 2 ? undefined : { role: look.role, opacity: BAND, points: ends },
    singles: counted.map(one => single(one, { ...SINGLE, dashes: look.dashes }, '')),
    leftOut: replicates.filter(one => one.isLeftOut && isMeasured(one)).map(one => single(one, LEFT_OUT, ', left out')),
  };
}
