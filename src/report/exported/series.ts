import { epochMetrics, metricTable, type Metric } from '../../contract/metrics';
import type { Run } from '../../contract/runState';

/** A value of a series: at a whole step, in ms since 1970. It may be any number, infinite ones and NaN too. */
export interface Point {
  readonly step: number;
  readonly value: number;
  readonly timeMs: number;
}

/** What was measured at several steps of a run. */
export interface Series {
  readonly name: string;
  /** In the order in which they were measured; they can be gone through more than once. */
  readonly points: Iterable<Point>;
}

/** Under which name the measurements within an epoch stand, beside that of the whole epoch. */
const BATCH = 'batch/';

/**
 * The series of a run: each metric of the epochs under its name, with the epoch as the step; what was measured within an epoch as
 * `batch/loss` and its like, with the number of batches since the beginning as the step; what was measured on the test images at the last
 * epoch. Durations are in milliseconds, shares go from 0 to 1. A series without a point is left out.
 */
export function seriesOf({ batches, epochs, evaluated }: Pick<Run, 'batches' | 'epochs' | 'evaluated'>): Series[] {
  const byEpoch = epochMetrics.map(({ name, epoch }) => ({
    name,
    points: epochs.flatMap(one => pointAt(one.epoch, epoch.value(one), one.time)),
  }));
  const byBatch = (metricTable as readonly Metric[]).map(({ name, ofBatch }) => ({
    name: `${BATCH}${name}`,
    points: ofBatch ? batches.flatMap(one => pointAt((one.epoch - 1) * one.batches + one.batch, ofBatch(one), one.time)) : [],
  }));
  const last = epochs.at(-1)?.epoch ?? 0;
  const tested = (metricTable as readonly Metric[]).map(({ name, ofEvaluation }) => ({
    name,
    points: evaluated && ofEvaluation ? pointAt(last, ofEvaluation(evaluated), evaluated.time) : [],
  }));
  return [...byEpoch, ...tested, ...byBatch].filter(({ points }) => points.length > 0);
}

function pointAt(step: number, value: number | null, time: string): Point[] {
  return value === null ? [] : [{ step, value, timeMs: Date.parse(time) }];
}
