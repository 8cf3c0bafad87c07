import type { Run } from '../contract/runState';
import type { EpochEnded } from '../contract/trainer';
import { wholeSeconds } from '../wording/timeInWords';

/** How much of the epochs that were asked for is trained, in epochs: 3.15 is in the fourth one. */
export function epochsDone({ batches, epochs }: Pick<Run, 'batches' | 'epochs'>): number {
  const last = batches.at(-1);
  return Math.max(epochs.length, last ? last.epoch - 1 + last.batch / last.batches : 0);
}

/** So many of the last epochs say how long the next ones take, */
const USUAL = 5;
/** or as many as this time is made of: short ones differ much from each other, */
const USUAL_MS = 3_000;
/** but no more than these. */
const MOST_USUAL = 200;

/** Events come together: that nothing was heard for so long says nothing yet. */
const HEARD_MS = 2_000;

/** How long an epoch takes: the median of the last ones, so that one that was held up says little; undefined before there is one. */
export function usualEpochMs(epochs: readonly Pick<EpochEnded, 'durationMs'>[]): number | undefined {
  const last: number[] = [];
  let sum = 0;
  for (let i = epochs.length - 1; i >= 0 && last.length < MOST_USUAL && (last.length < USUAL || sum < USUAL_MS); i--) {
    const { durationMs } = epochs[i]!;
    last.push(durationMs);
    sum += durationMs;
  }
  const sorted = last.sort((a, b) => a - b);
  const [lower, upper] = [sorted[Math.ceil(sorted.length / 2) - 1], sorted[Math.floor(sorted.length / 2)]];
  return lower === undefined || upper === undefined ? undefined : (lower + upper) / 2;
}

/**
 * How long training will still take: each epoch as long as the last ones, or, during the first epoch, at its current speed. Everything that
 * shows such a time has it from here.
 * @param now milliseconds since 1970
 * @returns undefined where nothing says so: at the beginning, and when nothing was heard for longer than an epoch takes
 */
export function remainingMs({ config, epochs, batches }: Pick<Run, 'config' | 'epochs' | 'batches'>, now: number): number | undefined {
  const lastEpoch = epochs.at(-1);
  const lastBatch = batches.at(-1);
  const newest = Math.max(...[lastEpoch, lastBatch].map(event => (event ? Date.parse(event.time) : 0)));
  if (!config || newest === 0) return undefined;
  const msPerEpoch = usualEpochMs(epochs) ?? (1000 * config.dataset.trainImages) / (lastBatch?.imagesPerSecond || Infinity);
  const sinceMs = now - newest;
  if (sinceMs > Math.max(msPerEpoch, HEARD_MS)) return undefined;
  return Math.max(0, (config.parameters.epochs - epochsDone({ batches, epochs })) * msPerEpoch - sinceMs);
}

/** The same as it is shown, `1m20s`; undefined too once every epoch is trained. */
export function timeLeft(run: Pick<Run, 'config' | 'epochs' | 'batches'>, now: number): string | undefined {
  const ms = remainingMs(run, now);
  const isTrained = run.config && epochsDone(run) >= run.config.parameters.epochs;
  return ms === undefined || isTrained ? undefined : wholeSeconds(ms);
}
