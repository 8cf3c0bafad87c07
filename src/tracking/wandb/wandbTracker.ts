import type { WandbTarget } from '../../contract/tracking';
import { Tracker, type TrackerSettings } from '../tracker';
import type { SenderOptions } from './sender';
import { WandbSink } from './wandbSink';

export type WandbSettings = TrackerSettings<WandbTarget>;
export type WandbTracker = Tracker<WandbTarget>;

export interface WandbTrackerOptions extends SenderOptions {
  /** Asked anew for each run. */
  readonly settings: () => WandbSettings;
}

/** Records runs for Weights & Biases and sends them. */
export function createWandbTracker({ settings, ...access }: WandbTrackerOptions): WandbTracker {
  return new Tracker({ settings, sink: new WandbSink(access) });
}
