import type { XUnit } from '../contract/dashboard';
import { bestEpoch } from '../contract/summary';
import type { EpochEnded } from '../contract/trainer';
import { validationOf, valueOf, type MetricChart } from './metricChart';
import type { PlacedRun, XPlaces } from './places';
import type { Point } from './points';
import { smooth } from './smooth';
import { xPlaces } from './xPlaces';

/** A curve in the order of `x`. */
export interface Curve {
  readonly measured: readonly Point[];
  /** The same list where nothing is smoothed. */
  readonly smoothed: readonly Point[];
}

/** The curves of one chart. What only chooses among them (a range, a scale, what is hidden) needs no new ones. */
export interface Curves {
  readonly chart: MetricChart;
  readonly places: XPlaces;
  readonly smoothing: number;
  /** By batch. */
  readonly training: Curve;
  /** Means of whole epochs. */
  readonly trainingMeans: readonly Point[];
  /** By epoch; empty where nothing was held back for validation. */
  readonly validation: Curve;
  /** The parent's validation, or its training means if it has none. */
  readonly parent: Curve;
  readonly parentLabel: string | undefined;
  /** The best of several epochs by validation. */
  readonly best: Point | undefined;
  /** Why nothing comes after what was reached; the longest form first. */
  readonly endings: readonly string[];
}

export interface CurvesOptions {
  readonly chart: MetricChart;
  readonly xUnit: XUnit;
  /** From 0, not at all, to below 1. */
  readonly smoothing: number;
}

export function curvesOf(placed: PlacedRun, { chart, xUnit, smoothing }: CurvesOptions): Curves {
  const { run, parent } = placed;
  const { epochs, batches } = run;
  const { ofBatch, epoch: ofEpoch } = chart.training ?? {};
  const places = xPlaces(placed, xUnit);
  const { from, to } = places.extent;
  const curve = (measured: readonly Point[]): Curve => ({
    measured,
    smoothed: smoothing > 0 ? smooth(measured, smoothing, to - from) : measured,
  });
  const ownEpochs = (value: (epoch: EpochEnded) => number | null): Point[] => byEpoch(epochs, places.ofEpoch, value);
  const validation = ownEpochs(epoch => validationOf(epoch, chart));
  const best = epochs.length > 1 ? bestEpoch(epochs) : undefined;
  return {
    chart,
    places,
    smoothing,
    training: curve(ofBatch ? batches.map(batch => ({ x: places.ofBatch(batch), y: ofBatch(batch) })) : []),
    trainingMeans: ofEpoch ? ownEpochs(epoch => ofEpoch.value(epoch)) : [],
    validation: curve(validation),
    parent: curve(byEpoch(parent?.epochs ?? [], places.ofParent, epoch => valueOf(epoch, chart))),
    parentLabel: parent?.label,
    // Without validation there is no such point: the training loss chooses nothing.
    best: best && validation.find(({ epoch }) => epoch === best.epoch),
    endings: endingsOf(placed),
  };
}

function byEpoch(
  epochs: readonly EpochEnded[],
  placeOf: (epoch: number) => number,
  valueIn: (epoch: EpochEnded) => number | null,
): Point[] {
  return epochs.flatMap(one => {
    const y = valueIn(one);
    return y === null ? [] : [{ x: placeOf(one.epoch), y, epoch: one.epoch }];
  });
}

function endingsOf({ run, status }: PlacedRun): readonly string[] {
  switch (status) {
    case 'completed':
      return run.ended?.reason === undefined ? [] : [`stopped early after epoch ${run.ended.epochs}`, 'stopped early'];
    case 'stopped':
    case 'failed':
    case 'interrupted':
      return [status];
    case 'starting':
    case 'running':
      return [];
  }
}
