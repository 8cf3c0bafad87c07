import type { DashboardState } from '../../src/contract/dashboard';

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
