import type { ParentRun, XUnit } from '../contract/dashboard';
import type { Run, RunStatus } from '../contract/runState';
import type { BatchEnded } from '../contract/trainer';
import type { Range } from './axis';

/** Where along the horizontal axis something of a run is. */
export interface XPlaces {
  readonly unit: XUnit;
  /** The axis as a whole: from the beginning of training to the end that was asked for, or in time to the one that is expected. */
  readonly extent: Range;
  /** Where training is or was left, if that is not the end. */
  readonly reached: number | undefined;
  readonly ofBatch: (batch: BatchEnded) => number;
  /** The end of an epoch. */
  readonly ofEpoch: (epoch: number) => number;
  /** The end of an epoch of the parent. */
  readonly ofParent: (epoch: number) => number;
}

export interface PlacedRun {
  readonly run: Run;
  readonly parent: ParentRun | null;
  readonly status: RunStatus;
}
