import type { DashboardState } from '../src/contract/dashboard';
import type { Run } from '../src/contract/runState';

/** How much of the epochs that were asked for is trained, in epochs: 3.15 is in the fourth one. */
export function epochsDone({ batches, epochs }: Pick<Run, 'batches' | 'epochs'>): number {
  const last = batches.at(-1);
  return Math.max(epochs.length, last ? last.epoch - 1 + last.batch / last.batches : 0);
}

/** How long a run has been trained for at a moment; a pause before it was resumed is left out. */
export function elapsedMs({ status, run }: Pick<DashboardState, 'status' | 'run'>, now: number): number {
  const { config, ended, epochs, batches, failed } = run;
  if (ended) return ended.durationMs;
  if (!config) return 0;
  const whole = epochs.reduce((sum, { durationMs }) => sum + durationMs, 0);
  const lastEpoch = epochs.at(-1);
  const ofThisEpoch = batches.filter(({ epoch }) => epoch > (lastEpoch?.epoch ?? 0));
  const since = Math.max(...[config.createdAt, lastEpoch?.time, ofThisEpoch[0]?.time].map(time => (time ? Date.parse(time) : 0)));
  const until = status === 'running' ? now : Date.parse(failed?.time ?? ofThisEpoch.at(-1)?.time ?? new Date(since).toISOString());
  // After an epoch the next batch comes at once, or the run was interrupted there.
  const most = ofThisEpoch.length === 0 && lastEpoch ? lastEpoch.durationMs : Infinity;
  return whole + Math.min(Math.max(0, until - since), most);
}

/** How long training will take from a moment on; undefined where nothing says so yet. */
export function remainingMs({ config, epochs, batches }: Run, now: number): number | undefined {
  const lastEpoch = epochs.at(-1);
  const lastBatch = batches.at(-1);
  const newest = Math.max(...[lastEpoch, lastBatch].map(event => (event ? Date.parse(event.time) : 0)));
  if (!config || newest === 0) return undefined;
  const msPerEpoch = lastEpoch?.durationMs ?? (1000 * config.dataset.trainImages) / (lastBatch?.imagesPerSecond || Infinity);
  return Math.max(0, (config.parameters.epochs - epochsDone({ batches, epochs })) * msPerEpoch - (now - newest));
}
